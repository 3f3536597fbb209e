/// How a policy learns.
///
/// The defaults are those of PPO in Stable-Baselines3 2.9, with the entropy bonus of
/// `EntropySchedule` and eight environments.
package struct LearnerSettings: Sendable, Equatable {
  package var algorithm: Algorithm = .ppo

  /// Environments stepped side by side, 1...1024.
  package var environmentCount = 8

  /// Steps of each environment before an update, 1...65,536.
  package var rolloutLength = 2048

  /// Samples of one gradient step, 1... all of an update.
  package var batchSize = 64

  /// Passes over the samples of an update, 1...100.
  package var epochs = 10

  /// Gamma, 0...1.
  package var discount = 0.99

  /// Lambda of the generalised advantage estimate, 0...1.
  package var traceDecay = 0.95

  /// Ratios are held within 1 ± this, above 0 and below 1.
  package var clipRange = 0.2

  /// Values are held this near to those of the rollout; nil leaves them free.
  package var valueClipRange: Double?
  package var valueCoefficient = 0.5
  package var normalizesAdvantages = true

  /// Longest gradient; nil leaves it free.
  package var maxGradientNorm: Double? = 0.5

  /// Ends the passes of an update when the estimate of the KL divergence passes 1.5 times this.
  package var targetKL: Double?
  package var learningRate = LearningRateSchedule()
  package var entropy = EntropySchedule()

  /// Epsilon of Adam.
  package var adamEpsilon = 1e-5

  /// Units of the hidden layers of policy and value network alike; 1...4 layers of 1...1024.
  package var hiddenSizes = [64, 64]

  /// Log of the standard deviation that continuous actions begin with.
  package var initialLogDeviation = 0.0
  package var normalizesObservations = false
  package var rewardScaling = RewardScaling.none

  package var seed: UInt64 = 0

  /// Steps to train for; the last update may pass it.
  package var totalSteps = 1_000_000

  /// Threads gradients are computed on; the result does not depend on it.
  package var threadCount = 1

  package init() {}

  /// Samples of one update.
  package var samplesPerUpdate: Int { environmentCount * rolloutLength }

  /// Updates until `totalSteps` are reached.
  package var updateCount: Int { (totalSteps + samplesPerUpdate - 1) / samplesPerUpdate }
}

/// The rules gradients are made by.
package enum Algorithm: String, Sendable, CaseIterable {
  /// Proximal policy optimisation: Schulman et al. 2017, arXiv 1707.06347.
  case ppo

  /// The score function with a learned baseline: Williams 1992, Machine Learning 8, 229.
  case reinforce
}

/// What rewards are divided by before learning; reports show raw rewards always.
package enum RewardScaling: String, Sendable, CaseIterable {
  case none

  /// (reward − mean) / deviation of the last 1000 rewards, within ±10.
  case window

  /// reward / deviation of the discounted return, within ±10: Engstrom et al. 2020, §3.
  case returns
}
