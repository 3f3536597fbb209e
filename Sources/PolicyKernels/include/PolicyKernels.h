// The arithmetic of policy learning: OpenBLAS, taken up at run time, and the loops around it.
#ifndef POLICY_KERNELS_H
#define POLICY_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Takes up libopenblas once, on one thread of its own; later calls answer as the first did.
///
/// Returns null when it can be used, else why not.
const char *policy_blas_open(void);

/// The kernels OpenBLAS chose, such as "SkylakeX"; null before `policy_blas_open` succeeded.
const char *policy_blas_core(void);

#endif
