package import CheckpointArchive
package import FormulaPolicy
package import PolicyLearning
import ResultArchive
package import ResultDocuments
package import StrictJSON
package import TrainingRuns

/// What a training job answers with.
package struct TrainingResult: Sendable {
  package static let schema = "fragrance.training/1"

  /// One method at one number of calls: means over the trials.
  package struct Row: Sendable {
    package var method: PolicyComparison.Method
    package var calls: Int
    package var worth: Double
    package var staticRatio: Double
    package var fit: Double

    init(method: PolicyComparison.Method, calls: Int, _ outcomes: [PolicyComparison.Outcome]) {
      self.method = method
      self.calls = calls
      let count = Double(max(1, outcomes.count))
      worth = outcomes.reduce(0) { $0 + $1.worth } / count
      staticRatio = outcomes.reduce(0) { $0 + $1.staticRatio } / count
      fit = outcomes.reduce(0) { $0 + $1.fit } / count
    }

    /// Every method at every number of calls.
    package static func all(of comparison: PolicyComparison, _ policy: Policy) throws -> [Row] {
      try PolicyComparison.budgets.flatMap { calls in
        try PolicyComparison.Method.allCases.map { method in
          Row(
            method: method, calls: calls,
            try comparison.outcomes(of: method, policy, calls: calls))
        }
      }
    }

    /// As it stands in a result.
    package var json: JSONValue {
      [
        "method": .string(method.rawValue), "calls": .int(calls), "worth": .number(worth),
        "staticFitOverBound": .number(staticRatio), "fitOverTime": .number(fit),
      ]
    }
  }

  /// Nil for a run from the command line.
  package var job: String?
  package var plan: RunPlan
  package var outcome: RunOutcome

  /// What was not as it should be when the run was gone on with.
  package var notices: [String]
  package var best: BestPolicy

  /// Empty for a run that was stopped.
  package var comparison: [Row]

  /// Unseen briefs the comparison is over.
  package var trialCount: Int

  /// Mean of the best static fit of the palette over the exact bound.
  package var paletteRatio: Double
  package var configuration: ConfigurationStamp

  /// The result as it is stored.
  package var json: JSONValue {
    [
      "schema": .string(Self.schema), "job": job.map { .string($0) } ?? .null,
      "seed": .string(String(plan.learner.seed)), "settings": plan.learner.json,
      "palette": .array(plan.palette.map { .string($0) }), "end": .string(outcome.end.rawValue),
      "updates": .int(outcome.updates), "totalSteps": .int(outcome.totalSteps),
      "bestScore": outcome.bestScore.map { .number($0) } ?? .null,
      "meanReturn": (outcome.lastUpdate?.meanReturn).map { .number($0) } ?? .null,
      "episodes": .int(outcome.lastUpdate?.episodeCount ?? 0),
      "rollbacks": .array(
        outcome.rollbacks.map {
          ["update": .int($0.update), "reason": .string($0.reason.rawValue)]
        }),
      "degraded": .array(notices.map { .string($0) }),
      "checkpoint": [
        "path": .string(best.path), "sha256": .string(best.digest),
        "kernels": .string(best.kernels),
      ],
      "comparison": [
        "briefs": .int(trialCount), "paletteOverBound": .number(paletteRatio),
        "rows": .array(comparison.map(\.json)),
      ],
      "configuration": [
        "version": .string(configuration.version), "settings": .string(configuration.settings),
        "tables": .string(configuration.tables),
      ],
    ]
  }
}

/// The best policy of a run, or where there was no evaluation its last one.
package struct BestPolicy: Sendable {
  package let policy: Policy
  package let palette: [String]
  package let path: String

  /// SHA-256 of the checkpoint file, 64 hexadecimal digits.
  package let digest: String

  /// Those the run was computed with.
  package let kernels: String

  /// - Parameter folder: of the run.
  /// - Throws: `CheckpointError`.
  package init(folder: String) throws(CheckpointError) {
    let store = try CheckpointStore(folder: folder, keptCount: 2)
    let best = "\(folder)/\(CheckpointStore.bestName)"
    do {
      try self.init(path: best)
    } catch .missing {
      guard let last = try store.names().last else { throw .missing(best) }
      try self.init(path: "\(folder)/\(last)")
    }
  }

  /// - Parameter path: of a checkpoint file.
  /// - Throws: `CheckpointError`.
  package init(path: String) throws(CheckpointError) {
    let bytes = try CheckpointStore.bytes(path)
    let checkpoint = try CheckpointFormat.decode(bytes)
    policy = try checkpoint.policy()
    palette = checkpoint.header.palette
    kernels = checkpoint.header.kernels
    digest = Archive.digest(bytes)
    self.path = path
  }
}
