// OpenBLAS chooses its kernels once, when it is loaded, and the release most systems carry does not
// know newer processors: it falls back to kernels several times slower. So the choice is made for
// it, through the variable it reads, before it is loaded; a value that is set already stands.
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
  // Two of its threads are slower than one on matrices of this size, and idle ones spin.
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
}

// cblas.h: CblasRowMajor 101, CblasNoTrans 111, CblasTrans 112; its integers are C ints.
typedef void (*sgemm_function)(int order, int trans_a, int trans_b, int m, int n, int k,
  float alpha, const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);

enum { row_major = 101, plain = 111, transposed = 112 };

static const char *failure;
static const char *core;
static sgemm_function sgemm;

static void open_once(void) {
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    failure = "libopenblas.so.0 is not installed";
    return;
  }
  char *(*name)(void) = (char *(*)(void))dlsym(library, "openblas_get_corename");
  void (*threads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  sgemm = (sgemm_function)dlsym(library, "cblas_sgemm");
  if (!name || !threads || !sgemm) {
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

void policy_multiply(const float *a, size_t a_stride, const float *b, size_t b_stride, float *c,
  size_t c_stride, size_t rows, size_t columns, size_t inner) {
  sgemm(row_major, plain, plain, (int)rows, (int)columns, (int)inner, 1, a, (int)a_stride, b,
    (int)b_stride, 0, c, (int)c_stride);
}

void policy_multiply_left_transposed(const float *a, size_t a_stride, const float *b,
  size_t b_stride, float *c, size_t c_stride, size_t rows, size_t columns, size_t inner) {
  sgemm(row_major, transposed, plain, (int)rows, (int)columns, (int)inner, 1, a, (int)a_stride, b,
    (int)b_stride, 0, c, (int)c_stride);
}

void policy_multiply_right_transposed(const float *a, size_t a_stride, const float *b,
  size_t b_stride, float *c, size_t c_stride, size_t rows, size_t columns, size_t inner) {
  sgemm(row_major, plain, transposed, (int)rows, (int)columns, (int)inner, 1, a, (int)a_stride, b,
    (int)b_stride, 0, c, (int)c_stride);
}
