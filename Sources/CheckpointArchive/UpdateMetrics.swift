package import PolicyLearning
package import StrictJSON

/// What an update came to, for people who look into a checkpoint.
///
/// Without what was timed, so that a run gone on with writes the same bytes as one run through.
package struct UpdateMetrics: Sendable, Equatable {
  /// An object of numbers by name; what is undefined or not finite is null.
  package let json: JSONValue

  init(json: JSONValue) { self.json = json }

  package init(_ update: TrainingUpdate) {
    json = .object([
      "update": .int(update.number), "steps": .int(update.totalSteps),
      "episodes": .int(update.episodeCount), "meanReturn": Self.number(update.meanReturn),
      "meanLength": Self.number(update.meanLength), "meanReward": Self.number(update.meanReward),
      "approximateKL": Self.number(update.approximateKL),
      "clipFraction": Self.number(update.clipFraction), "entropy": Self.number(update.entropy),
      "entropyCoefficient": Self.number(update.entropyCoefficient),
      "explainedVariance": Self.number(update.explainedVariance),
      "learningRate": Self.number(update.learningRate), "loss": Self.number(update.loss),
      "policyLoss": Self.number(update.policyLoss), "valueLoss": Self.number(update.valueLoss),
      "gradientNorm": Self.number(update.gradientNorm), "rollbacks": .int(update.rollbackCount),
    ])
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.json.canonicalText == right.json.canonicalText
  }

  /// JSON has no word for what is not finite.
  private static func number(_ value: Double?) -> JSONValue {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }
}
