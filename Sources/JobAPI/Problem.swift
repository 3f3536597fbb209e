import HTTPTypes
import JobDocuments
import JobSpool
import StrictJSON

/// Everything the API can say no with: RFC 9457 problem details. HTTP statuses are decided here
/// alone.
///
/// `type` is a relative URI that never changes for a kind, so that programs can act on it; `detail`
/// is for people. Nothing about the inside of the program is in either.
struct Problem: Error, Sendable {
  var kind: Kind
  var detail: String

  /// Where in the request: a JSON Pointer into the body, the name of a header or `?name` of a
  /// query.
  var field: String?
  var found: String?
  var allowed: String?
  var position: SourcePosition?

  /// Further members of the body, such as the code of a job's failure.
  var members: [String: JSONValue] = [:]
  var headers: HTTPFields = [:]

  init(
    _ kind: Kind, _ detail: String, field: String? = nil, found: String? = nil,
    allowed: String? = nil, headers: HTTPFields = [:]
  ) {
    self.kind = kind
    self.detail = detail
    self.field = field
    self.found = found
    self.allowed = allowed
    self.headers = headers
  }

  enum Kind: String, CaseIterable, Sendable {
    case malformedRequest = "malformed-request"
    case malformedJSON = "malformed-json"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case requestTimeout = "request-timeout"
    case jobEnded = "job-ended"
    case jobDiscarded = "job-discarded"
    case jobCancelled = "job-cancelled"
    case resultPruned = "result-pruned"
    case bodyTooLarge = "body-too-large"
    case unsupportedMediaType = "unsupported-media-type"
    case validation
    case idempotencyKeyReused = "idempotency-key-reused"
    case queueFull = "queue-full"
    case headersTooLarge = "headers-too-large"
    case internalError = "internal-error"
    case resultUnreadable = "result-unreadable"
    case spoolBusy = "spool-busy"
    case spoolFull = "spool-full"
    case spoolUnavailable = "spool-unavailable"
    case tooManyStreams = "too-many-streams"

    var status: HTTPResponse.Status {
      switch self {
      case .malformedRequest, .malformedJSON: .badRequest
      case .notFound: .notFound
      case .methodNotAllowed: .methodNotAllowed
      case .requestTimeout: .requestTimeout
      case .jobEnded, .jobDiscarded, .jobCancelled: .conflict
      case .resultPruned: .gone
      case .bodyTooLarge: .contentTooLarge
      case .unsupportedMediaType: .unsupportedMediaType
      case .validation, .idempotencyKeyReused: .unprocessableContent
      case .queueFull: .tooManyRequests
      case .headersTooLarge: .requestHeaderFieldsTooLarge
      case .internalError, .resultUnreadable: .internalServerError
      case .spoolBusy, .spoolFull, .spoolUnavailable, .tooManyStreams: .serviceUnavailable
      }
    }

    var title: String {
      switch self {
      case .malformedRequest: "The request is not well-formed HTTP"
      case .malformedJSON: "The body is not well-formed JSON"
      case .notFound: "There is nothing at this address"
      case .methodNotAllowed: "This address does not take this method"
      case .requestTimeout: "The request did not arrive in time"
      case .jobEnded: "The job has already ended"
      case .jobDiscarded: "The job ended without a result"
      case .jobCancelled: "The job was cancelled"
      case .resultPruned: "The result was deleted after its retention time"
      case .bodyTooLarge: "The body is too large"
      case .unsupportedMediaType: "The body is of a type that is not read here"
      case .validation: "A value is not allowed"
      case .idempotencyKeyReused: "The idempotency key belongs to another request"
      case .queueFull: "The queue is full"
      case .headersTooLarge: "The head of the request is too large"
      case .internalError: "The request failed inside the service"
      case .resultUnreadable: "The stored result cannot be read"
      case .spoolBusy: "The spool is busy"
      case .spoolFull: "The volume of the spool is full"
      case .spoolUnavailable: "The spool cannot be used"
      case .tooManyStreams: "Too many event streams are open"
      }
    }
  }

  static let contentType = "application/problem+json"

  var body: JSONValue {
    var body = members
    body["type"] = .string("/problems/\(kind.rawValue)")
    body["title"] = .string(kind.title)
    body["status"] = .int(kind.status.code)
    body["detail"] = .string(detail)
    body["field"] = field.map { .string($0) }
    body["found"] = found.map { .string($0) }
    body["allowed"] = allowed.map { .string($0) }
    body["line"] = position.map { .int($0.line) }
    body["column"] = position.map { .int($0.column) }
    return .object(body)
  }
}

extension Problem {
  init(_ error: JobDocumentError) {
    switch error {
    case .malformed(let problem): self.init(.malformedJSON, problem)
    case .refused(let problem): self.init(.validation, problem)
    }
  }

  private init(_ kind: Kind, _ problem: JSONProblem) {
    self.init(
      kind, "\(problem)", field: problem.field, found: problem.found, allowed: problem.allowed)
    position = problem.position
  }

  /// What a client may know of a failure of the spool; the rest is for the log.
  init(_ error: SpoolError, retryAfter: Duration) {
    let later: HTTPFields = [.retryAfter: String(max(1, retryAfter.components.seconds))]
    switch error {
    case .queueFull(let queue, let bound):
      self.init(
        .queueFull, "\(queue.rawValue) holds \(bound) waiting jobs, the most it may hold.",
        headers: later)
      members = ["queue": .string(queue.rawValue), "bound": .int(bound)]
    case .busy:
      self.init(.spoolBusy, "The spool could not be written in time.", headers: [.retryAfter: "1"])
    case .diskFull:
      self.init(.spoolFull, "Nothing can be accepted until there is space again.", headers: later)
    case .invalidJob(let field, let value, let allowed):
      self.init(
        .validation, "The spool does not take this value.", field: field, found: value,
        allowed: allowed)
    default:
      self.init(.spoolUnavailable, "The spool needs its operator.", headers: later)
    }
  }

  static func unknownJob() -> Problem {
    Problem(.notFound, "There is no job with this id.")
  }
}
