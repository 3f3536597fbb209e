/// The rules a training run is ordered by.
package enum TrainingAlgorithm: String, CaseIterable, Sendable {
  case ppo = "PPO"
  case reinforce = "REINFORCE"
}

/// What a client orders: a policy to be trained. What is nil is left to the worker's settings.
package struct TrainingOrder: Sendable, Hashable {
  package var algorithm: TrainingAlgorithm?

  /// 0...2⁵³ − 1.
  package var seed: UInt64?

  /// Environment steps, 1...1,000,000,000.
  package var totalSteps: Int?

  /// Updates in place of steps, 1...1,000,000.
  package var iterations: Int?

  /// Steps of each environment before an update, 1...65,536.
  package var stepsPerIteration: Int?

  /// Environments side by side, 1...1024.
  package var environments: Int?

  /// Materials of the palette, 2...400.
  package var ingredients: Int?

  /// Samples of a gradient step, 2...4,194,304.
  package var batchSize: Int?

  /// Passes over the samples of an update, 1...100.
  package var epochs: Int?

  /// At the start of the run, above 0 up to 1.
  package var learningRate: Double?

  /// 0...1.
  package var discount: Double?

  /// Of the advantage estimate, 0...1.
  package var traceDecay: Double?

  /// How far probability ratios may move in an update, 0.001...0.999.
  package var clipRange: Double?

  /// Ends the passes of an update when its divergence passes 1.5 times this; 0.000001...100.
  package var targetKL: Double?

  /// Weight of the entropy bonus at the start, 0...1.
  package var entropy: Double?

  /// Units of each hidden layer, 1...1024.
  package var hiddenUnits: Int?

  /// 1...4.
  package var hiddenLayers: Int?

  package init() {}
}

extension TrainingOrder {
  /// Allowed values of `totalSteps`.
  package static let totalStepCounts = 1...1_000_000_000

  /// Allowed values of `iterations`.
  package static let iterationCounts = 1...1_000_000

  /// Allowed values of `stepsPerIteration`.
  package static let stepsPerIterationCounts = 1...65_536

  /// Allowed values of `environments`.
  package static let environmentCounts = 1...1024

  /// Allowed values of `ingredients`.
  package static let ingredientCounts = 2...400

  /// Allowed values of `batchSize`.
  package static let batchSizes = 2...4_194_304

  /// Allowed values of `epochs`.
  package static let epochCounts = 1...100

  /// Allowed values of `learningRate`.
  package static let learningRates = 1e-9...1.0

  /// Allowed values of `clipRange`.
  package static let clipRanges = 0.001...0.999

  /// Allowed values of `targetKL`.
  package static let targetKLs = 1e-6...100.0

  /// Allowed values of `hiddenUnits`.
  package static let hiddenUnitCounts = 1...1024

  /// Allowed values of `hiddenLayers`.
  package static let hiddenLayerCounts = 1...4

  /// Allowed values of `discount`, `traceDecay` and `entropy`.
  package static let parts = 0.0...1.0
}
