/// A brief to be read by the ensemble.
package struct BriefRequest: Sendable, Hashable {
  /// The words of the customer; bounded by whoever accepted the job.
  package var text: String

  /// Which models are asked; nil lets the router decide from the text.
  package var mode: EnsembleMode?

  /// Equal seeds give equal sampling on backends that honour seeds.
  package var seed: UInt64

  package init(text: String, mode: EnsembleMode? = nil, seed: UInt64) {
    self.text = text
    self.mode = mode
    self.seed = seed
  }
}

/// The part a language model plays. The raw value names its prompt file and its settings.
package enum ModelRole: String, CaseIterable, Sendable, Hashable {
  /// Reads the whole brief.
  case qwen
  /// Reads it again with an eye on bounds, negations and contradictions.
  case mistral
  /// Reads the images and moods behind the words.
  case llama
}

/// How much effort a brief gets.
package enum EnsembleMode: String, CaseIterable, Sendable, Hashable {
  case fast, balanced, creative

  /// The roles that are asked, in order.
  package var roles: [ModelRole] {
    switch self {
    case .fast: [.qwen]
    case .balanced: [.qwen, .mistral]
    case .creative: [.qwen, .mistral, .llama]
    }
  }
}
