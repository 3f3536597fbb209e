// The few calls of MPI that learning needs. Swift cannot see MPI_COMM_WORLD, MPI_FLOAT and the
// other constants, which are casts of addresses. Every call returns 0, or MPI's error.
#pragma once
#include <mpi.h>

static inline int message_passing_begin(int *rank, int *count) {
  int provided = 0;
  int error = MPI_Init_thread(0, 0, MPI_THREAD_SERIALIZED, &provided);
  if (error == MPI_SUCCESS) error = MPI_Comm_rank(MPI_COMM_WORLD, rank);
  if (error == MPI_SUCCESS) error = MPI_Comm_size(MPI_COMM_WORLD, count);
  return error;
}

static inline int message_passing_end(void) { return MPI_Finalize(); }

static inline int message_passing_sum_floats(float *values, int count) {
  return MPI_Allreduce(MPI_IN_PLACE, values, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
}

static inline int message_passing_sum_doubles(double *values, int count) {
  return MPI_Allreduce(MPI_IN_PLACE, values, count, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
}

static inline int message_passing_gather_counts(int count, int *counts) {
  return MPI_Allgather(&count, 1, MPI_INT, counts, 1, MPI_INT, MPI_COMM_WORLD);
}

static inline int message_passing_gather_bytes(
    const void *bytes, int count, void *all, const int *counts, const int *offsets) {
  return MPI_Allgatherv(
      bytes, count, MPI_BYTE, all, counts, offsets, MPI_BYTE, MPI_COMM_WORLD);
}
