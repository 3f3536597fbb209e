import HTTPTypes
import Hummingbird
import StrictJSON

/// One operation of the API: what the router serves and what the document says, in one value.
struct Endpoint: Sendable {
  typealias Handler = @Sendable (Request, APIContext) async throws -> Response

  var method: HTTPRequest.Method

  /// Template, such as `/v1/jobs/{id}`.
  var path: String

  /// `operationId` of the document.
  var name: String
  var summary: String
  var query: [Parameter] = []
  var headers: [Parameter] = []

  /// Schema of the JSON body; nil when none is read.
  var body: Schema?
  var answers: [Answer]
  var handle: Handler

  init(
    _ method: HTTPRequest.Method, _ path: String, _ name: String, _ summary: String,
    query: [Parameter] = [], headers: [Parameter] = [], body: Schema? = nil, answers: [Answer],
    handle: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.name = name
    self.summary = summary
    self.query = query
    self.headers = headers
    self.body = body
    self.answers = answers
    self.handle = handle
  }

  /// A parameter in the query or a header.
  struct Parameter: Sendable {
    var name: String
    var description: String
    var schema: JSONValue

    init(_ name: String, _ description: String, _ schema: JSONValue) {
      self.name = name
      self.description = description
      self.schema = schema
    }
  }

  /// One status the operation answers with.
  struct Answer: Sendable {
    var status: Int
    var description: String
    var contentType: String?
    var schema: Schema?
    var headers: [String] = []

    static func json(
      _ status: Int, _ description: String, _ schema: Schema, headers: [String] = []
    ) -> Answer {
      Answer(
        status: status, description: description, contentType: "application/json", schema: schema,
        headers: headers)
    }

    static func text(_ status: Int, _ description: String, _ contentType: String) -> Answer {
      Answer(status: status, description: description, contentType: contentType, schema: .text)
    }

    static func empty(_ status: Int, _ description: String) -> Answer {
      Answer(status: status, description: description)
    }

    static func problem(_ kinds: Problem.Kind...) -> Answer {
      let names = kinds.map { "`\($0.rawValue)`: \($0.title)." }.joined(separator: " ")
      return Answer(
        status: kinds[0].status.code, description: names, contentType: Problem.contentType,
        schema: .problem,
        headers: kinds[0].status == .tooManyRequests ? ["Retry-After"] : [])
    }
  }

  /// - Throws: a problem naming the first query parameter the operation does not have or has twice.
  func refuseUnknownQuery(_ request: Request) throws {
    var seen: Set<Substring> = []
    for (name, value) in request.uri.queryParameters {
      guard query.contains(where: { $0.name == name }) else {
        let names = query.map(\.name).joined(separator: ", ")
        throw Problem(
          .validation, "The query parameter is not known here.", field: "?\(name.prefix(80))",
          found: String(value.prefix(80)), allowed: query.isEmpty ? "no query" : "one of \(names)")
      }
      guard seen.insert(name).inserted else {
        throw Problem(
          .validation, "The query parameter is given twice.", field: "?\(name)",
          found: String(value.prefix(80)), allowed: "each parameter once")
      }
    }
  }
}
