/// What one update of a training run came to.
///
/// All but what was timed is the same on every run with the same seed, settings and kernels.
package struct TrainingUpdate: Sendable, Equatable {
  /// From 1.
  package var number = 0

  /// Environment steps since the run began.
  package var totalSteps = 0

  /// Episodes that have ended since the run began.
  package var episodeCount = 0

  /// Mean raw return of the last 100 episodes; nil before one has ended.
  package var meanReturn: Double?

  /// Mean steps of the last 100 episodes; nil before one has ended.
  package var meanLength: Double?

  /// Mean raw reward of a step of this update.
  package var meanReward = 0.0

  /// Mean over the last pass of (ratio − 1) − log ratio.
  package var approximateKL = 0.0

  /// Part of the samples whose ratio was outside the clip range.
  package var clipFraction = 0.0
  package var clipRange = 0.0

  /// Mean entropy of the policy, in nats.
  package var entropy = 0.0
  package var entropyCoefficient = 0.0

  /// 1 − variance of (return − value) / variance of returns, of the rollout; nil when undefined.
  package var explainedVariance: Double?
  package var learningRate = 0.0

  /// Of the last minibatch.
  package var loss = 0.0
  package var policyLoss = 0.0
  package var valueLoss = 0.0

  /// Mean length of the gradient before clipping.
  package var gradientNorm = 0.0

  /// Mean deviation of continuous actions; nil for choices.
  package var deviation: Double?

  /// Passes over the samples that were begun.
  package var epochs = 0

  /// Why the state before this update was taken up again; nil when it was kept.
  package var rollback: RollbackReason?

  /// Rollbacks since the run began.
  package var rollbackCount = 0

  /// Environment steps a second of this update, collecting and learning together.
  package var stepsPerSecond = 0.0

  /// Of this update, what the passes over its samples took.
  package var learningSeconds = 0.0

  package init() {}
}

/// What was wrong with an update that was taken back.
package enum RollbackReason: String, Sendable, CaseIterable {
  case divergence, lossSpike = "loss-spike", rewardDrop = "reward-drop", notFinite = "not-finite"
}
