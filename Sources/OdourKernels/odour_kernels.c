// The inner loops of the odour model.
//
// Every sum runs in eight fixed lanes and no multiplication is fused with an addition, so that a
// processor with wider vectors computes the same bits as one without. The mathematics library is
// not used for the same reason: its exp and log differ between processors.
#include "OdourKernels.h"

#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

#define INLINE static inline __attribute__((always_inline))

typedef double doubles __attribute__((vector_size(8 * ODOUR_LANES), aligned(8)));
typedef int64_t integers __attribute__((vector_size(8 * ODOUR_LANES), aligned(8)));

// 2^k and e^r - 1 with x = k ln 2 + r, |r| <= ln 2 / 2: Cody and Waite's reduction, then the Taylor
// polynomial of degree 13 (remainder below 5e-18). Pointers, since passing vectors by value
// depends on the processor.
INLINE void split_exponential(const doubles *x, doubles *power, doubles *rest) {
  const double shifter = 0x1.8p52;
  const doubles most = {700, 700, 700, 700, 700, 700, 700, 700};
  const integers low_mask = *x < -most, high_mask = *x > most;
  const doubles held = (doubles)((low_mask & (integers)-most) | (high_mask & (integers)most)
    | (~(low_mask | high_mask) & (integers)*x));
  const doubles shifted = held * 0x1.71547652b82fep0 + shifter;
  const doubles k = shifted - shifter;
  const doubles r = (held - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
  const doubles r2 = r * r;
  const doubles r4 = r2 * r2;
  const doubles p23 = 1.0 / 2 + r * (1.0 / 6);
  const doubles p45 = 1.0 / 24 + r * (1.0 / 120);
  const doubles p67 = 1.0 / 720 + r * (1.0 / 5040);
  const doubles p89 = 1.0 / 40320 + r * (1.0 / 362880);
  const doubles pab = 1.0 / 3628800 + r * (1.0 / 39916800);
  const doubles pcd = 1.0 / 479001600 + r * (1.0 / 6227020800);
  const doubles low = p23 + r2 * p45;
  const doubles middle = p67 + r2 * p89;
  const doubles high = pab + r2 * pcd;
  *rest = r + r2 * (low + r4 * (middle + r4 * high));
  // The low bits of `shifted` hold k; moved to the exponent they make 2^k.
  integers bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits << 52) + ((int64_t)1023 << 52);
  memcpy(power, &bits, sizeof bits);
}

INLINE double sum(const doubles *values) {
  const doubles v = *values;
  return ((v[0] + v[4]) + (v[1] + v[5])) + ((v[2] + v[6]) + (v[3] + v[7]));
}

CLONES void odour_exponentials(double *values, size_t count) {
  for (size_t i = 0; i < count; i += ODOUR_LANES) {
    const size_t width = count - i < ODOUR_LANES ? count - i : ODOUR_LANES;
    doubles x = {0}, power, rest;
    memcpy(&x, values + i, width * sizeof(double));
    split_exponential(&x, &power, &rest);
    x = power + power * rest;
    memcpy(values + i, &x, width * sizeof(double));
  }
}

// ln x = e ln 2 + 2 artanh((m - 1) / (m + 1)) with x = 2^e m, m between sqrt 1/2 and sqrt 2.
void odour_logarithms(double *values, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint64_t bits;
    memcpy(&bits, &values[i], sizeof bits);
    const uint64_t root = 0x3fe6a09e667f3bcd;  // sqrt 1/2
    const int64_t e = (int64_t)(bits - root) >> 52;
    bits -= (uint64_t)e << 52;
    double m;
    memcpy(&m, &bits, sizeof m);
    const double s = (m - 1) / (m + 1);
    const double z = s * s;
    double series = 1.0 / 23;
    for (int odd = 21; odd >= 3; odd -= 2) series = series * z + 1.0 / odd;
    const double low = 2 * s * z * series + (double)e * 0x1.a39ef35793c76p-33;
    values[i] = (double)e * 0x1.62e42feep-1 + (2 * s + low);
  }
}

CLONES struct odour_film odour_film_at(
  const double *moles, const double *stores, const double *rates, size_t count, double warped
) {
  doubles left = {0}, elapsed = {0};
  for (size_t i = 0; i < count; i += ODOUR_LANES) {
    doubles rate, amount, store, power, rest;
    memcpy(&rate, rates + i, sizeof rate);
    memcpy(&amount, moles + i, sizeof amount);
    memcpy(&store, stores + i, sizeof store);
    const doubles x = -rate * warped;
    split_exponential(&x, &power, &rest);
    // e^x - 1 keeps its digits for small x this way: the power is then exactly one.
    const doubles lost = (1.0 - power) - power * rest;
    elapsed += store * lost;
    left += amount * (1.0 - lost);
  }
  return (struct odour_film){.moles = sum(&left), .elapsed = sum(&elapsed)};
}

size_t odour_add_material(
  double amount, const int32_t *components, const double *moles, const double *families,
  size_t count, double *film_moles, double *film_families, int32_t *present,
  size_t present_count
) {
  for (size_t i = 0; i < count; i++) {
    const int32_t component = components[i];
    const double brought = amount * moles[i];
    const double *source = families + i * ODOUR_COLUMNS;
    double *row = film_families + (size_t)component * ODOUR_COLUMNS;
    if (!(brought > 1e-290)) continue;  // too little for a logarithm
    if (film_moles[component] == 0) {
      present[present_count++] = component;
      for (size_t f = 0; f < ODOUR_COLUMNS; f++) row[f] = brought * source[f];
    } else {
      for (size_t f = 0; f < ODOUR_COLUMNS; f++) row[f] += brought * source[f];
    }
    film_moles[component] += brought;
  }
  return present_count;
}

CLONES double odour_smell(
  const double *peaks, const double *slopes, const double *shifts, const double *rates,
  size_t count, double warped, double offset, const double *weights, const int32_t *rows,
  const double *scales, double *families
) {
  doubles whole = {0}, first = {0}, second = {0}, third = {0};
  for (size_t i = 0; i < count; i += ODOUR_LANES) {
    doubles peak, slope, shift, rate, power, rest;
    memcpy(&peak, peaks + i, sizeof peak);
    memcpy(&slope, slopes + i, sizeof slope);
    memcpy(&shift, shifts + i, sizeof shift);
    memcpy(&rate, rates + i, sizeof rate);
    const doubles x = slope * (shift + rate * warped + offset);
    split_exponential(&x, &power, &rest);
    const doubles intensity = peak / (1.0 + (power + power * rest));
    doubles squares = intensity * intensity;
    whole += squares;
    if (!families) continue;
    doubles scale;
    memcpy(&scale, scales + i, sizeof scale);
    squares *= scale;
    for (size_t j = 0; j < ODOUR_LANES; j++) {
      doubles row[3];
      memcpy(row, weights + (size_t)rows[i + j] * ODOUR_COLUMNS, sizeof row);
      first += squares[j] * row[0];
      second += squares[j] * row[1];
      third += squares[j] * row[2];
    }
  }
  if (families) {
    memcpy(families, &first, sizeof first);
    memcpy(families + 8, &second, sizeof second);
    memcpy(families + 16, &third, sizeof third);
  }
  return sum(&whole);
}
