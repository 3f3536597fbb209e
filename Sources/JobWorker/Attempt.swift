import JobSpool
import Logging

/// One try at a job: runs its handler and turns every way it can end into an outcome.
struct Attempt: Sendable {
  enum Outcome: Sendable {
    case result([UInt8])
    case failed(AttemptFailure)
    case cancelled
  }

  let job: Job
  let handler: (any JobHandler)?
  let logger: Logger

  func run(progress: @escaping @Sendable (JobProgress) -> Void) async -> Outcome {
    guard let handler else {
      return .failed(
        AttemptFailure(
          code: "kind-not-served", message: "This worker does not do \(job.kind.rawValue) jobs.",
          advice: .later))
    }
    do {
      return .result(try await handler.run(job, progress: progress))
    } catch let failure as AttemptFailure {
      return .failed(failure)
    } catch is CancellationError {
      return .cancelled
    } catch {
      // A handler's cancelled dependency may answer with an error of its own.
      if Task.isCancelled { return .cancelled }
      logger.error("handler failed", metadata: ["error": "\(error)"])
      return .failed(
        AttemptFailure(
          code: "internal", message: "The job failed for a reason that is in the worker's log.",
          advice: .later))
    }
  }
}
