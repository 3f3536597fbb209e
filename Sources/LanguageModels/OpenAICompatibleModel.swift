import NIOHTTP1

/// A model behind an OpenAI-compatible server: llama.cpp, vLLM, and others.
///
/// An answer is asked for under the request's JSON schema (`response_format`). A server that
/// refuses that parameter is asked once more without it; the completion then says it is not
/// constrained.
package struct OpenAICompatibleModel: LanguageModel {
  package let descriptor: ModelDescriptor
  private let endpoint: ModelEndpoint
  private let transport: ModelTransport

  /// - Parameters:
  ///   - name: the model's name as the server knows it.
  ///   - apiKey: sent as a bearer token and never logged; nil for servers without one.
  package init(
    name: String, endpoint: ModelEndpoint, apiKey: APIKey?, connections: ModelConnections
  ) {
    descriptor = ModelDescriptor(name: name, backend: "openai-compatible")
    self.endpoint = endpoint
    transport = ModelTransport(connections: connections, apiKey: apiKey)
  }

  /// Asks the server for its models; see `LanguageModel.check`.
  package func check(
    deadline: ContinuousClock.Instant
  ) async throws(LanguageModelError) -> ModelHealth {
    let list = try await transport.exchange(
      .GET, endpoint.base + "/models", as: OpenAIWire.ModelList.self, deadline: deadline)
    guard let entries = list.data else { throw .malformedResponse(.missingField("data")) }
    let names = entries.prefix(256).map { String($0.id.prefix(256)) }
    return ModelHealth(
      servedNames: names, servesConfiguredName: names.contains(descriptor.name))
  }

  /// Posts a chat completion; see `LanguageModel.complete`.
  package func complete(
    _ request: CompletionRequest, deadline: ContinuousClock.Instant
  ) async throws(LanguageModelError) -> Completion {
    guard request.schema != nil else { return try await ask(request, .none, deadline: deadline) }
    do {
      return try await ask(request, .jsonSchema, deadline: deadline)
    } catch .status(let code, _, let excerpt) where Self.refusesSchema(code, excerpt) {
      return try await ask(request, .none, deadline: deadline)
    }
  }

  private func ask(
    _ request: CompletionRequest, _ format: OpenAIWire.ResponseFormat,
    deadline: ContinuousClock.Instant
  ) async throws(LanguageModelError) -> Completion {
    let response = try await transport.exchange(
      .POST, endpoint.base + "/chat/completions",
      body: OpenAIWire.body(request, model: descriptor.name, format: format),
      as: OpenAIWire.ChatResponse.self, deadline: deadline)
    guard let choice = response.choices?.first, let text = choice.message?.content else {
      throw .malformedResponse(.missingField("choices.0.message.content"))
    }
    return Completion(
      text: text, finishReason: OpenAIWire.finishReason(choice.finishReason),
      promptTokens: response.usage?.promptTokens.map { max(0, $0) },
      completionTokens: response.usage?.completionTokens.map { max(0, $0) },
      modelName: response.model.map { String($0.prefix(256)) },
      isConstrained: format == .jsonSchema)
  }

  /// A 400, 422 or 501 that speaks of the parameter; any other refusal would only come again.
  private static func refusesSchema(_ code: Int, _ excerpt: String) -> Bool {
    let text = excerpt.lowercased()
    return [400, 422, 501].contains(code)
      && ["response_format", "schema", "grammar"].contains { text.contains($0) }
  }
}
