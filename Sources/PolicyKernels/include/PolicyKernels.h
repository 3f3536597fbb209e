// The arithmetic of policy learning: OpenBLAS, taken up at run time, and the loops around it.
//
// Matrices are row-major; a stride is the count of floats from one row to the next. Buffers do not
// overlap unless said.
#ifndef POLICY_KERNELS_H
#define POLICY_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// -- OpenBLAS

/// Takes up libopenblas once, on one thread of its own; later calls answer as the first did.
///
/// Returns null when it can be used, else why not.
const char *policy_blas_open(void);

/// The kernels OpenBLAS chose, such as "SkylakeX"; null before `policy_blas_open` succeeded.
const char *policy_blas_core(void);

/// c (rows x columns) = a (rows x inner) b (inner x columns).
void policy_multiply(const float *a, size_t a_stride, const float *b, size_t b_stride, float *c,
  size_t c_stride, size_t rows, size_t columns, size_t inner);

/// c (rows x columns) = a transposed, b; a is inner x rows, b is inner x columns.
void policy_multiply_left_transposed(const float *a, size_t a_stride, const float *b,
  size_t b_stride, float *c, size_t c_stride, size_t rows, size_t columns, size_t inner);

/// c (rows x columns) = a, b transposed; a is rows x inner, b is columns x inner.
void policy_multiply_right_transposed(const float *a, size_t a_stride, const float *b,
  size_t b_stride, float *c, size_t c_stride, size_t rows, size_t columns, size_t inner);

// -- Layers

/// y = tanh(y + bias), in place.
void policy_tanh_rows(float *y, size_t stride, const float *bias, size_t rows, size_t columns);

/// y = y + bias, in place.
void policy_bias_rows(float *y, size_t stride, const float *bias, size_t rows, size_t columns);

/// d = d (1 - h h), in place, and the sums of its columns; h is laid out as d.
void policy_tanh_backward(float *d, const float *h, size_t stride, size_t rows, size_t columns,
  float *column_sums);

void policy_column_sums(const float *d, size_t stride, size_t rows, size_t columns, float *sums);

/// y[i] = h[i] . w + bias: a layer with one output.
void policy_single_output(const float *h, size_t stride, const float *w, float bias, float *y,
  size_t rows, size_t columns);

/// Backwards through a layer with one output and the tanh before it.
///
/// d[i] = dy[i] w (1 - h[i] h[i]) with the sums of its columns, and the gradient of w.
void policy_single_output_backward(const float *dy, const float *w, const float *h, float *d,
  size_t stride, size_t rows, size_t columns, float *column_sums, float *w_gradient);

// -- Policies

// Rows of means, of actions and the log deviations are padded with zeros to multiples of 16.

/// actions = means + deviations noise, with the log density of each row; noise is dense.
void policy_gaussian_sample(const float *means, size_t stride, const float *noise, const float *log_deviations,
  float *actions, size_t action_stride, float *log_probabilities, size_t log_stride, size_t rows,
  size_t width);

/// Replaces means by (action - mean) / deviation and gives the log density of each row.
void policy_gaussian_standardize(float *means, size_t stride, const float *actions,
  size_t action_stride,
  const float *log_deviations, float *log_probabilities, size_t rows, size_t width);

/// From what `policy_gaussian_standardize` left to the gradient of the means.
///
/// `weights` is the derivative of the loss by each row's log density; the gradient of the log
/// deviations is written, the entropy's part not yet in it.
void policy_gaussian_gradient(float *standardized, size_t stride, const float *weights,
  const float *log_deviations, float *log_deviation_gradient, size_t rows, size_t width);

/// Replaces the logits of each head by probabilities; masked choices get 0.
///
/// `logs`, laid out as the logits, gets the log probabilities, and 0 where a choice is masked.
void policy_softmax_rows(float *logits, float *logs, size_t stride, const uint8_t *masks,
  size_t mask_stride, const uint32_t *heads, size_t head_count, size_t rows);

/// Sum over the heads of the log probability of the chosen and of the entropy.
void policy_categorical_score(const float *probabilities, const float *logs, size_t stride,
  const float *actions, size_t action_stride, const uint32_t *heads, size_t head_count,
  float *log_probabilities, float *entropies, size_t rows);

