// The loops beside the matrix products. Products and sums may be fused here: what a processor
// learns is the same from run to run, not from one kind of processor to another.
#include "PolicyKernels.h"
#include "vectors.h"

#include <math.h>

#pragma STDC FP_CONTRACT ON

CLONES void policy_tanh_rows(
  float *y, size_t stride, const float *bias, size_t rows, size_t columns) {
  const size_t whole = columns / LANES * LANES;
  for (size_t row = 0; row < rows; row++, y += stride) {
    for (size_t i = 0; i < whole; i += LANES) {
      floats v = load(y + i) + load(bias + i);
      tanh_in_place(&v);
      store(y + i, v);
    }
    if (whole < columns) {
      const size_t rest = columns - whole;
      floats v = load_part(y + whole, rest) + load_part(bias + whole, rest);
      tanh_in_place(&v);
      store_part(y + whole, v, rest);
    }
  }
}

CLONES void policy_bias_rows(
  float *y, size_t stride, const float *bias, size_t rows, size_t columns) {
  for (size_t row = 0; row < rows; row++, y += stride)
    for (size_t i = 0; i < columns; i++) y[i] += bias[i];
}

// Four vectors wide, so that the sums stay in registers down the rows.
CLONES void policy_tanh_backward(float *d, const float *h, size_t stride, size_t rows,
  size_t columns, float *column_sums) {
  size_t first = 0;
  for (; first + 4 * LANES <= columns; first += 4 * LANES) {
    floats sums[4] = {{0}};
    for (size_t row = 0; row < rows; row++) {
      const size_t place = row * stride + first;
      for (size_t k = 0; k < 4; k++) {
        const floats a = load(h + place + k * LANES);
        const floats v = load(d + place + k * LANES) * (1.0f - a * a);
        sums[k] += v;
        store(d + place + k * LANES, v);
      }
    }
    for (size_t k = 0; k < 4; k++) store(column_sums + first + k * LANES, sums[k]);
  }
  for (; first < columns; first += LANES) {
    const size_t width = columns - first < LANES ? columns - first : LANES;
    floats sum = {0};
    for (size_t row = 0; row < rows; row++) {
      const size_t place = row * stride + first;
      const floats a = load_part(h + place, width);
      const floats v = load_part(d + place, width) * (1.0f - a * a);
      sum += v;
      store_part(d + place, v, width);
    }
    store_part(column_sums + first, sum, width);
  }
}

CLONES void policy_column_sums(
  const float *d, size_t stride, size_t rows, size_t columns, float *sums) {
  for (size_t first = 0; first < columns; first += LANES) {
    const size_t width = columns - first < LANES ? columns - first : LANES;
    floats sum = {0};
    if (width == LANES)
      for (size_t row = 0; row < rows; row++) sum += load(d + row * stride + first);
    else
      for (size_t row = 0; row < rows; row++) sum += load_part(d + row * stride + first, width);
    store_part(sums + first, sum, width);
  }
}

CLONES void policy_single_output(const float *h, size_t stride, const float *w, float bias,
  float *y, size_t rows, size_t columns) {
  const size_t whole = columns / LANES * LANES;
  for (size_t row = 0; row < rows; row++, h += stride) {
    floats sum = {0};
    for (size_t i = 0; i < whole; i += LANES) sum += load(h + i) * load(w + i);
    if (whole < columns) {
      const size_t rest = columns - whole;
      sum += load_part(h + whole, rest) * load_part(w + whole, rest);
    }
    y[row] = sum_of(sum) + bias;
  }
}

CLONES void policy_single_output_backward(const float *dy, const float *w, const float *h,
  float *d, size_t stride, size_t rows, size_t columns, float *column_sums, float *w_gradient) {
  for (size_t first = 0; first < columns; first += LANES) {
    const size_t width = columns - first < LANES ? columns - first : LANES;
    const floats weight = load_part(w + first, width);
    floats sum = {0}, gradient = {0};
    for (size_t row = 0; row < rows; row++) {
      const size_t place = row * stride + first;
      const floats a = width == LANES ? load(h + place) : load_part(h + place, width);
      const floats v = dy[row] * weight * (1.0f - a * a);
      gradient += dy[row] * a;
      sum += v;
      if (width == LANES)
        store(d + place, v);
      else
        store_part(d + place, v, width);
    }
    store_part(column_sums + first, sum, width);
    store_part(w_gradient + first, gradient, width);
  }
}

