/// One message of a chat.
package struct ChatMessage: Sendable, Hashable {
  /// Who says a message.
  package enum Role: String, Sendable { case system, user, assistant }

  package var role: Role
  package var text: String

  package init(_ role: Role, _ text: String) {
    self.role = role
    self.text = text
  }
}

/// What to generate and how.
package struct CompletionRequest: Sendable, Hashable {
  package var messages: [ChatMessage]

  /// Most tokens to generate, above 0.
  package var maxNewTokens: Int

  /// 0 (always the likeliest token) ... 2.
  package var temperature: Double

  /// Share of the probability mass that is sampled from, above 0 up to 1.
  package var topP: Double

  /// Equal seeds and requests give equal answers on a backend that honours seeds.
  package var seed: UInt32

  /// Generation ends before any of these texts.
  package var stopSequences: [String]

  /// A JSON schema the answer has to keep to, or nil for free text.
  package var schema: AnswerSchema?

  package init(
    messages: [ChatMessage], maxNewTokens: Int, temperature: Double, topP: Double, seed: UInt32,
    stopSequences: [String] = [], schema: AnswerSchema? = nil
  ) {
    self.messages = messages
    self.maxNewTokens = maxNewTokens
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
    self.stopSequences = stopSequences
    self.schema = schema
  }
}

/// A JSON schema as text.
///
/// Text, because the order of the properties is the order in which they are generated.
package struct AnswerSchema: Sendable, Hashable {
  /// A name of letters, digits, `_` and `-`, at most 64.
  package var name: String

  /// The schema, valid JSON.
  package var text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// A generated answer.
package struct Completion: Sendable, Hashable {
  /// Why generation ended.
  package enum FinishReason: Sendable, Hashable {
    /// The model ended its answer or met a stop sequence.
    case stop
    /// `maxNewTokens` or the context was used up: the text is cut.
    case length
    /// Another reason, as the backend names it.
    case other(String)
  }

  package var text: String
  package var finishReason: FinishReason

  /// Tokens of the prompt; nil when the backend does not count them.
  package var promptTokens: Int?

  /// Tokens generated; nil when the backend does not count them.
  package var completionTokens: Int?

  /// The name of the model as the backend reports it; nil when it reports none.
  package var modelName: String?

  /// Whether the backend was held to the request's schema; false when it had to be asked without.
  package var isConstrained: Bool

  package init(
    text: String, finishReason: FinishReason, promptTokens: Int? = nil,
    completionTokens: Int? = nil, modelName: String? = nil, isConstrained: Bool = false
  ) {
    self.text = text
    self.finishReason = finishReason
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
    self.modelName = modelName
    self.isConstrained = isConstrained
  }
}
