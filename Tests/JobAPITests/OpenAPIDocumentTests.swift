import HTTPTypes
import StrictJSON
import Testing

@testable import JobAPI

@Suite struct `The OpenAPI document` {
  private let endpoints = API.forTests(MemoryStore()).endpoints
  private var document: JSONValue { OpenAPIDocument(endpoints: endpoints, version: "1.2.3").json }

  @Test func `has every endpoint and nothing else`() throws {
    guard case .object(let paths)? = document["paths"] else {
      Issue.record("no paths")
      return
    }
    var operations: [String] = []
    for (path, item) in paths {
      guard case .object(let methods) = item else { continue }
      operations += methods.keys.map { "\($0.uppercased()) \(path)" }
    }
    #expect(operations.sorted() == endpoints.map { "\($0.method.rawValue) \($0.path)" }.sorted())
    #expect(Set(endpoints.map(\.name)).count == endpoints.count)
  }

  @Test func `every endpoint is served`() async throws {
    try await TestAPI.run { api in
      for endpoint in endpoints {
        let path = endpoint.path.replacing("{id}", with: "01a205cf-82d2-7cc1-beeb-8da1658eec67")
        let answer = try await api.request(
          endpoint.method.rawValue, path, body: endpoint.method == .post ? [] : nil)
        #expect(answer.status != 405)
        if !path.contains("01a205cf") { #expect(answer.status != 404) }
      }
    }
  }

  @Test func `is served as it was made, with the bytes the same each time`() async throws {
    try await TestAPI.run { api in
      let first = try await api.get("/openapi.json")
      // Compared outside of the macro, which would print both documents.
      let isSame = first.text == document.canonicalText
      #expect(isSame)
      let isStable = try await api.get("/openapi.json").body == first.body
      #expect(isStable)
    }
  }

  @Test func `metrics that are switched off are neither served nor described`() async throws {
    try await TestAPI.run {
      $0.servesMetrics = false
    } body: { api in
      #expect(try await api.get("/metrics").status == 404)
      #expect(try await api.get("/health/live").status == 200)
      let describes = try await api.get("/openapi.json").text.contains("\"/metrics\"")
      #expect(!describes)
    }
  }

  @Test func `has a schema for each reference`() {
    var references: Set<String> = []
    Self.visit(document) { name, value in
      if name == "$ref", case .string(let target) = value { references.insert(target) }
    }
    #expect(!references.isEmpty)
    for reference in references {
      let name = String(reference.split(separator: "/").last ?? "")
      #expect(reference == "#/components/schemas/\(name)")
      #expect(document["components"]?["schemas"]?[name] != nil, "\(reference)")
    }
  }

  @Test func `has what the specification asks of each operation`() throws {
    #expect(document["openapi"] == "3.1.0")
    #expect(document["info"]?["version"] == "1.2.3")
    for endpoint in endpoints {
      let operation = document["paths"]?[endpoint.path]?[endpoint.method.rawValue.lowercased()]
      guard case .object(let responses)? = operation?["responses"] else {
        Issue.record("\(endpoint.name) has no responses")
        continue
      }
      #expect(responses["default"] != nil)
      for (status, response) in responses {
        #expect(status == "default" || (100...599).contains(Int(status) ?? 0))
        #expect(response["description"] != nil)
      }
      #expect(responses.count == endpoint.answers.count + 1, "\(endpoint.name) has a status twice")
      guard case .array(let parameters) = operation?["parameters"] ?? [] else { continue }
      let inPath = parameters.filter { $0["in"] == "path" }
      #expect(inPath.count == endpoint.path.split(separator: "/").count { $0.hasPrefix("{") })
      #expect(inPath.allSatisfy { $0["required"] == true })
    }
  }

  @Test func `objects list as required only what they define`() {
    Self.visit(document) { _, value in
      guard case .array(let required)? = value["required"],
        case .object(let properties)? = value["properties"]
      else { return }
      for case .string(let name) in required { #expect(properties[name] != nil, "\(name)") }
    }
  }

  @Test func `problems have a type of their own, a title and an error status`() {
    for kind in Problem.Kind.allCases {
      #expect((400...599).contains(kind.status.code))
      #expect(!kind.title.isEmpty)
      let body = Problem(kind, "x").body
      #expect(body["type"] == .string("/problems/\(kind.rawValue)"))
      #expect(body["status"] == .int(kind.status.code))
    }
    #expect(Set(Problem.Kind.allCases.map(\.title)).count == Problem.Kind.allCases.count)
  }

  /// Calls `body` with every member of every object, however deep.
  private static func visit(_ value: JSONValue, _ body: (String, JSONValue) -> Void) {
    switch value {
    case .object(let members):
      for (name, member) in members {
        body(name, member)
        visit(member, body)
      }
    case .array(let items): for item in items { visit(item, body) }
    default: break
    }
  }
}
