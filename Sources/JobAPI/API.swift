import Hummingbird
import HummingbirdCore
import JobSpool
import Logging
import Monitoring
import NIOCore
import StrictJSON

/// The dependencies of the handlers; the handlers themselves stand in extensions by topic.
struct API: Sendable {
  let configuration: APIConfiguration
  let store: any JobStore
  let results: any ResultReading
  let health: HealthProbes
  let metrics: ServiceMetrics
  let watcher: JobWatcher
  let now: @Sendable () -> Timestamp

  /// Answers one health question.
  func health(_ question: HealthQuestion) -> Endpoint.Handler {
    { _, _ in await MonitoringResponse.health(health, question) }
  }

  func scrape(_ request: Request, _ context: APIContext) async throws -> Response {
    await MonitoringResponse.metrics(metrics.registry)
  }

  func describeAPI(_ request: Request, _ context: APIContext) async throws -> Response {
    let document = OpenAPIDocument(endpoints: endpoints, version: health.version)
    return .json(document.json, headers: [.cacheControl: "no-cache"])
  }

  /// The id in the address; anything that is not one cannot be the id of a job.
  func jobID(_ context: APIContext) throws -> JobID {
    guard let id = context.parameters.get("id").flatMap(JobID.init(rawValue:)) else {
      throw Problem.unknownJob()
    }
    return id
  }

  func job(_ id: JobID) async throws -> Job {
    guard let job = try await store.job(id) else { throw Problem.unknownJob() }
    return job
  }
}

/// Hummingbird's context of a request.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
  }
}

extension Response {
  /// JSON in canonical form. Not to be stored by caches unless the headers say otherwise.
  static func json(
    _ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    if headers[.contentType] == nil { headers[.contentType] = "application/json" }
    if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    return Response(
      status: status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(string: value.canonicalText)))
  }

  init(_ problem: Problem) {
    var headers = problem.headers
    headers[.contentType] = Problem.contentType
    self = .json(problem.body, status: problem.kind.status, headers: headers)
  }
}
