package import LanguageModels
package import Perfumery

/// One reader of briefs among several.
package protocol Member: Sendable {
  /// Unique within an ensemble.
  var name: String { get }

  /// - Throws: `EnsembleError` or `CancellationError`; a member never guesses.
  func read(
    _ request: BriefRequest, deadline: ContinuousClock.Instant
  ) async throws -> MemberReading
}

/// What one member made of a brief.
package struct MemberReading: Sendable, Equatable {
  /// A field the member says nothing about is absent, or has no `because` and the confidence 0.
  package var brief: Brief

  /// How a language model came to it; nil for rules.
  package var generation: Generation?

  /// What the member said and why it does not count, one sentence each.
  package var ignored: [String]

  package init(brief: Brief, generation: Generation? = nil, ignored: [String] = []) {
    self.brief = brief
    self.generation = generation
    self.ignored = ignored
  }
}

/// The generation behind a reading.
package struct Generation: Sendable, Hashable {
  /// The model's name as the server reports it.
  package var modelReportedName: String?
  package var promptTokens: Int?
  package var completionTokens: Int?

  /// Whether the backend was held to the JSON schema.
  package var isConstrained: Bool

  /// Attempts it took, from 1.
  package var attempts: Int

  package init(completion: Completion, attempts: Int) {
    modelReportedName = completion.modelName
    promptTokens = completion.promptTokens
    completionTokens = completion.completionTokens
    isConstrained = completion.isConstrained
    self.attempts = attempts
  }
}
