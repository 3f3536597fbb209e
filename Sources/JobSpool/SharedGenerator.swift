import Synchronization

/// One random generator behind a lock, for ids and jitter drawn on several threads.
final class SharedGenerator: Sendable {
  private let generator: Mutex<any RandomNumberGenerator & Sendable>

  init(_ generator: any RandomNumberGenerator & Sendable) {
    self.generator = Mutex(generator)
  }

  func jobID(now: Timestamp) -> JobID {
    generator.withLock { JobID(now: now, using: &$0) }
  }

  func verdict(
    of rules: LeaseRules, on ending: LeaseRules.Ending, of attempt: LeaseRules.Attempt,
    now: Timestamp
  ) -> LeaseRules.Verdict {
    generator.withLock { rules.verdict(on: ending, of: attempt, now: now, using: &$0) }
  }
}
