#include "OdourKernels.h"

#include <math.h>

void odour_exponentials(double *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = exp(values[i]);
}
