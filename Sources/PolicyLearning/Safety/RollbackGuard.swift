/// When an update is taken back.
package struct RollbackRules: Sendable, Equatable {
  /// Largest estimate of the KL divergence of an update; nil allows any.
  package var maxKL: Double? = 0.1

  /// A loss may exceed the mean of those before by one less than this times its size; nil allows
  /// any.
  package var lossSpikeFactor: Double? = 3

  /// The mean return may fall below the mean of those before by one less this of its size; nil
  /// allows any fall.
  package var rewardDropFactor: Double? = 0.5

  /// What the learning rate is multiplied with at each rollback, above 0 and at most 1.
  ///
  /// From the same state with the same chance, only another step leads elsewhere.
  package var learningRateFactor = 0.5

  /// Rollbacks to one state before the run is given up, from 1.
  package var mostRollbacks = 5

  package init() {}
}

/// Compares each update with those before, and says when it went wrong.
///
/// Means are of raw returns and their sizes count without sign, so that a run whose returns are
/// negative, or near zero, is judged like any other.
package struct RollbackGuard: Sendable, Equatable {
  private let rules: RollbackRules

  /// Loss and mean return of the updates that were kept, the newest last.
  package private(set) var losses: [Double] = []
  package private(set) var returns: [Double] = []

  /// Updates that are compared with.
  package static let windowSize = 10

  /// Updates needed before there is anything to compare with.
  private static let leastCount = 3

  package init(_ rules: RollbackRules) { self.rules = rules }

  /// Goes on with what an earlier guard knew.
  package init(_ rules: RollbackRules, losses: [Double], returns: [Double]) {
    self.rules = rules
    self.losses = losses.suffix(Self.windowSize)
    self.returns = returns.suffix(Self.windowSize)
  }

  /// Why an update has to be taken back; when nothing is wrong it is remembered.
  package mutating func judge(_ update: TrainingUpdate) -> RollbackReason? {
    if let reason = update.rollback { return reason }
    let loss = Self.loss(update)
    guard loss.isFinite, update.approximateKL.isFinite else { return .notFinite }
    if let most = rules.maxKL, update.approximateKL > most { return .divergence }
    if let factor = rules.lossSpikeFactor, let before = Spread(losses),
      loss - before.mean > (factor - 1) * before.size
    {
      return .lossSpike
    }
    if let factor = rules.rewardDropFactor, let now = update.meanReturn,
      let before = Spread(returns), before.mean - now > (1 - factor) * before.size
    {
      return .rewardDrop
    }
    accept(update)
    return nil
  }

  /// Remembers an update that is kept whatever it looks like.
  package mutating func accept(_ update: TrainingUpdate) {
    losses = (losses + [Self.loss(update)]).suffix(Self.windowSize)
    if let now = update.meanReturn { returns = (returns + [now]).suffix(Self.windowSize) }
  }

  /// Both losses by their sizes: the policy's is below zero when all is well, and would hide the
  /// other in their sum.
  private static func loss(_ update: TrainingUpdate) -> Double {
    abs(update.policyLoss) + update.valueLoss
  }

  /// Mean of some values, and the size by which another may differ: the larger of the mean's
  /// magnitude and three deviations.
  private struct Spread {
    let mean: Double
    let size: Double

    /// Nil for too few values.
    init?(_ values: [Double]) {
      guard values.count >= leastCount else { return nil }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      self.mean = mean
      size = max(abs(mean), 3 * variance.squareRoot(), 1e-9)
    }
  }
}
