import Dispatch

/// Threads of a worker's own for calculations that would starve the cooperative pool.
package struct ComputeThreads: Sendable {
  /// For writing results: the disk may be slow.
  package static let storage = ComputeThreads(label: "storage")

  private let queue: DispatchQueue

  package init(label: String) {
    queue = DispatchQueue(label: label, attributes: .concurrent)
  }

  /// Runs `work` on one of the threads and waits for it without blocking the caller's.
  package func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: work)) }
    }
  }
}
