// Distributions of actions, and the losses made of them.
#include "PolicyKernels.h"
#include "vectors.h"

#include <math.h>

#pragma STDC FP_CONTRACT ON

// ln(2 pi) / 2
static const float half_log_tau = 0.91893853320467274178f;

INLINE float log_normalizer(const float *log_deviations, size_t width) {
  float sum = 0;
  for (size_t i = 0; i < width; i++) sum += log_deviations[i] + half_log_tau;
  return sum;
}

CLONES void policy_gaussian_sample(const float *means, size_t stride, const float *noise,
  const float *log_deviations, float *actions, size_t action_stride, float *log_probabilities,
  size_t log_stride, size_t rows, size_t width) {
  const float normalizer = log_normalizer(log_deviations, width);
  for (size_t first = 0; first < width; first += LANES) {
    const size_t count = width - first < LANES ? width - first : LANES;
    floats deviation = load(log_deviations + first);
    exp_in_place(&deviation);
    for (size_t row = 0; row < rows; row++) {
      const floats e = load_part(noise + row * width + first, count);
      const floats action = load(means + row * stride + first) + deviation * e;
      store(actions + row * action_stride + first, action);
      const float part = -0.5f * sum_of(e * e);
      float *log_probability = log_probabilities + row * log_stride;
      *log_probability = first == 0 ? part - normalizer : *log_probability + part;
    }
  }
}

CLONES void policy_gaussian_standardize(float *means, size_t stride, const float *actions,
  size_t action_stride, const float *log_deviations, float *log_probabilities, size_t rows,
  size_t width) {
  const float normalizer = log_normalizer(log_deviations, width);
  for (size_t first = 0; first < width; first += LANES) {
    floats inverse = -load(log_deviations + first);
    exp_in_place(&inverse);
    for (size_t row = 0; row < rows; row++) {
      float *mean = means + row * stride + first;
      const floats e = (load(actions + row * action_stride + first) - load(mean)) * inverse;
      store(mean, e);
      const float part = -0.5f * sum_of(e * e);
      log_probabilities[row] = first == 0 ? part - normalizer : log_probabilities[row] + part;
    }
  }
}

CLONES void policy_gaussian_gradient(float *standardized, size_t stride, const float *weights,
  const float *log_deviations, float *log_deviation_gradient, size_t rows, size_t width) {
  for (size_t first = 0; first < width; first += LANES) {
    const size_t count = width - first < LANES ? width - first : LANES;
    floats inverse = -load(log_deviations + first);
    exp_in_place(&inverse);
    floats sum = {0};
    for (size_t row = 0; row < rows; row++) {
      float *place = standardized + row * stride + first;
      const floats e = load(place), d = weights[row] * e * inverse;
      sum += weights[row] * (e * e - 1.0f);
      store(place, d);
    }
    store_part(log_deviation_gradient + first, sum, count);
  }
}

// One head: largest legal logit, exponentials, their sum; then logs and quotients.
INLINE void softmax_head(float *logits, float *logs, const uint8_t *mask, size_t count) {
  float most = -INFINITY;
  for (size_t i = 0; i < count; i++)
    if (mask[i] && logits[i] > most) most = logits[i];
  float total = 0;
  for (size_t first = 0; first < count; first += LANES) {
    const size_t width = count - first < LANES ? count - first : LANES;
    const floats x = load_part(logits + first, width) - most;
    integers legal = {0};
    for (size_t i = 0; i < width; i++) legal[i] = mask[first + i] ? -1 : 0;
    floats power = x;
    exp_in_place(&power);
    power = (floats)((integers)power & legal);
    const floats shifted = (floats)((integers)x & legal);
    total += sum_of(power);
    store_part(logits + first, power, width);
    store_part(logs + first, shifted, width);
  }
  const float scale = 1.0f / total, log_total = logf(total);
  for (size_t i = 0; i < count; i++) {
    logits[i] *= scale;
    logs[i] = mask[i] ? logs[i] - log_total : 0.0f;
  }
}

CLONES void policy_softmax_rows(float *logits, float *logs, size_t stride, const uint8_t *masks,
  size_t mask_stride, const uint32_t *heads, size_t head_count, size_t rows) {
  for (size_t row = 0; row < rows; row++) {
    size_t place = 0;
    for (size_t head = 0; head < head_count; head++) {
      softmax_head(logits + row * stride + place, logs + row * stride + place,
        masks + row * mask_stride + place, heads[head]);
      place += heads[head];
    }
  }
}

CLONES void policy_categorical_score(const float *probabilities, const float *logs, size_t stride,
  const float *actions, size_t action_stride, const uint32_t *heads, size_t head_count,
  float *log_probabilities, float *entropies, size_t rows) {
  for (size_t row = 0; row < rows; row++) {
    const float *p = probabilities + row * stride, *l = logs + row * stride;
    size_t place = 0;
    float log_probability = 0, entropy = 0;
    for (size_t head = 0; head < head_count; head++) {
      const size_t count = heads[head];
      log_probability += l[place + (size_t)actions[row * action_stride + head]];
      floats sum = {0};
      for (size_t first = 0; first < count; first += LANES) {
        const size_t width = count - first < LANES ? count - first : LANES;
        sum += load_part(p + place + first, width) * load_part(l + place + first, width);
      }
      entropy -= sum_of(sum);
      place += count;
    }
    log_probabilities[row] = log_probability;
    entropies[row] = entropy;
  }
}

