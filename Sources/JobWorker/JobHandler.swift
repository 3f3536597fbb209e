package import JobSpool

/// The code that does one kind of job.
package protocol JobHandler: Sendable {
  var kind: JobKind { get }

  /// Does the work of one attempt.
  ///
  /// Long calculations must not sit on the cooperative pool (`ComputeThreads` is for them), and
  /// should look at `Task.isCancelled` between stages: it is set when somebody cancels the job,
  /// when the lease is lost, and when the worker shuts down.
  ///
  /// - Parameter progress: may be called often; what was said last travels with the next heartbeat.
  /// - Returns: the result as canonical JSON.
  /// - Throws: `AttemptFailure` for an expected end, `CancellationError`, or anything else, which
  ///   counts as a failure to be tried again later.
  func run(_ job: Job, progress: @escaping @Sendable (JobProgress) -> Void) async throws -> [UInt8]
}

/// An attempt that ended without a result, with the advice whether another one makes sense.
package struct AttemptFailure: Error, Sendable, Equatable {
  package var failure: JobFailure
  package var advice: RetryAdvice

  package init(code: String, message: String, advice: RetryAdvice) {
    failure = JobFailure(code: code, message: message)
    self.advice = advice
  }
}
