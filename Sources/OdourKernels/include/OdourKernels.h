#ifndef ODOUR_KERNELS_H
#define ODOUR_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Columns of a row of family weights: the seventeen families, then zeros up to whole vectors.
enum { ODOUR_COLUMNS = 24 };

/// Numbers the kernels handle at once; every count of components is a multiple of it.
enum { ODOUR_LANES = 8 };

/// values[i] = e to the values[i], for arguments from -700 to 700; same bits on every processor.
void odour_exponentials(double *values, size_t count);

/// values[i] = natural logarithm of values[i], for normal positive numbers; same bits everywhere.
void odour_logarithms(double *values, size_t count);

/// A film of volatile components at one value of the warped time.
struct odour_film {
  /// Moles of the components that are left.
  double moles;
  /// Sum of stores[i] * (1 - exp(-rates[i] * warped)).
  double elapsed;
};

/// The film where moles[i] evaporate at rates[i] of the warped time; stores[i] is their ratio.
///
/// Three arrays of `count` numbers; `count` is a multiple of ODOUR_LANES.
struct odour_film odour_film_at(
  const double *moles, const double *stores, const double *rates, size_t count, double warped);

/// Adds one material to a film: `amount` of it brings amount * moles[i] of components[i].
///
/// Four arrays of `count` portions, `families` with a row of ODOUR_COLUMNS each. Into the film's
/// moles and mole-weighted rows by component; a component whose moles are zero starts a new row and
/// is put at the end of `present`. Returns the number of components present after it.
size_t odour_add_material(
  double amount, const int32_t *components, const double *moles, const double *families,
  size_t count, double *film_moles, double *film_families, int32_t *present,
  size_t present_count);

/// Squared intensities of `count` components, and their sum over the rows of family weights.
///
/// intensity[i] = peaks[i] / (1 + exp(slopes[i] * (shifts[i] + rates[i] * warped + offset))).
/// families[f] = sum of intensity[i] squared * scales[i] * weights[rows[i] * ODOUR_COLUMNS + f], or
/// left alone when `families` is null. Returns the sum of the squares. `count` is a multiple of
/// ODOUR_LANES.
double odour_smell(
  const double *peaks, const double *slopes, const double *shifts, const double *rates,
  size_t count, double warped, double offset, const double *weights, const int32_t *rows,
  const double *scales, double *families);

#endif
