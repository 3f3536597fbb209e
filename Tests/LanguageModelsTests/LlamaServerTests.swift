import FoundationEssentials
import Testing

@testable import LanguageModels

/// The client against a real llama.cpp server: `run_llama_server.py -- swift test --filter Llama`.
@Suite(.enabled(if: llamaURL != nil, "needs FRAGRANCE_TEST_LLAMA_URL"), .serialized)
struct LlamaServerTests {
  private let connections = ModelConnections()
  private let schema = AnswerSchema(
    name: "scent",
    text: """
      {"type":"object","properties":{"season":{"type":"string","enum":["spring","winter"]},
      "weight":{"type":"integer","minimum":1,"maximum":100}},"required":["season","weight"],
      "additionalProperties":false}
      """)

  private func model() throws -> OpenAICompatibleModel {
    OpenAICompatibleModel(
      name: "smollm2-135m-instruct", endpoint: try ModelEndpoint(try #require(llamaURL)),
      apiKey: nil, connections: connections)
  }

  private func request(maxNewTokens: Int = 64, schema: AnswerSchema? = nil) -> CompletionRequest {
    CompletionRequest(
      messages: [
        ChatMessage(.system, "You answer in JSON."),
        ChatMessage(.user, "A perfume for snowy evenings: which season, and how sure are you?"),
      ], maxNewTokens: maxNewTokens, temperature: 0, topP: 1, seed: 1, schema: schema)
  }

  private struct Scent: Decodable {
    var season: String
    var weight: Int
  }

  @Test func `the server names its model`() async throws {
    let health = try await model().check(deadline: .now + .seconds(30))
    #expect(health.servesConfiguredName)
  }

  @Test func `an answer keeps to its schema`() async throws {
    let completion = try await model().complete(
      request(schema: schema), deadline: .now + .seconds(60))
    let scent = try JSONDecoder().decode(Scent.self, from: Data(completion.text.utf8))
    #expect(["spring", "winter"].contains(scent.season))
    #expect((1...100).contains(scent.weight))
    #expect(completion.isConstrained)
    #expect(completion.finishReason == .stop)
    #expect(completion.modelName == "smollm2-135m-instruct")
    #expect((completion.promptTokens ?? 0) > 10 && (completion.completionTokens ?? 0) > 5)
  }

  @Test func `a seed gives the same answer twice`() async throws {
    let first = try await model().complete(request(), deadline: .now + .seconds(60))
    let second = try await model().complete(request(), deadline: .now + .seconds(60))
    #expect(first.text == second.text)
  }

  @Test func `the token limit ends an answer with its reason`() async throws {
    let completion = try await model().complete(
      request(maxNewTokens: 3), deadline: .now + .seconds(60))
    #expect(completion.finishReason == .length)
    #expect(completion.completionTokens == 3)
  }

  @Test func `a deadline ends a long answer, and the server serves the next one`() async throws {
    await #expect(throws: LanguageModelError.deadlineExceeded) {
      try await model().complete(
        request(maxNewTokens: 2000), deadline: .now + .milliseconds(30))
    }
    let completion = try await model().complete(
      request(maxNewTokens: 2), deadline: .now + .seconds(60))
    #expect(completion.completionTokens == 2)
  }

  @Test func `a schema the server cannot use is answered without it`() async throws {
    let odd = AnswerSchema(name: "odd", text: ##"{"$ref":"#/nowhere"}"##)
    let completion = try await model().complete(
      request(schema: odd), deadline: .now + .seconds(60))
    #expect(!completion.isConstrained)
  }
}

private var llamaURL: String? {
  ProcessInfo.processInfo.environment["FRAGRANCE_TEST_LLAMA_URL"]
}
