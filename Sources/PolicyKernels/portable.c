// A policy at work: no product is fused with a sum and every sum has one order, so the same weights
// choose the same actions on every processor.
#include "PolicyKernels.h"
#include "vectors.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

CLONES void policy_portable_layer(const float *x, const float *w, size_t w_stride,
  const float *bias, float *y, size_t inputs, size_t outputs, int is_tanh) {
  for (size_t first = 0; first < outputs; first += LANES) {
    const size_t width = outputs - first < LANES ? outputs - first : LANES;
    floats sum = load_part(bias + first, width);
    for (size_t i = 0; i < inputs; i++) {
      const float *row = w + i * w_stride + first;
      sum += x[i] * (width == LANES ? load(row) : load_part(row, width));
    }
    if (is_tanh) tanh_in_place(&sum);
    store_part(y + first, sum, width);
  }
}

CLONES void policy_portable_softmax(float *logits, const uint8_t *mask, size_t count) {
  float most = -INFINITY;
  for (size_t i = 0; i < count; i++)
    if (mask[i] && logits[i] > most) most = logits[i];
  float total = 0;
  for (size_t first = 0; first < count; first += LANES) {
    const size_t width = count - first < LANES ? count - first : LANES;
    floats power = load_part(logits + first, width) - most;
    exp_in_place(&power);
    for (size_t i = 0; i < width; i++)
      if (!mask[first + i]) power[i] = 0;
    total += sum_of(power);
    store_part(logits + first, power, width);
  }
  for (size_t i = 0; i < count; i++) logits[i] /= total;
}

void policy_portable_standardize(float *x, const float *means, const float *inverse_deviations,
  float limit, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const float v = (x[i] - means[i]) * inverse_deviations[i];
    x[i] = v < -limit ? -limit : v > limit ? limit : v;
  }
}

CLONES void policy_portable_exponentials(float *values, size_t count) {
  for (size_t first = 0; first < count; first += LANES) {
    const size_t width = count - first < LANES ? count - first : LANES;
    floats power = load_part(values + first, width);
    exp_in_place(&power);
    store_part(values + first, power, width);
  }
}
