import HTTPTypes
import Hummingbird
import JobDocuments
import JobSpool
import Logging
import ServiceLifecycle

extension API {
  /// `POST /v1/briefs`: enqueue, and wait for the result when that was asked for.
  ///
  /// A job is answered only after it is in the spool for good.
  func submitBrief(_ request: Request, _ context: APIContext) async throws -> Response {
    try await submit(request, context, read: JobDocument.readBrief)
  }

  /// `POST /v1/training-runs`: as `submitBrief`, for the queue of the trainers.
  func submitTraining(_ request: Request, _ context: APIContext) async throws -> Response {
    try await submit(request, context, read: JobDocument.readTraining)
  }

  private func submit(
    _ request: Request, _ context: APIContext,
    read: ([UInt8]) throws(JobDocumentError) -> JobDocument
  ) async throws -> Response {
    let key = try idempotencyKey(request)
    let bytes = try await request.jsonBody(byteLimit: configuration.bodyByteLimit)
    let document: JobDocument
    do throws(JobDocumentError) {
      document = try read(bytes)
    } catch {
      throw Problem(error)
    }
    let accepted = try await enqueue(
      document.newJob(idempotencyKey: key, usualMaxAttempts: configuration.usualMaxAttempts))
    context.logger.debug("job accepted", metadata: ["job": "\(accepted.id)"])
    return try await answer(accepted, waiting: waitSeconds(request), request, context)
  }

  /// - Throws: a problem when the key belongs to a job with another body.
  private func enqueue(_ new: NewJob) async throws -> Job {
    let outcomes = try await store.enqueue([new], queueBound: configuration.queueBound, now: now())
    guard let outcome = outcomes.first else {
      throw Problem(.internalError, "The spool gave no answer.")
    }
    let accepted = try await job(outcome.job)
    guard !outcome.existed || accepted.payload == new.payload else {
      // The draft of the header asks for 422 here, and for 409 only while the first request is
      // still being worked on; an enqueue is one transaction, so that moment does not exist.
      throw Problem(
        .idempotencyKeyReused, "The first request with this key had another body.",
        field: "Idempotency-Key", allowed: "the same body, or another key",
        headers: [.location: "/v1/jobs/\(accepted.id)"])
    }
    return accepted
  }

  private func answer(
    _ accepted: Job, waiting seconds: Int?, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    let address = "/v1/jobs/\(accepted.id)"
    var job = accepted
    if let seconds, !job.state.isFinal {
      let ended = try await end(of: job.id, within: .seconds(seconds))
      job = if let ended { ended } else { try await self.job(job.id) }
    }
    var response: Response
    if seconds != nil, job.state.isFinal {
      do {
        response = try await resultResponse(job, request, context)
        response.headers[.contentLocation] = "\(address)/result"
      } catch var problem as Problem {
        problem.headers[.location] = address
        throw problem
      }
    } else {
      response = .json(WireJob(job).full, status: .accepted)
    }
    response.headers[.location] = address
    response.headers[named: "Preference-Applied"] = seconds.map { "wait=\($0)" }
    return response
  }

  /// The job once it has ended; nil when it has not within the time or the service shuts down.
  private func end(of id: JobID, within duration: Duration) async throws -> Job? {
    let updates = watcher.updates(of: id, until: .now + duration)
    for await update in updates.cancelOnGracefulShutdown() {
      switch update {
      case .job(let job) where job.state.isFinal: return job
      case .gone: throw Problem.unknownJob()
      case .job, .heartbeat: continue
      }
    }
    return nil
  }

  private func waitSeconds(_ request: Request) -> Int? {
    Negotiation.waitSeconds(request.headers.values(named: "Prefer")).map {
      min($0, Int(configuration.longestWait.components.seconds))
    }
  }

  /// The key under which the spool knows the job, apart from the keys of the inbox.
  private func idempotencyKey(_ request: Request) throws -> String? {
    let keys = request.headers.values(named: "Idempotency-Key")
    guard let key = keys.first else { return nil }
    let isVisible = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard keys.count == 1, isVisible, (1...200).contains(key.utf8.count) else {
      throw Problem(
        .malformedRequest, "The idempotency key cannot be used.", field: "Idempotency-Key",
        found: keys.count > 1 ? "\(keys.count) keys" : String(key.prefix(80)),
        allowed: "one key of 1 to 200 visible ASCII characters without spaces")
    }
    return "http:\(key)"
  }
}
