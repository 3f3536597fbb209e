import HTTPTypes
import Hummingbird
import JobSpool
import Logging
import Monitoring

/// Around every request: its id, its log line, its metrics, and errors turned into problem details.
///
/// Neither the log nor the metrics hold a path, a query or a body: routes are templates.
struct Observation: RouterMiddleware {
  typealias Context = APIContext

  let metrics: ServiceMetrics
  let routes: RouteTemplates
  let retryAfter: Duration

  /// The route of what matches none.
  static let unmatchedRoute = "unmatched"

  /// Methods that are labels of their own in metrics; any other is `other`.
  private static let labelledMethods: Set<HTTPRequest.Method> = [
    .get, .head, .post, .put, .delete, .patch, .options,
  ]

  func handle(
    _ request: Request, context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var context = context
    // Not `context.id`: that is read back from the log handler and traps when the handler keeps
    // none.
    let id = Self.clientID(request) ?? RequestID().description
    context.logger[metadataKey: "hb.request.id"] = nil
    context.logger[metadataKey: "request"] = "\(id)"
    var response: Response
    do {
      response = try await next(request, context)
    } catch {
      response = Response(problem(for: error, request, context))
      if request.method == .head { response = response.createHeadResponse() }
    }
    response.headers[named: "X-Request-Id"] = id
    let route = routes.match(request.uri.path)?.template ?? Self.unmatchedRoute
    let took = ContinuousClock.now - start
    metrics.requestAnswered(
      method: Self.label(request.method), route: route, status: response.status.code, took: took)
    context.logger.log(
      level: route.hasPrefix("/v1/") ? .info : .debug, "request answered",
      metadata: [
        "method": "\(Self.label(request.method))", "route": "\(route)",
        "status": "\(response.status.code)", "milliseconds": "\(took.milliseconds)",
      ])
    return response
  }

  private func problem(
    for error: any Error, _ request: Request, _ context: APIContext
  ) -> Problem {
    switch error {
    case let problem as Problem: return problem
    case let error as SpoolError:
      let problem = Problem(error, retryAfter: retryAfter)
      let level: Logger.Level = problem.kind == .queueFull ? .debug : .error
      context.logger.log(level: level, "spool refused", metadata: ["error": "\(error)"])
      return problem
    case let error as HTTPError where error.status == .notFound:
      if let match = routes.match(request.uri.path) {
        return Problem(
          .methodNotAllowed, "The address exists, the method does not.", field: "method",
          found: request.method.rawValue, allowed: match.allow, headers: [.allow: match.allow])
      }
      return Problem(.notFound, "No address of this service looks like this.")
    default:
      context.logger.error("request failed", metadata: ["error": "\(error)"])
      return Problem(.internalError, "The log has the reason under this request's id.")
    }
  }

  /// An id the client gave, if it is fit to be printed.
  private static func clientID(_ request: Request) -> String? {
    guard let id = request.headers[named: "X-Request-Id"], (1...64).contains(id.utf8.count) else {
      return nil
    }
    let isPlain = id.unicodeScalars.allSatisfy { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || ["-", "_", "."].contains(scalar)
    }
    return isPlain ? id : nil
  }

  private static func label(_ method: HTTPRequest.Method) -> String {
    labelledMethods.contains(method) ? method.rawValue : "other"
  }
}
