/// Something that completes a chat: a server on the network or an engine in this process.
package protocol LanguageModel: Sendable {
  /// What is known about the model without asking it.
  var descriptor: ModelDescriptor { get }

  /// Asks whether the model can serve now and which names it goes by.
  ///
  /// - Throws: why it cannot; nothing was generated.
  func check(deadline: ContinuousClock.Instant) async throws(LanguageModelError) -> ModelHealth

  /// Generates one answer, in full.
  ///
  /// At the deadline or when the task is cancelled the generation is really ended (a connection is
  /// closed, a loop left), not just no longer waited for.
  ///
  /// - Throws: why there is no answer; whether trying again can help is `error.retryAdvice`.
  func complete(
    _ request: CompletionRequest, deadline: ContinuousClock.Instant
  ) async throws(LanguageModelError) -> Completion
}

/// Which model answers and where it runs, as configured.
package struct ModelDescriptor: Sendable, Hashable {
  /// The model's name as configured, such as `qwen2.5-7b-instruct`.
  package var name: String

  /// The kind of backend, such as `openai-compatible`.
  package var backend: String

  /// Digest of the weights; nil when the backend does not let one see them.
  package var digest: String?

  package init(name: String, backend: String, digest: String? = nil) {
    self.name = name
    self.backend = backend
    self.digest = digest
  }
}

/// The answer to a health check.
package struct ModelHealth: Sendable, Hashable {
  /// Model names as the backend reports them, in its order; at most 256.
  package var servedNames: [String]

  /// Whether the configured name is among them; some servers answer to any name.
  package var servesConfiguredName: Bool

  package init(servedNames: [String], servesConfiguredName: Bool) {
    self.servedNames = servedNames
    self.servesConfiguredName = servesConfiguredName
  }
}
