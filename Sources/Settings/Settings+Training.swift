extension Settings {
  /// How a policy is trained that composes formulas.
  package struct Training: Sendable, Equatable {
    /// The rules gradients are made by.
    package enum Algorithm: String, CaseIterable, Sendable {
      case ppo = "PPO"
      case reinforce = "REINFORCE"
    }

    /// How a number changes over a run.
    package enum Schedule: String, CaseIterable, Sendable {
      case constant, linear, cosine, exponential
    }

    /// What rewards are divided by before learning.
    package enum RewardScaling: String, CaseIterable, Sendable { case none, window, returns }

    package var algorithm = Algorithm.ppo
    package var seed: UInt64 = 1
    package var totalSteps = 5_000_000
    package var ingredients = 96
    package var environments = 32
    package var rolloutSteps = 128
    package var batchSize = 256
    package var epochs = 4
    package var discount = 0.97
    package var traceDecay = 0.9
    package var clipRange = 0.2
    package var valueClipRange: Double?
    package var valueCoefficient = 0.5
    package var maxGradientNorm: Double? = 0.5
    package var targetKL: Double?
    package var hiddenUnits = 128
    package var hiddenLayers = 2
    package var normalizeObservations = true
    package var normalizeAdvantages = true
    package var adamEpsilon = 1e-5

    /// Log of the standard deviation that continuous actions begin with.
    package var initialLogDeviation = 0.0
    package var rewardScaling = RewardScaling.none
    package var threads = 1
    package var learningRate = 5e-4
    package var learningRateFinal = 2.5e-5
    package var learningRateSchedule = Schedule.linear
    package var entropy = 0.003
    package var entropyFinal = 0.0003
    package var entropySchedule = Schedule.linear
    package var entropyDecaySteps = 5_000_000

    /// Updates from one checkpoint to the next.
    package var checkpointInterval = 20
    package var keptCheckpoints = 3
    package var evaluationInterval = 40

    /// Evaluations without improvement after which a run ends; nil trains to the end.
    package var patience: Int?

    /// Unseen briefs of an evaluation and of the comparison at the end.
    package var evaluationBriefs = 50
    package var maxKL: Double? = 0.1
    package var lossSpikeFactor: Double? = 3
    package var rewardDropFactor: Double? = 0.5
    package var rollbackLearningRateFactor = 0.5
    package var maxRollbacks = 5
  }
}

extension Setting {
  static let training: [Setting] = learner + schedules + safety

  private static let learner: [Setting] = [
    Setting(
      "rl.algorithm", "RL_ALGORITHM", \.rl.algorithm, .choice, for: .trainer,
      "The rules gradients are made by."),
    Setting(
      "rl.seed", "RL_SEED", \.rl.seed, .seed, for: .trainer,
      "The seed of a run whose order names none."),
    Setting(
      "rl.total_steps", "RL_TOTAL_STEPS", \.rl.totalSteps, .integer(1...1_000_000_000),
      for: .trainer, "The environment steps of a run."),
    Setting(
      "rl.ingredients", "RL_INGREDIENTS", \.rl.ingredients, .integer(2...400), for: .trainer,
      "The materials of the palette a policy composes with."),
    Setting(
      "rl.environments", "RL_ENVIRONMENTS", \.rl.environments, .integer(1...1024), for: .trainer,
      "The environments that are stepped side by side."),
    Setting(
      "rl.rollout_steps", "RL_ROLLOUT_STEPS", \.rl.rolloutSteps, .integer(1...65_536),
      for: .trainer, "The steps of each environment before an update."),
    Setting(
      "rl.batch_size", "RL_BATCH_SIZE", \.rl.batchSize, .integer(2...4_194_304), for: .trainer,
      "The samples of one gradient step."),
    Setting(
      "rl.epochs", "RL_EPOCHS", \.rl.epochs, .integer(1...100), for: .trainer,
      "The passes over the samples of an update."),
    Setting(
      "rl.discount", "RL_DISCOUNT", \.rl.discount, .number(0...1), for: .trainer,
      "Gamma, the worth of a reward one step later."),
    Setting(
      "rl.trace_decay", "RL_TRACE_DECAY", \.rl.traceDecay, .number(0...1), for: .trainer,
      "Lambda of the generalised advantage estimate."),
    Setting(
      "rl.clip_range", "RL_CLIP_RANGE", \.rl.clipRange, .number(0.001...0.999), for: .trainer,
      "How far a probability ratio may move from 1 in an update."),
    Setting(
      "rl.value_clip_range", "RL_VALUE_CLIP_RANGE", \.rl.valueClipRange,
      .optional(.number(0.001...1_000_000)), for: .trainer,
      "How far values may move in an update; empty leaves them free."),
    Setting(
      "rl.value_coefficient", "RL_VALUE_COEFFICIENT", \.rl.valueCoefficient, .number(0...100),
      for: .trainer, "The weight of the value loss."),
    Setting(
      "rl.max_gradient_norm", "RL_MAX_GRADIENT_NORM", \.rl.maxGradientNorm,
      .optional(.number(0.000001...1_000_000)), for: .trainer,
      "The longest gradient; empty leaves it free."),
    Setting(
      "rl.target_kl", "RL_TARGET_KL", \.rl.targetKL, .optional(.number(0.000001...100)),
      for: .trainer, "Ends an update's passes when the divergence passes 1.5 times this."),
    Setting(
      "rl.hidden_units", "RL_HIDDEN_UNITS", \.rl.hiddenUnits, .integer(1...1024), for: .trainer,
      "The units of each hidden layer."),
    Setting(
      "rl.hidden_layers", "RL_HIDDEN_LAYERS", \.rl.hiddenLayers, .integer(1...4), for: .trainer,
      "The hidden layers of policy and value network alike."),
    Setting(
      "rl.normalize_observations", "RL_NORMALIZE_OBSERVATIONS", \.rl.normalizeObservations, .flag,
      for: .trainer, "Whether observations are scaled by their running mean and deviation."),
    Setting(
      "rl.normalize_advantages", "RL_NORMALIZE_ADVANTAGES", \.rl.normalizeAdvantages, .flag,
      for: .trainer, "Whether the advantages of a gradient step are brought to one scale."),
    Setting(
      "rl.adam_epsilon", "RL_ADAM_EPSILON", \.rl.adamEpsilon, .number(1e-12...0.1), for: .trainer,
      "What keeps the optimiser from dividing by 0."),
    Setting(
      "rl.initial_log_deviation", "RL_INITIAL_LOG_DEVIATION", \.rl.initialLogDeviation,
      .number(-10...5), for: .trainer,
      "The log of the standard deviation that continuous actions begin with."),
    Setting(
      "rl.reward_scaling", "RL_REWARD_SCALING", \.rl.rewardScaling, .choice, for: .trainer,
      "What rewards are divided by before learning."),
    Setting(
      "rl.threads", "RL_THREADS", \.rl.threads, .integer(1...64), for: .trainer,
      "The threads of a run; its result does not depend on them."),
  ]

