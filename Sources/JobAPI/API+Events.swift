import HTTPTypes
import Hummingbird
import HummingbirdCore
import JobSpool
import NIOCore
import ServiceLifecycle
import StrictJSON

extension API {
  /// The id of the last event of a stream; a client that names it has seen the end.
  private static var finalEventID: String { "final" }

  /// `GET /v1/jobs/{id}/events`: a stream of server-sent events until the job ends.
  ///
  /// The first event is the job as it is; then one for each change. `state` says that anything but
  /// the progress changed. A comment goes out when nothing else did for a while, so that a dead
  /// connection is noticed. 204 tells a browser that connects again after the end to stop.
  func followJob(_ request: Request, _ context: APIContext) async throws -> Response {
    let job = try await job(try jobID(context))
    if job.state.isFinal, request.headers[named: "Last-Event-ID"] == Self.finalEventID {
      return Response(status: .noContent)
    }
    let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
    if request.method == .head { return Response(status: .ok, headers: headers) }
    guard
      let updates = watcher.stream(
        of: job.id, until: .now + configuration.longestEventStream,
        heartbeat: configuration.eventHeartbeat, limit: configuration.eventStreamLimit)
    else {
      throw Problem(
        .tooManyStreams, "All \(configuration.eventStreamLimit) event streams are in use.",
        headers: [.retryAfter: String(configuration.retryAfter.components.seconds)])
    }
    let body = ResponseBody { writer in
      try await writer.write(ByteBuffer(string: "retry: 2000\n\n" + Self.event(job, after: nil)))
      var last = job
      var iterator = updates.cancelOnGracefulShutdown().makeAsyncIterator()
      while !last.state.isFinal, let update = await iterator.next() {
        switch update {
        case .heartbeat: try await writer.write(ByteBuffer(string: ": heartbeat\n\n"))
        case .gone: break
        case .job(let job):
          guard WireJob(job).summary != WireJob(last).summary else { continue }
          try await writer.write(ByteBuffer(string: Self.event(job, after: last)))
          last = job
        }
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }

  private static func event(_ job: Job, after last: Job?) -> String {
    var sameButProgress = job
    sameButProgress.progress = last?.progress
    let isProgress = last.map { WireJob($0).summary == WireJob(sameButProgress).summary } ?? false
    let id = job.state.isFinal ? "id: \(finalEventID)\n" : ""
    // Canonical JSON has no line breaks, so one data line holds it.
    return "event: \(isProgress ? "progress" : "state")\n\(id)data: "
      + WireJob(job).summary.canonicalText + "\n\n"
  }
}
