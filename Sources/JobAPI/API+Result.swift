import HTTPTypes
import Hummingbird
import HummingbirdCore
import JobSpool
import Logging
import NIOCore
import StrictJSON

extension API {
  /// `GET /v1/jobs/{id}/result`.
  func getResult(_ request: Request, _ context: APIContext) async throws -> Response {
    let job = try await job(try jobID(context))
    guard job.state.isFinal else {
      return .json(WireJob(job).full, status: .accepted, headers: [.retryAfter: "1"])
    }
    return try await resultResponse(job, request, context)
  }

  /// The answer for a job that has ended: its result, or the problem that says why there is none.
  func resultResponse(
    _ job: Job, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    switch job.state {
    case .cancelled: throw Problem(.jobCancelled, "The job was cancelled before it had a result.")
    case .discarded: throw Self.discarded(job)
    case .completed where job.isPruned: throw Self.pruned()
    case .completed, .available, .running, .retryable: break
    }
    guard let reference = job.result else {
      throw Problem(.internalError, "The job has no result.")
    }
    let isZstd = Negotiation.prefersZstd(request.headers[values: .acceptEncoding].joinedList)
    // Each representation has a strong tag of its own. A result never changes, so either tag in
    // If-None-Match tells that the client has it.
    let tags = ["\"\(reference.sha256)\"", "\"\(reference.sha256)-json\""]
    var headers: HTTPFields = [
      .eTag: isZstd ? tags[0] : tags[1], .vary: "Accept-Encoding",
      .cacheControl: "private, no-cache",
    ]
    if request.method != .post,
      Negotiation.isMatch(request.headers[values: .ifNoneMatch], tags: tags)
    {
      return Response(status: .notModified, headers: headers)
    }
    headers[.contentType] = "application/json"
    if isZstd { headers[.contentEncoding] = "zstd" }
    let bytes = try await read(reference, compressed: isZstd, of: job.id, context)
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func read(
    _ reference: ResultReference, compressed: Bool, of id: JobID, _ context: APIContext
  ) async throws -> [UInt8] {
    do {
      return compressed
        ? try await results.compressedResult(reference) : try await results.result(reference)
    } catch {
      // Retention may have deleted the file between the look at the row and the read.
      guard try await !self.job(id).isPruned else { throw Self.pruned() }
      context.logger.error("result unreadable", metadata: ["job": "\(id)", "error": "\(error)"])
      throw Problem(.resultUnreadable, "The file of the result is missing or damaged.")
    }
  }

  private static func discarded(_ job: Job) -> Problem {
    var problem = Problem(
      .jobDiscarded, job.failure?.message ?? "The job failed in every attempt it had.")
    problem.members["code"] = job.failure.map { .string($0.code) }
    problem.members["attempts"] = .int(job.attempt)
    return problem
  }

  private static func pruned() -> Problem {
    Problem(.resultPruned, "The job completed; its result was kept for a time and then deleted.")
  }
}

extension [String] {
  /// The values of a list header that came in several lines, as one.
  fileprivate var joinedList: String? { isEmpty ? nil : joined(separator: ",") }
}
