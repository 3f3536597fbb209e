import Dispatch

/// Work in numbered parts, on several threads.
enum Lanes {
  /// Calls `work` once for each part, in any order; parts must not touch what another writes.
  static func forEach(_ count: Int, threads: Int, _ work: (Int) -> Void) {
    guard threads > 1, count > 1 else {
      for part in 0..<count { work(part) }
      return
    }
    let lanes = min(threads, count)
    withoutActuallyEscaping(work) { work in
      // Each part writes to places of its own alone, which the compiler cannot see.
      nonisolated(unsafe) let work = work
      DispatchQueue.concurrentPerform(iterations: lanes) { lane in
        for part in stride(from: lane, to: count, by: lanes) { work(part) }
      }
    }
  }
}
