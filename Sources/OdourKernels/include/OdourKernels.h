#ifndef ODOUR_KERNELS_H
#define ODOUR_KERNELS_H

#include <stddef.h>

/// values[i] = e to the values[i], for arguments from -700 to 700; same bits on every processor.
void odour_exponentials(double *values, size_t count);

#endif