  private static let schedules: [Setting] = [
    Setting(
      "rl.learning_rate.initial", "RL_LEARNING_RATE", \.rl.learningRate, .number(1e-12...1),
      for: .trainer, "The learning rate at the start."),
    Setting(
      "rl.learning_rate.final", "RL_LEARNING_RATE_FINAL", \.rl.learningRateFinal, .number(0...1),
      for: .trainer, "The learning rate at the end, unless it is constant."),
    Setting(
      "rl.learning_rate.schedule", "RL_LEARNING_RATE_SCHEDULE", \.rl.learningRateSchedule, .choice,
      for: .trainer, "How the learning rate falls over the run."),
    Setting(
      "rl.entropy.initial", "RL_ENTROPY", \.rl.entropy, .number(0...1), for: .trainer,
      "The weight of the entropy bonus at the start."),
    Setting(
      "rl.entropy.final", "RL_ENTROPY_FINAL", \.rl.entropyFinal, .number(0...1), for: .trainer,
      "The weight of the entropy bonus at the end, unless it is constant."),
    Setting(
      "rl.entropy.schedule", "RL_ENTROPY_SCHEDULE", \.rl.entropySchedule, .choice, for: .trainer,
      "How the weight of the entropy bonus falls."),
    Setting(
      "rl.entropy.decay_steps", "RL_ENTROPY_DECAY_STEPS", \.rl.entropyDecaySteps,
      .integer(1...1_000_000_000), for: .trainer,
      "The environment steps until the entropy bonus is at its end."),
  ]

  private static let safety: [Setting] = [
    Setting(
      "rl.checkpoints.interval", "RL_CHECKPOINT_INTERVAL", \.rl.checkpointInterval,
      .integer(1...1_000_000), for: .trainer, "The updates from one checkpoint to the next."),
    Setting(
      "rl.checkpoints.keep", "RL_CHECKPOINTS_KEEP", \.rl.keptCheckpoints, .integer(2...1000),
      for: .trainer, "The checkpoints that are kept beside the best."),
    Setting(
      "rl.evaluation.interval", "RL_EVALUATION_INTERVAL", \.rl.evaluationInterval,
      .integer(1...1_000_000), for: .trainer, "The updates from one evaluation to the next."),
    Setting(
      "rl.evaluation.patience", "RL_EVALUATION_PATIENCE", \.rl.patience,
      .optional(.integer(1...1_000_000)), for: .trainer,
      "The evaluations without improvement after which a run ends; empty trains to the end."),
    Setting(
      "rl.evaluation.briefs", "RL_EVALUATION_BRIEFS", \.rl.evaluationBriefs, .integer(1...500),
      for: .trainer, "The unseen briefs of an evaluation and of the comparison at the end."),
    Setting(
      "rl.rollback.max_kl", "RL_ROLLBACK_MAX_KL", \.rl.maxKL, .optional(.number(0.000001...100)),
      for: .trainer, "The divergence of an update above which it is taken back; empty is none."),
    Setting(
      "rl.rollback.loss_spike_factor", "RL_ROLLBACK_LOSS_SPIKE_FACTOR", \.rl.lossSpikeFactor,
      .optional(.number(1...1_000_000)), for: .trainer,
      "How many times the usual loss takes an update back; empty is none."),
    Setting(
      "rl.rollback.reward_drop_factor", "RL_ROLLBACK_REWARD_DROP_FACTOR", \.rl.rewardDropFactor,
      .optional(.number(0...1)), for: .trainer,
      "The part of the usual return below which an update is taken back; empty is none."),
    Setting(
      "rl.rollback.learning_rate_factor", "RL_ROLLBACK_LEARNING_RATE_FACTOR",
      \.rl.rollbackLearningRateFactor, .number(0.000001...1), for: .trainer,
      "What the learning rate is multiplied with at each rollback."),
    Setting(
      "rl.rollback.max_count", "RL_ROLLBACK_MAX_COUNT", \.rl.maxRollbacks, .integer(1...1000),
      for: .trainer, "The rollbacks to one checkpoint before a run is given up."),
  ]
}
