extension Settings {
  /// The language models that read a brief beside the rule reader, which is always there.
  package struct Ensemble: Sendable, Equatable {
    /// How many members a brief is given to; `auto` decides by the brief.
    package enum Mode: String, CaseIterable, Sendable { case fast, balanced, creative, auto }

    package var mode = Mode.auto
    package var qwen = Member(
      model: "Qwen/Qwen2.5-7B-Instruct", maxNewTokens: 512, temperature: 0.7, topP: 0.9)
    package var mistral = Member(
      model: "mistralai/Mistral-7B-Instruct-v0.3", maxNewTokens: 512, temperature: 0.2, topP: 0.9)
    package var llama = Member(
      model: "meta-llama/Meta-Llama-3-8B-Instruct", maxNewTokens: 128, temperature: 0.9,
      topP: 0.95)

    /// The members that are to be asked, in the order qwen, mistral, llama.
    package var configuredMembers: [(role: Role, member: Member)] {
      [(.qwen, qwen), (.mistral, mistral), (.llama, llama)].filter(\.1.isConfigured)
    }
  }

  /// What a model is there for: reading, checking, or inspiring.
  package enum Role: String, CaseIterable, Sendable { case qwen, mistral, llama }

  /// A model behind an OpenAI-compatible server.
  package struct Member: Sendable, Equatable {
    package var enabled = true

    /// Base of the server's API, such as `http://127.0.0.1:8080/v1`; nil when there is no server.
    package var url: String?

    /// The name the server knows the model by.
    package var model: String
    package var apiKey: Secret?

    /// For one call, connecting included.
    package var timeout = Duration.seconds(12)
    package var maxNewTokens: Int
    package var temperature: Double
    package var topP: Double

    /// Further tries after a failed call.
    package var retry = 1

    /// Its voice in the consensus; the rule reader's is 1.
    package var weight = 1.0

    /// Whether it is enabled and has a server.
    package var isConfigured: Bool { enabled && url != nil }

    init(model: String, maxNewTokens: Int, temperature: Double, topP: Double) {
      self.model = model
      self.maxNewTokens = maxNewTokens
      self.temperature = temperature
      self.topP = topP
    }
  }
}

extension Setting {
  static let ensemble: [Setting] =
    [
      Setting(
        "ensemble.mode", "ENSEMBLE_MODE", \.ensemble.mode, .choice, for: .ensemble,
        "How many members a brief is given to when the request does not say.")
    ]
    + member("qwen", "QWEN", \.ensemble.qwen)
    + member("mistral", "MISTRAL", \.ensemble.mistral)
    + member("llama", "LLAMA", \.ensemble.llama)

  private static func member(
    _ role: String, _ prefix: String,
    _ member: Property<Settings, Settings.Member>
  ) -> [Setting] {
    func setting<Value>(
      _ name: String, _ property: Property<Settings.Member, Value>,
      _ type: ValueType<Value>, _ summary: String
    ) -> Setting {
      Setting(
        "ensemble.\(role).\(name)", "\(prefix)_\(name.uppercased())",
        member, property, type, for: .ensemble, summary)
    }
    return [
      setting("enabled", \.enabled, .flag, "Whether the member is asked at all."),
      setting(
        "url", \.url, .optional(.address),
        "Base of an OpenAI-compatible API, /v1 included; empty when there is no server."),
      setting("model", \.model, .text(limit: 200), "The name the server knows the model by."),
      setting("api_key", \.apiKey, .secret, "The key sent to the server."),
      setting(
        "timeout_seconds", \.timeout, .seconds(0.1...600), "The longest one call may take."),
      setting(
        "max_new_tokens", \.maxNewTokens, .integer(1...8192),
        "The most tokens one answer may have."),
      setting(
        "temperature", \.temperature, .number(0...2),
        "How far sampling strays from the likeliest token; 0 never does."),
      setting(
        "top_p", \.topP, .number(0.01...1),
        "The share of probability that sampling chooses from."),
      setting("retry", \.retry, .integer(0...5), "Further tries after a failed call."),
      setting(
        "weight", \.weight, .number(0...10),
        "The member's voice in the consensus, beside 1 of the rule reader."),
    ]
  }
}
