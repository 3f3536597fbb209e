// Sixteen floats at a time, and the elementary functions on them.
//
// Whether a product and a sum are fused is for the file that includes this to say.
#ifndef POLICY_VECTORS_H
#define POLICY_VECTORS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

#define INLINE static inline __attribute__((always_inline))
#define LANES 16

typedef float floats __attribute__((vector_size(64), aligned(4)));
typedef int32_t integers __attribute__((vector_size(64), aligned(4)));
typedef uint64_t words __attribute__((vector_size(64), aligned(8)));

// As expressions, since a vector passed by value depends on the processor.
#define load(values) (*(const floats *)(values))
#define store(values, vector) (*(floats *)(values) = (vector))

// The first `count` of sixteen values; the others are 0.
#define load_part(values, count) \
  ({ \
    floats part_ = {0}; \
    memcpy(&part_, (values), (count) * sizeof(float)); \
    part_; \
  })

#define store_part(values, vector, count) \
  ({ \
    const floats part_ = (vector); \
    memcpy((values), &part_, (count) * sizeof(float)); \
  })

#define spread(value) ((value) - (floats){0})

#define select_floats(mask, yes, no) \
  ({ \
    const integers mask_ = (mask); \
    const floats yes_ = (yes), no_ = (no); \
    (floats)((mask_ & (integers)yes_) | (~mask_ & (integers)no_)); \
  })

#define held(vector, least, most) \
  ({ \
    const floats low_ = spread(least), high_ = spread(most), held_ = (vector); \
    const floats raised_ = select_floats(held_ < low_, low_, held_); \
    select_floats(raised_ > high_, high_, raised_); \
  })

#define sum_of(vector) \
  ({ \
    const floats v_ = (vector); \
    const float a_ = ((v_[0] + v_[8]) + (v_[4] + v_[12])) + ((v_[2] + v_[10]) + (v_[6] + v_[14])); \
    const float b_ = ((v_[1] + v_[9]) + (v_[5] + v_[13])) + ((v_[3] + v_[11]) + (v_[7] + v_[15])); \
    a_ + b_; \
  })

// Odd rational approximation, fitted here to relative error 2.1e-8 on |x| <= 9; within 3.4e-7 of
// tanh in single precision, and beyond 9 tanh rounds to 1.
INLINE void tanh_in_place(floats *vector) {
  const floats x = held(*vector, -9.0f, 9.0f);
  const floats s = x * x;
  const floats p = (((s * 1.335463029050743e-08f + 2.0609057173714973e-05f) * s
    + 3.495586570352316e-03f) * s + 1.3381023705005646e-01f) * s + 1.0f;
  const floats q = (((s * 7.776545203341811e-07f + 3.2856324105523527e-04f) * s
    + 2.5876976549625397e-02f) * s + 4.6714338660240173e-01f) * s + 1.0f;
  *vector = x * p / q;
}

// 2^k e^r with x = k ln 2 + r and |r| <= ln 2 / 2: the reduction of Cody and Waite, then the Taylor
// polynomial of degree 7 (remainder below 6e-9 of the value). Held to -87 ... 88.
INLINE void exp_in_place(floats *vector) {
  const floats x = held(*vector, -87.0f, 88.0f);
  const float shifter = 0x1.8p23f;
  const floats shifted = x * 0x1.715476p0f + shifter;
  const floats k = shifted - shifter;
  const floats r = (x - k * 0x1.62e4p-1f) - k * 0x1.7f7d1cp-20f;
  const floats p = ((((((r * (1.0f / 5040) + 1.0f / 720) * r + 1.0f / 120) * r + 1.0f / 24) * r
    + 1.0f / 6) * r + 0.5f) * r + 1.0f) * r + 1.0f;
  // The low bits of `shifted` hold k; moved to the exponent they make 2^k.
  const integers bits = ((integers)shifted << 23) + (127 << 23);
  *vector = p * (floats)bits;
}

// ln of a normal number above 0: exponent, then the series of 2 atanh((m - 1) / (m + 1)) with m in
// sqrt(1/2) ... sqrt(2) to degree 9 (remainder below 1e-9).
INLINE void log_in_place(floats *vector) {
  const integers bits = (integers)*vector;
  const integers shift = (bits - 0x3f3504f3) >> 23;
  const floats m = (floats)(bits - (shift << 23));
  const floats t = (m - 1.0f) / (m + 1.0f);
  const floats s = t * t;
  const floats p = (((s * (2.0f / 9) + 2.0f / 7) * s + 2.0f / 5) * s + 2.0f / 3) * s + 2.0f;
  *vector = __builtin_convertvector(shift, floats) * 0x1.62e430p-1f + t * p;
}

#endif
