/// The time an ensemble lives by; tests bring their own.
package struct EnsembleClock: Sendable {
  var now: @Sendable () -> ContinuousClock.Instant
  var sleep: @Sendable (ContinuousClock.Instant) async throws -> Void

  /// - Parameter sleep: returns at the given instant or throws when the task is cancelled.
  package init(
    now: @escaping @Sendable () -> ContinuousClock.Instant,
    sleep: @escaping @Sendable (ContinuousClock.Instant) async throws -> Void
  ) {
    self.now = now
    self.sleep = sleep
  }

  /// The clock of the machine.
  package static let continuous = EnsembleClock(
    now: { .now }, sleep: { try await ContinuousClock().sleep(until: $0) })
}
