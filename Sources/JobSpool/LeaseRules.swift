/// What happens to a running job when its attempt ends without a result.
///
/// Pure: the stores read a row, ask here, and write the verdict under the fence. The clock and the
/// dice come from the caller.
struct LeaseRules: Sendable {
  let backoff: Backoff

  /// Longest delay a handler may ask for.
  static let longestWish = Duration.seconds(7 * 24 * 3600)

  /// How an attempt ended.
  enum Ending: Sendable, Hashable {
    case failed(RetryAdvice)
    /// The handler stopped because cancellation was asked for.
    case cancelled
    /// Given back by a worker that shuts down.
    case released
    /// Taken from its worker.
    case rescued(RescueReason)
  }

  /// Why a job is taken from its worker.
  enum RescueReason: Sendable, Hashable {
    case workerDied
    case leaseExpired
  }

  /// What the rules need to know of a running job.
  struct Attempt: Sendable, Hashable {
    var number: Int
    var bound: Int
    var runAt: Timestamp
    var cancellationRequested: Bool
  }

  /// What to write.
  struct Verdict: Sendable, Hashable {
    var state: JobState
    /// Attempts counted from now on.
    var attempt: Int
    var runAt: Timestamp
    /// A reason found here; nil keeps the one the handler gave.
    var failure: JobFailure?
  }

  func verdict(
    on ending: Ending, of attempt: Attempt, now: Timestamp,
    using generator: inout some RandomNumberGenerator
  ) -> Verdict {
    if ending == .cancelled || attempt.cancellationRequested {
      return Verdict(state: .cancelled, attempt: attempt.number, runAt: attempt.runAt)
    }
    if ending == .released {
      return Verdict(
        state: .available, attempt: max(attempt.number - 1, 0), runAt: attempt.runAt)
    }
    let failure = reason(for: ending, of: attempt)
    guard attempt.number < attempt.bound, ending != .failed(.never) else {
      return Verdict(
        state: .discarded, attempt: attempt.number, runAt: attempt.runAt, failure: failure)
    }
    let delay =
      switch ending {
      case .failed(.after(let wish)): min(max(wish, .zero), Self.longestWish)
      // A dead worker says nothing against the job: it may start again at once, and the bound on
      // attempts stops a job that kills its workers.
      case .rescued: Duration.zero
      default: backoff.delay(afterAttempt: attempt.number, using: &generator)
      }
    return Verdict(
      state: .retryable, attempt: attempt.number, runAt: now + delay, failure: failure)
  }

  /// Whether a running job must be taken from its owner.
  static func rescueReason(
    owner: String, deadline: Timestamp, deadOwners: Set<String>, now: Timestamp
  ) -> RescueReason? {
    if deadOwners.contains(owner) { return .workerDied }
    return deadline < now ? .leaseExpired : nil
  }

  private func reason(for ending: Ending, of attempt: Attempt) -> JobFailure? {
    switch ending {
    case .rescued(.workerDied):
      JobFailure(
        code: "worker-died",
        message: "The worker ended during attempt \(attempt.number) of \(attempt.bound).")
    case .rescued(.leaseExpired):
      JobFailure(
        code: "lease-expired",
        message: "The worker was silent during attempt \(attempt.number) of \(attempt.bound).")
    case .failed, .cancelled, .released: nil
    }
  }
}
