import Hummingbird
import Monitoring
import StrictJSON

extension API {
  /// The addresses this API serves. The router and `/openapi.json` are both made from this list.
  var endpoints: [Endpoint] {
    routes.filter { configuration.servesMetrics || $0.path != "/metrics" }
  }

  private var routes: [Endpoint] {
    [
      Endpoint(
        .post, "/v1/briefs", "submitBrief", "Hand in a brief",
        headers: [.prefer, .idempotencyKey], body: .brief,
        answers: .submission, handle: submitBrief),
      Endpoint(
        .post, "/v1/training-runs", "submitTraining", "Order the training of a policy",
        headers: [.prefer, .idempotencyKey], body: .training,
        answers: .submission, handle: submitTraining),
      Endpoint(
        .get, "/v1/jobs", "listJobs", "List jobs, newest first",
        query: [.state, .kind, .queue, .before, .limit],
        answers: [.json(200, "A page of jobs.", .jobList), .problem(.validation), .unavailable],
        handle: listJobs),
      Endpoint(
        .get, "/v1/jobs/{id}", "getJob", "Look at a job",
        answers: [.json(200, "The job.", .job), .problem(.notFound), .unavailable],
        handle: getJob),
      Endpoint(
        .delete, "/v1/jobs/{id}", "cancelJob", "Cancel a job",
        answers: [
          .json(200, "Cancelled.", .job), .json(202, "Asked of its worker.", .job),
          .problem(.notFound), .problem(.jobEnded), .unavailable,
        ], handle: cancelJob),
      Endpoint(
        .get, "/v1/jobs/{id}/result", "getResult", "Fetch the result of a job",
        headers: [.acceptEncoding, .ifNoneMatch],
        answers: [
          .result, .json(202, "Not finished yet.", .job, headers: ["Retry-After"]),
          .empty(304, "The client has this result."), .problem(.notFound),
          .problem(.jobDiscarded, .jobCancelled), .problem(.resultPruned), .unavailable,
        ], handle: getResult),
      Endpoint(
        .get, "/v1/jobs/{id}/events", "followJob", "Follow a job until it ends",
        headers: [.lastEventID],
        answers: [
          .text(200, "Server-sent events `state` and `progress`.", "text/event-stream"),
          .empty(204, "The stream had already told the end."), .problem(.notFound), .unavailable,
        ], handle: followJob),
      Endpoint(
        .get, "/health", "getHealth", "Health with version, for people",
        answers: [.json(200, "All well.", .health), .unhealthy], handle: health(.summary)),
      Endpoint(
        .get, "/health/live", "getLiveness", "Whether the process works",
        answers: [.json(200, "Alive.", .health), .unhealthy], handle: health(.live)),
      Endpoint(
        .get, "/health/ready", "getReadiness", "Whether work can be taken now",
        answers: [.json(200, "Ready.", .health), .unhealthy], handle: health(.ready)),
      Endpoint(
        .get, "/metrics", "getMetrics", "Metrics for Prometheus",
        answers: [.text(200, "Text format 0.0.4.", "text/plain")], handle: scrape),
      Endpoint(
        .get, "/openapi.json", "getDocument", "This document",
        answers: [.json(200, "OpenAPI 3.1.", .document)], handle: describeAPI),
    ]
  }
}

extension [Endpoint.Answer] {
  /// Of what puts a job into the spool and may wait for its result.
  fileprivate static let submission: [Endpoint.Answer] = [
    .result, .json(202, "Accepted; not finished yet.", .job, headers: .submitted),
    .problem(.malformedJSON, .malformedRequest), .problem(.requestTimeout),
    .problem(.jobDiscarded, .jobCancelled), .problem(.resultPruned), .problem(.bodyTooLarge),
    .problem(.unsupportedMediaType), .problem(.validation, .idempotencyKeyReused),
    .problem(.queueFull), .unavailable,
  ]
}

extension Endpoint.Answer {
  fileprivate static let result = json(
    200, "The result.", .result, headers: ["ETag", "Vary", "Content-Encoding"])
  fileprivate static let unhealthy = json(503, "A check failed.", .health)
  fileprivate static let unavailable = problem(
    .spoolBusy, .spoolFull, .spoolUnavailable, .tooManyStreams)
}

extension [String] {
  fileprivate static let submitted = ["Location", "Preference-Applied"]
}