CLONES double policy_squared_norm(const float *values, size_t count) {
  const size_t whole = count / LANES * LANES;
  double total = 0;
  // Short runs in single precision, their sums in double.
  for (size_t start = 0; start < whole; start += 64 * LANES) {
    const size_t end = whole - start < 64 * LANES ? whole : start + 64 * LANES;
    floats sum = {0};
    for (size_t i = start; i < end; i += LANES) {
      const floats v = load(values + i);
      sum += v * v;
    }
    total += sum_of(sum);
  }
  for (size_t i = whole; i < count; i++) total += (double)values[i] * values[i];
  return total;
}

CLONES void policy_accumulate(float *target, const float *values, size_t count) {
  for (size_t i = 0; i < count; i++) target[i] += values[i];
}

INLINE void adam_block(float *parameters, const float *gradients, float *first, float *second,
  size_t count, const struct policy_adam_step *step) {
  const float a = step->first_decay, b = step->second_decay;
  const floats g = load_part(gradients, count) * step->gradient_scale;
  const floats m = load_part(first, count) * a + g * (1.0f - a);
  const floats v = load_part(second, count) * b + g * g * (1.0f - b);
  store_part(first, m, count);
  store_part(second, v, count);
  const floats change = m * step->rate / (__builtin_elementwise_sqrt(v) + step->epsilon);
  store_part(parameters, load_part(parameters, count) - change, count);
}

CLONES void policy_adam(float *parameters, const float *gradients, float *first, float *second,
  size_t count, const struct policy_adam_step *step) {
  const struct policy_adam_step held_step = *step;
  size_t i = 0;
  for (; i + LANES <= count; i += LANES)
    adam_block(parameters + i, gradients + i, first + i, second + i, LANES, &held_step);
  if (i < count)
    adam_block(parameters + i, gradients + i, first + i, second + i, count - i, &held_step);
}

CLONES void policy_gather_rows(const float *table, size_t stride, const uint32_t *indices,
  size_t count, size_t columns, float *rows, size_t row_stride) {
  const size_t ahead = 4;
  for (size_t i = 0; i < count; i++) {
    if (i + ahead < count) {
      const float *next = table + (size_t)indices[i + ahead] * stride;
      for (size_t k = 0; k < columns; k += LANES) __builtin_prefetch(next + k);
    }
    memcpy(rows + i * row_stride, table + (size_t)indices[i] * stride, columns * sizeof(float));
  }
}

void policy_gather_bytes(const uint8_t *table, size_t width, const uint32_t *indices, size_t count,
  uint8_t *rows) {
  if (width == 0) return;
  for (size_t i = 0; i < count; i++)
    memcpy(rows + i * width, table + (size_t)indices[i] * width, width);
}

void policy_take_columns(const float *rows, size_t stride, size_t count, size_t columns,
  float *taken, size_t capacity) {
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < columns; k++) taken[k * capacity + i] = rows[i * stride + k];
}

CLONES void policy_standardize_rows(float *x, size_t stride, const float *means,
  const float *inverse_deviations, float limit, size_t rows, size_t columns) {
  for (size_t row = 0; row < rows; row++, x += stride)
    for (size_t i = 0; i < columns; i++) {
      const float v = (x[i] - means[i]) * inverse_deviations[i];
      x[i] = v < -limit ? -limit : v > limit ? limit : v;
    }
}

CLONES void policy_clip_rows(const float *values, size_t stride, float low, float high,
  float *clipped, size_t rows, size_t columns) {
  for (size_t row = 0; row < rows; row++)
    for (size_t i = 0; i < columns; i++) {
      const float v = values[row * stride + i];
      clipped[row * columns + i] = v < low ? low : v > high ? high : v;
    }
}
