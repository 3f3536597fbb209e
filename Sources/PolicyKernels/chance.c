// Random numbers by their place: the mixing of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) on
// seed + (place + 1) gamma, so any part of the row can be made by itself and eight at a time.
#include "PolicyKernels.h"
#include "vectors.h"

#pragma STDC FP_CONTRACT OFF

INLINE void mix(uint64_t seed, uint64_t place, words *mixed) {
  const words lane = {1, 2, 3, 4, 5, 6, 7, 8};
  words z = (lane + place) * 0x9E3779B97F4A7C15u + seed;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  *mixed = z ^ (z >> 31);
}

// Sixteen numbers (n + 1/2) / 2^23, above 0 and below 1, from eight words.
INLINE void units(uint64_t seed, uint64_t place, floats *numbers) {
  words w;
  mix(seed, place, &w);
  integers bits;
  memcpy(&bits, &w, sizeof bits);
  bits = (bits >> 9) & 0x7fffff;
  *numbers = (__builtin_convertvector(bits, floats) + 0.5f) * 0x1p-23f;
}

// sin and cos of a quarter turn times x, |x| <= 1/2: Taylor to degree 9 and 8 (remainder 3e-9).
INLINE void quarter(const floats *x, floats *sine, floats *cosine) {
  const floats a = *x * 0x1.921fb6p0f;
  const floats s = a * a;
  *sine = a + a * s * (-1.0f / 6 + s * (1.0f / 120 + s * (-1.0f / 5040 + s * (1.0f / 362880))));
  *cosine = 1.0f + s * (-0.5f + s * (1.0f / 24 + s * (-1.0f / 720 + s * (1.0f / 40320))));
}

// Thirty-two normal deviates: Box and Muller, Annals of Mathematical Statistics 29 (1958) 610.
INLINE void normal_block(uint64_t seed, uint64_t block, float *values) {
  floats m, turn;
  units(seed, block * 16, &m);
  units(seed, block * 16 + 8, &turn);
  log_in_place(&m);
  const floats radius = __builtin_elementwise_sqrt(m * -2.0f);
  turn *= 4.0f;
  const integers side = __builtin_convertvector(turn + 0.5f, integers);
  floats sine, cosine;
  const floats angle = turn - __builtin_convertvector(side, floats);
  quarter(&angle, &sine, &cosine);
  const integers is_odd = -(side & 1);
  const integers sign_x = ((side + 1) & 2) << 30, sign_y = (side & 2) << 30;
  floats x = select_floats(is_odd, sine, cosine), y = select_floats(is_odd, cosine, sine);
  x = radius * (floats)((integers)x ^ sign_x);
  y = radius * (floats)((integers)y ^ sign_y);
  store(values, x);
  store(values + LANES, y);
}

CLONES void policy_normals(uint64_t seed, uint64_t first, float *values, size_t count) {
  float block[2 * LANES];
  uint64_t place = first;
  size_t done = 0;
  while (done < count) {
    const size_t skipped = place % (2 * LANES);
    const size_t left = 2 * LANES - skipped;
    const size_t part = count - done < left ? count - done : left;
    normal_block(seed, place / (2 * LANES), block);
    memcpy(values + done, block + skipped, part * sizeof(float));
    done += part;
    place += part;
  }
}

CLONES void policy_uniforms(uint64_t seed, uint64_t first, float *values, size_t count) {
  uint64_t place = first;
  size_t done = 0;
  while (done < count) {
    const size_t skipped = place % LANES;
    const size_t part = count - done < LANES - skipped ? count - done : LANES - skipped;
    floats block;
    units(seed, place / LANES * 8, &block);
    memcpy(values + done, (const float *)&block + skipped, part * sizeof(float));
    done += part;
    place += part;
  }
}