/// Replaces probabilities by the gradient of the logits.
///
/// `weights` is the derivative of the loss by each row's log probability, `entropy_weight` that by
/// each row's entropy.
void policy_categorical_gradient(float *probabilities, const float *logs, size_t stride,
  const float *actions, size_t action_stride, const uint32_t *heads, size_t head_count,
  const float *weights, float entropy_weight, size_t rows);

/// Draws a choice of each head: the first whose sum of probabilities passes a uniform number.
void policy_categorical_sample(const float *probabilities, const float *logs, size_t stride,
  const float *uniforms, const uint32_t *heads, size_t head_count, float *actions,
  size_t action_stride, float *log_probabilities, size_t log_stride, size_t rows);

// -- Losses

/// How a batch is scored. `scale` is 1 / samples of the whole batch.
struct policy_loss_settings {
  float clip_range;
  /// Below 0: values are free.
  float value_clip_range;
  float value_coefficient;
  float scale;
  /// Whether the ratio is left out: the plain score function.
  int is_score_function;
};

/// Sums over rows.
struct policy_loss_sums {
  double policy, value, divergence, clipped;
};

/// The losses of `rows` samples; `weights` gets the derivative of the loss by the log
/// probabilities, `values` are replaced by the derivative by the values.
void policy_losses(const float *log_probabilities, const float *old_log_probabilities,
  const float *advantages, const float *returns, const float *old_values, float *values,
  float *weights, size_t rows, const struct policy_loss_settings *settings,
  struct policy_loss_sums *sums);

// -- Optimiser

double policy_squared_norm(const float *values, size_t count);

/// target += values.
void policy_accumulate(float *target, const float *values, size_t count);

/// One step of Adam with bias correction on gradients times `gradient_scale`.
struct policy_adam_step {
  float gradient_scale, first_decay, second_decay;
  /// Rate sqrt(1 - second_decay^t) / (1 - first_decay^t).
  float rate;
  /// Epsilon sqrt(1 - second_decay^t).
  float epsilon;
};

void policy_adam(float *parameters, const float *gradients, float *first, float *second,
  size_t count, const struct policy_adam_step *step);

// -- Samples

/// Copies rows of a table by index.
void policy_gather_rows(const float *table, size_t stride, const uint32_t *indices, size_t count,
  size_t columns, float *rows, size_t row_stride);

/// Copies rows of `width` bytes by index.
void policy_gather_bytes(const uint8_t *table, size_t width, const uint32_t *indices, size_t count,
  uint8_t *rows);

/// Lays the first `columns` columns of strided rows one after another, `capacity` floats apart.
void policy_take_columns(const float *rows, size_t stride, size_t count, size_t columns,
  float *taken, size_t capacity);

/// x = (x - mean) / deviation held to +-limit, in place.
void policy_standardize_rows(float *x, size_t stride, const float *means,
  const float *inverse_deviations, float limit, size_t rows, size_t columns);

/// values = values held to low ... high, of strided rows into dense ones.
void policy_clip_rows(const float *values, size_t stride, float low, float high, float *clipped,
  size_t rows, size_t columns);

// -- Chance: number n of a seed is the same whoever asks for it

/// Normal deviates; deviate number `first + i`, `first` even.
void policy_normals(uint64_t seed, uint64_t first, float *values, size_t count);

/// Uniform numbers above 0 and below 1; number `first + i`.
void policy_uniforms(uint64_t seed, uint64_t first, float *values, size_t count);

// -- Policies at work, the same bits on every processor

/// y = x w + bias with w of inputs x outputs, and tanh of it when asked for.
void policy_portable_layer(const float *x, const float *w, size_t w_stride, const float *bias,
  float *y, size_t inputs, size_t outputs, int is_tanh);

/// x = (x - mean) / deviation held to +-limit, in place.
void policy_portable_standardize(float *x, const float *means, const float *inverse_deviations,
  float limit, size_t count);

/// e to the power of each value, in place.
void policy_portable_exponentials(float *values, size_t count);

/// Softmax over the choices a mask leaves, in place; masked ones get 0.
void policy_portable_softmax(float *logits, const uint8_t *mask, size_t count);

#endif
