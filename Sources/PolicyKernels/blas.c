// OpenBLAS chooses its kernels once, when it is loaded, and the release most systems carry does not
// know newer processors: it falls back to kernels four times slower. So the choice is made for it,
// through the variable it reads, before it is loaded; a value that is set already stands.
#include "PolicyKernels.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

// Runs before main, while the process has one thread: setenv is not safe later.
__attribute__((constructor)) static void choose_core(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
      && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
  else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    setenv("OPENBLAS_CORETYPE", "Haswell", 0);
#endif
}

static const char *failure;
static const char *core;

static void open_once(void) {
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    failure = "libopenblas.so.0 is not installed";
    return;
  }
  char *(*name)(void) = (char *(*)(void))dlsym(library, "openblas_get_corename");
  void (*threads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  if (!name || !threads) {
    failure = "libopenblas.so.0 lacks a function";
    return;
  }
  threads(1);
  core = name();
}

const char *policy_blas_open(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, open_once);
  return failure;
}

const char *policy_blas_core(void) { return policy_blas_open() ? NULL : core; }
