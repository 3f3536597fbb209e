import StrictJSON
import Testing

@testable import JobAPI

@Suite struct `A brief that is not right` {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var body: [UInt8]
    var status: Int
    var problem: String
    var field: String?

    init(_ name: String, _ body: String, _ status: Int, _ problem: String, field: String? = nil) {
      self.name = name
      self.body = Array(body.utf8)
      self.status = status
      self.problem = problem
      self.field = field
    }

    var testDescription: String { name }
  }

  static let cases = [
    Case("nothing", "", 400, "malformed-json"),
    Case("half an object", #"{"text":"#, 400, "malformed-json"),
    Case("two values", #"{"text":"a"}{}"#, 400, "malformed-json"),
    Case("a name twice", #"{"text":"a","text":"b"}"#, 400, "malformed-json"),
    Case("a NUL between the values", "{\"text\":\u{0}\"a\"}", 400, "malformed-json"),
    Case("a raw NUL in the text", "{\"text\":\"a\u{0}\"}", 400, "malformed-json"),
    Case("an escaped NUL in the text", #"{"text":"a\u0000b"}"#, 422, "validation", field: "/text"),
    Case("a lone surrogate", #"{"text":"\ud83c"}"#, 400, "malformed-json"),
    Case("a surrogate pair turned round", #"{"text":"\udf39\ud83c"}"#, 400, "malformed-json"),
    Case(
      "10,000 levels", String(repeating: "[", count: 10_000), 400, "malformed-json"),
    Case(
      "10,000 closed levels",
      #"{"text":"# + String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        + "}", 400, "malformed-json"),
    Case("an unknown field", #"{"text":"a","colour":"red"}"#, 422, "validation", field: "/colour"),
    Case("a number as text", #"{"text":7}"#, 422, "validation", field: "/text"),
    Case("a list", "[]", 422, "validation", field: ""),
    Case("no text", "{}", 422, "validation", field: "/text"),
    Case("an empty text", #"{"text":""}"#, 422, "validation", field: "/text"),
    Case("white space alone", #"{"text":" \n\t "}"#, 422, "validation", field: "/text"),
    Case("emoji alone", #"{"text":"🌹🍋"}"#, 422, "validation", field: "/text"),
    Case(
      "2,001 characters", #"{"text":""# + String(repeating: "가", count: 2001) + #""}"#, 422,
      "validation", field: "/text"),
    Case(
      "2 MB", #"{"text":""# + String(repeating: "a", count: 2_000_000) + #""}"#, 413,
      "body-too-large", field: "Content-Length"),
    Case("a huge number", #"{"text":"a","seed":1e999}"#, 400, "malformed-json"),
    Case("a kind of later", #"{"text":"a","kind":"evolve"}"#, 422, "validation", field: "/kind"),
  ]

  @Test(arguments: cases)
  func `is refused with a problem that says why`(example: Case) async throws {
    try await TestAPI.run { api in
      let answer = try await api.request(
        "POST", "/v1/briefs", headers: ["Content-Type: application/json"], body: example.body)
      #expect(answer.status == example.status)
      #expect(answer.problem == example.problem)
      #expect(answer.json["status"] == .int(example.status))
      #expect(answer.json["allowed"] != nil)
      if let field = example.field { #expect(answer.json["field"] == .string(field)) }
      if example.status != 413 { #expect(answer.json["line"] != nil) }
      #expect(api.store.jobCount == 0)
    }
  }

  @Test func `invalid UTF-8 is refused with its place`() async throws {
    try await TestAPI.run { api in
      let answer = try await api.request(
        "POST", "/v1/briefs", headers: ["Content-Type: application/json"],
        body: Array("{\n\"text\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8))
      #expect(answer.status == 400)
      #expect(answer.problem == "malformed-json")
      #expect(answer.json["line"] == 2)
      #expect(answer.json["column"] == 9)
    }
  }

  @Test(arguments: [
    [], ["Content-Type: text/plain"], ["Content-Type: application/json; charset=euc-kr"],
    ["Content-Type: application/jsonp"],
    ["Content-Type: application/json", "Content-Encoding: gzip"],
  ])
  func `another type of body is refused`(headers: [String]) async throws {
    try await TestAPI.run { api in
      let answer = try await api.request(
        "POST", "/v1/briefs", headers: headers, body: Array(#"{"text":"rose"}"#.utf8))
      #expect(answer.status == 415)
      #expect(answer.problem == "unsupported-media-type")
    }
  }

  @Test(arguments: [
    "Content-Type: application/json;charset=utf-8",
    "content-type: Application/JSON ; charset=\"UTF-8\"",
  ])
  func `the type may be spelled in any way HTTP allows`(header: String) async throws {
    try await TestAPI.run { api in
      let answer = try await api.request(
        "POST", "/v1/briefs", headers: [header], body: Array(#"{"text":"rose"}"#.utf8))
      #expect(answer.status == 202)
    }
  }
}
