package import LanguageModels
package import Perfumery

/// A brief as the ensemble read it, with who took part.
package struct EnsembleReading: Sendable, Equatable {
  package var brief: Brief

  /// How much effort the brief got, asked for or chosen by the router.
  package var mode: EnsembleMode

  /// Every language model that was asked, in the order of the roles; empty when none is configured.
  package var members: [MemberRun]

  /// One sentence for each thing that did not run as configured; `["no language model"]` when none
  /// is configured.
  package var degraded: [String]

  /// Who stood behind what the members voted on, by field; empty when the rules were alone.
  package var votes: [FieldVote]

  /// The language models whose reading counted: what a result lists under `models`.
  package var models: [MemberRun] { members.filter { $0.outcome == .read } }
}

/// What became of asking one language model.
package struct MemberRun: Sendable, Equatable {
  /// What became of it.
  package enum Outcome: Sendable, Equatable {
    case read
    /// Why there is no reading, for logs: it may quote the model's answer.
    case failed(String)
  }

  /// The role: `qwen`, `mistral` or `llama`.
  package var name: String

  /// The model as configured.
  package var model: String
  package var backend: String

  /// Digest of the weights; nil when the backend does not let one see them.
  package var digest: String?
  package var promptVersion: Int

  /// The model as the backend reported it; nil without an answer.
  package var modelReportedName: String?
  package var seconds: Double
  package var promptTokens: Int?
  package var completionTokens: Int?

  /// Attempts made, from 1; nil when the run was ended from outside.
  package var attempts: Int?

  /// Whether the backend was held to the JSON schema; false without an answer.
  package var isConstrained: Bool

  /// What the model said and why it does not count, one sentence each.
  package var ignored: [String]
  package var outcome: Outcome
}

/// How one value of the merged brief came about.
package struct FieldVote: Sendable, Equatable {
  /// The path in the brief, such as `families.citrus`, `seasons.summer` or `product.category`.
  package var field: String

  /// The members that said so, in the order rules, qwen, mistral, llama.
  package var members: [String]

  /// Their part of the votes, 0...1.
  package var share: Double

  /// Whether the value is in the merged brief.
  package var isCarried: Bool
}

/// Whether the model of a role can serve now.
package struct RoleHealth: Sendable {
  package var role: ModelRole
  package var model: ModelDescriptor
  package var health: Result<ModelHealth, LanguageModelError>
}
