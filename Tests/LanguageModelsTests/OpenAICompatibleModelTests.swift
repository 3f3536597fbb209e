import NIOCore
import NIOHTTP1
import Testing

@testable import LanguageModels

/// The client against a real server on loopback that misbehaves in every way a server can.
@Suite(.timeLimit(.minutes(2))) struct OpenAICompatibleModelTests {
  private let connections = ModelConnections()
  private let schema = AnswerSchema(name: "brief", text: #"{"type":"object"}"#)

  private var soon: ContinuousClock.Instant { .now + .seconds(20) }

  private func model(_ server: ScriptedServer, key: String? = nil) throws -> OpenAICompatibleModel {
    OpenAICompatibleModel(
      name: "small", endpoint: try ModelEndpoint(server.url), apiKey: key.flatMap(APIKey.init),
      connections: connections)
  }

  private func request(schema: AnswerSchema? = nil) -> CompletionRequest {
    CompletionRequest(
      messages: [ChatMessage(.system, "읽어라"), ChatMessage(.user, "a \"quoted\"\nline\u{7}")],
      maxNewTokens: 64, temperature: 0.5, topP: 0.9, seed: 7, stopSequences: ["\n\n"],
      schema: schema)
  }

  private static let good = """
    {"id":"x","model":"small-q4","choices":[{"index":0,"finish_reason":"stop",
    "message":{"role":"assistant","content":"{\\"a\\":1}"}}],
    "usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17}}
    """

  /// What one misbehaviour ends as.
  private func failure(_ reply: ScriptedServer.Reply) async throws -> LanguageModelError? {
    let server = try await ScriptedServer.start { _, _ in reply }
    let error = await #expect(throws: LanguageModelError.self) {
      try await model(server).complete(request(), deadline: soon)
    }
    await server.stop()
    return error
  }

  @Test func `a good answer comes back whole with what the server reports`() async throws {
    let server = try await ScriptedServer.start { _, _ in .json(Self.good) }
    let completion = try await model(server, key: "sk-123").complete(
      request(schema: schema), deadline: soon)
    #expect(
      completion
        == Completion(
          text: #"{"a":1}"#, finishReason: .stop, promptTokens: 12, completionTokens: 5,
          modelName: "small-q4", isConstrained: true))
    let sent = try #require(server.received.first)
    #expect(sent.method == .POST)
    #expect(sent.path == "/v1/chat/completions")
    #expect(sent.headers["authorization"] == ["Bearer sk-123"])
    #expect(sent.headers["content-type"] == ["application/json"])
    let expected =
      #"{"model":"small","messages":[{"role":"system","content":"읽어라"},"#
      + #"{"role":"user","content":"a \"quoted\"\nline\u0007"}],"max_tokens":64,"#
      + #""temperature":0.5,"top_p":0.9,"seed":7,"stream":false,"stop":["\n\n"],"#
      + #""response_format":{"type":"json_schema","json_schema":{"name":"brief","strict":true,"#
      + #""schema":{"type":"object"}}}}"#
    #expect(sent.body == expected)
    await server.stop()
  }

  @Test func `an answer cut at the token limit says so`() async throws {
    let server = try await ScriptedServer.start { _, _ in
      .json(#"{"choices":[{"finish_reason":"length","message":{"content":"{\"a\""}}]}"#)
    }
    let completion = try await model(server).complete(request(), deadline: soon)
    #expect(completion.finishReason == .length)
    #expect(completion.promptTokens == nil)
    #expect(completion.modelName == nil)
    #expect(!completion.isConstrained)
    await server.stop()
  }

  @Test func `a server that refuses schemas is asked once more without one`() async throws {
    let server = try await ScriptedServer.start { number, _ in
      number == 0
        ? .answer(.badRequest, [], #"{"error":"response_format is not supported"}"#)
        : .json(Self.good)
    }
    let completion = try await model(server).complete(request(schema: schema), deadline: soon)
    #expect(!completion.isConstrained)
    #expect(server.received.map { $0.body.contains("response_format") } == [true, false])
    await server.stop()
  }

  @Test func `any other 400 is not asked again`() async throws {
    let server = try await ScriptedServer.start { _, _ in
      .answer(.badRequest, [], #"{"error":"context too long"}"#)
    }
    await #expect(throws: LanguageModelError.self) {
      try await model(server).complete(request(schema: schema), deadline: soon)
    }
    #expect(server.received.count == 1)
    await server.stop()
  }

  @Test(
    arguments: [
      (500, nil, RetryAdvice.later), (502, nil, .later), (503, "2", .after(.seconds(2))),
      (429, "7", .after(.seconds(7))), (429, nil, .later), (408, nil, .later),
      (401, nil, .never), (404, "5", .never), (413, nil, .never), (302, nil, .never),
    ] as [(Int, String?, RetryAdvice)])
  func `a status carries its advice`(
    code: Int, retryAfter: String?, advice: RetryAdvice
  ) async throws {
    var headers = [("content-type", "text/html"), ("location", "http://127.0.0.1:1/")]
    if let retryAfter { headers.append(("retry-after", retryAfter)) }
    let error = try await failure(.answer(.init(statusCode: code), headers, "<b>no</b>"))
    #expect(error?.retryAdvice == advice)
    guard case .status(code, _, "<b>no</b>") = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a key that the server echoes stays out of the error`() async throws {
    let server = try await ScriptedServer.start { _, _ in
      .answer(.unauthorized, [], "bad key sk-very-secret")
    }
    let model = try model(server, key: "sk-very-secret")
    let error = await #expect(throws: LanguageModelError.self) {
      try await model.complete(request(), deadline: soon)
    }
    #expect(error == .status(401, retryAfter: nil, excerpt: "bad key …"))
    #expect(!"\(String(describing: error)) \(model)".contains("secret"))
    await server.stop()
  }

  @Test func `a slow server is left at the deadline and the connection is closed`() async throws {
    let server = try await ScriptedServer.start { _, _ in .silence }
    var wait = Duration.milliseconds(50)
    repeat {
      let error = await #expect(throws: LanguageModelError.self) {
        try await model(server).complete(request(), deadline: .now + wait)
      }
      #expect(error == .deadlineExceeded)
      // On a busy machine the deadline may come before the request has reached the server.
      wait *= 4
    } while server.received.isEmpty
    // Ends only when the server has seen its client go.
    for await _ in server.abandonments { break }
    await server.stop()
  }

  @Test func `cancelling the task closes the connection`() async throws {
    let server = try await ScriptedServer.start { _, _ in .silence }
    let model = try model(server)
    let request = request()
    let deadline = soon
    let task = Task { try await model.complete(request, deadline: deadline) }
    for await _ in server.silences { break }
    task.cancel()
    await #expect(throws: LanguageModelError.cancelled) { try await task.value }
    for await _ in server.abandonments { break }
    await server.stop()
  }

  @Test func `truncated JSON is malformed`() async throws {
    let half = String(Self.good.prefix(60))
    #expect(try await failure(.json(half)) == .malformedResponse(.notJSON))
  }

  @Test func `a body shorter than promised is a lost connection`() async throws {
    #expect(try await failure(.cut(Self.good)) == .unreachable(.connectionLost))
  }

  @Test(arguments: [
    (#"{"choices":[]}"#, "choices.0.message.content"),
    (#"{"choices":[{"message":{"content":null}}]}"#, "choices.0.message.content"),
    (#"{"choices":[{"message":{"content":3}}]}"#, "choices.0.message.content"),
    (#"{"choices":"none"}"#, "choices"),
    ("[]", "content"),
  ])
  func `JSON of another shape names the field`(body: String, field: String) async throws {
    #expect(try await failure(.json(body)) == .malformedResponse(.missingField(field)))
  }

  @Test func `a body over the bound is not read`() async throws {
    let body = String(repeating: " ", count: ModelTransport.bodyLimit + 1)
    #expect(
      try await failure(.json(body)) == .responseTooLarge(limit: ModelTransport.bodyLimit))
  }

  @Test func `another content type is refused`() async throws {
    let reply = ScriptedServer.Reply.answer(.ok, [("content-type", "Text/HTML; x=y")], Self.good)
    #expect(try await failure(reply) == .wrongContentType("text/html"))
  }

  @Test func `a connection reset is a lost connection that may be tried again`() async throws {
    let error = try await failure(.reset)
    #expect(error == .unreachable(.connectionLost))
    #expect(error?.retryAdvice == .later)
  }

  @Test func `a port nobody listens on refuses at once`() async throws {
    let server = try await ScriptedServer.start { _, _ in .silence }
    let model = try model(server)
    await server.stop()
    await #expect(throws: LanguageModelError.unreachable(.connectionRefused)) {
      try await model.complete(request(), deadline: soon)
    }
  }

  @Test func `a server without TLS behind an https address is a TLS failure`() async throws {
    let server = try await ScriptedServer.start { _, _ in .json(Self.good) }
    let address = server.url.replacing("http://", with: "https://")
    let model = OpenAICompatibleModel(
      name: "small", endpoint: try ModelEndpoint(address), apiKey: nil, connections: connections)
    await #expect(throws: LanguageModelError.unreachable(.tlsFailed)) {
      try await model.complete(request(), deadline: soon)
    }
    await server.stop()
  }

  @Test func `a request over the bound is not sent`() async throws {
    let server = try await ScriptedServer.start { _, _ in .json(Self.good) }
    var large = request()
    large.messages = [ChatMessage(.user, String(repeating: "a", count: ModelTransport.bodyLimit))]
    let error = await #expect(throws: LanguageModelError.self) {
      try await model(server).complete(large, deadline: soon)
    }
    guard case .requestTooLarge(_, ModelTransport.bodyLimit) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(server.received.isEmpty)
    await server.stop()
  }

  @Test func `connections that are shut down say so`() async throws {
    let server = try await ScriptedServer.start { _, _ in .json(Self.good) }
    let connections = ModelConnections()
    let model = OpenAICompatibleModel(
      name: "small", endpoint: try ModelEndpoint(server.url), apiKey: nil, connections: connections)
    await connections.shutdown()
    await connections.shutdown()
    await #expect(throws: LanguageModelError.unreachable(.shutDown)) {
      try await model.complete(request(), deadline: soon)
    }
    await server.stop()
  }

  @Test(arguments: [(#"[{"id":"big"},{"id":"small"}]"#, true), (#"[{"id":"big"}]"#, false)])
  func `a health check lists what is served`(data: String, serves: Bool) async throws {
    let server = try await ScriptedServer.start { _, _ in .json("{\"data\":\(data)}") }
    let health = try await model(server).check(deadline: soon)
    #expect(health.servedNames.first == "big")
    #expect(health.servesConfiguredName == serves)
    #expect(server.received.first?.path == "/v1/models")
    await server.stop()
  }
}
