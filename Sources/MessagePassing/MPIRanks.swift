#if MPI
  import CMPI
  import PolicyLearning

  /// The ranks `mpirun` started.
  ///
  /// Errors of MPI end the process, and with it the run, by MPI's own handler.
  struct MPIRanks: LaunchedRanks {
    let rank: Int
    let count: Int

    init() throws(LaunchError) {
      var (rank, count): (Int32, Int32) = (0, 1)
      let error = message_passing_begin(&rank, &count)
      guard error == 0 else { throw .start(Int(error)) }
      (self.rank, self.count) = (Int(rank), Int(count))
    }

    func end() { Self.check(message_passing_end()) }

    func sum(_ values: UnsafeMutableBufferPointer<Float>) {
      Self.check(message_passing_sum_floats(values.baseAddress, Int32(values.count)))
    }

    func sum(_ values: UnsafeMutableBufferPointer<Double>) {
      Self.check(message_passing_sum_doubles(values.baseAddress, Int32(values.count)))
    }

    func gather(_ bytes: [UInt8]) -> [[UInt8]] {
      var counts = [Int32](repeating: 0, count: count)
      Self.check(message_passing_gather_counts(Int32(bytes.count), &counts))
      var offsets: [Int32] = []
      var total: Int32 = 0
      for count in counts {
        offsets.append(total)
        total += count
      }
      var all = [UInt8](repeating: 0, count: Int(total))
      Self.check(
        message_passing_gather_bytes(bytes, Int32(bytes.count), &all, counts, offsets))
      return zip(offsets, counts).map { Array(all[Int($0)..<Int($0 + $1)]) }
    }

    private static func check(_ error: Int32) {
      precondition(error == 0, "MPI error \(error)")
    }
  }
#endif