void policy_categorical_sample(const float *probabilities, const float *logs, size_t stride,
  const float *uniforms, const uint32_t *heads, size_t head_count, float *actions,
  size_t action_stride, float *log_probabilities, size_t log_stride, size_t rows) {
  for (size_t row = 0; row < rows; row++) {
    size_t place = row * stride;
    float log_probability = 0;
    for (size_t head = 0; head < head_count; head++) {
      // Rounding may leave the sum below the number: then the last legal choice stands.
      float left = uniforms[row * head_count + head];
      size_t chosen = 0;
      for (size_t i = 0; i < heads[head]; i++) {
        const float p = probabilities[place + i];
        if (!(p > 0)) continue;
        chosen = i;
        left -= p;
        if (left < 0) break;
      }
      actions[row * action_stride + head] = (float)chosen;
      log_probability += logs[place + chosen];
      place += heads[head];
    }
    log_probabilities[row * log_stride] = log_probability;
  }
}

CLONES void policy_categorical_gradient(float *probabilities, const float *logs, size_t stride,
  const float *actions, size_t action_stride, const uint32_t *heads, size_t head_count,
  const float *weights, float entropy_weight, size_t rows) {
  for (size_t row = 0; row < rows; row++) {
    size_t place = row * stride;
    for (size_t head = 0; head < head_count; head++) {
      const size_t count = heads[head];
      float *p = probabilities + place;
      const float *l = logs + place;
      float entropy = 0;
      for (size_t i = 0; i < count; i++) entropy -= p[i] * l[i];
      // d entropy / d logit = -p (ln p + entropy); d ln p(chosen) / d logit = [chosen] - p.
      const float weight = weights[row];
      for (size_t i = 0; i < count; i++)
        p[i] = -p[i] * (weight + entropy_weight * (l[i] + entropy));
      p[(size_t)actions[row * action_stride + head]] += weight;
      place += count;
    }
  }
}

#define larger(a, b) select_floats((a) > (b), a, b)

CLONES void policy_losses(const float *log_probabilities, const float *old_log_probabilities,
  const float *advantages, const float *returns, const float *old_values, float *values,
  float *weights, size_t rows, const struct policy_loss_settings *settings,
  struct policy_loss_sums *sums) {
  const float scale = settings->scale, clip = settings->clip_range;
  const float value_scale = settings->value_coefficient * scale;
  const float value_clip = settings->value_clip_range;
  const floats one = spread(1.0f), none = {0};
  struct policy_loss_sums totals = {0, 0, 0, 0};
  for (size_t first = 0; first < rows; first += LANES) {
    const size_t width = rows - first < LANES ? rows - first : LANES;
    integers is_row = {0};
    for (size_t i = 0; i < width; i++) is_row[i] = -1;
    const floats log_ratio = load_part(log_probabilities + first, width)
      - load_part(old_log_probabilities + first, width);
    floats ratio = held(log_ratio, -20.0f, 20.0f);
    exp_in_place(&ratio);
    const floats advantage = load_part(advantages + first, width);
    const floats bounded = held(ratio, 1.0f - clip, 1.0f + clip);
    const integers is_outside = (ratio < 1.0f - clip) | (ratio > 1.0f + clip);
    const floats free_loss = -advantage * ratio, bounded_loss = -advantage * bounded;
    floats weight, loss;
    if (settings->is_score_function) {
      loss = -advantage * load_part(log_probabilities + first, width);
      weight = -advantage * scale;
    } else {
      loss = larger(free_loss, bounded_loss);
      weight = select_floats((bounded_loss > free_loss) & is_outside, none, free_loss * scale);
    }
    store_part(weights + first, weight, width);
    const floats value = load_part(values + first, width);
    const floats wanted = load_part(returns + first, width);
    floats error = value - wanted, squared = error * error;
    if (value_clip >= 0) {
      const floats old = load_part(old_values + first, width);
      const floats near = old + held(value - old, -value_clip, value_clip);
      const floats near_squared = (near - wanted) * (near - wanted);
      const integers is_held = (value - old < -value_clip) | (value - old > value_clip);
      error = select_floats((near_squared > squared) & is_held, none, error);
      squared = larger(squared, near_squared);
    }
    const floats value_gradient = error * (2.0f * value_scale);
    store_part(values + first, value_gradient, width);
    totals.policy += sum_of((floats)((integers)loss & is_row));
    totals.value += sum_of((floats)((integers)squared & is_row));
    totals.divergence += sum_of((floats)((integers)((ratio - 1.0f) - log_ratio) & is_row));
    totals.clipped += sum_of((floats)((integers)one & is_outside & is_row));
  }
  *sums = totals;
}
