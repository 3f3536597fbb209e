import FormulaRules
import JobWorker
import Monitoring
import Perfumery
import PolicyLearning
import Settings
import TrainingRuns

extension Assembly {
  /// The training of policies, as the worker and `fragrance train` use it.
  static func trainPolicy(
    _ settings: Settings, metrics: ServiceMetrics = ServiceMetrics(registry: PrometheusRegistry())
  ) throws -> TrainPolicy {
    let catalogue = try Catalogue.builtIn()
    return TrainPolicy(
      catalogue: catalogue, rules: try RuleBook.builtIn(catalogue: catalogue),
      defaults: TrainPolicy.Defaults(
        plan: plan(settings), ingredients: settings.rl.ingredients,
        briefs: settings.rl.evaluationBriefs,
        configuration: stamp(settings, sections: ["rl."])),
      metrics: metrics, now: { .now })
  }

  /// Where runs have their folders.
  static func runsFolder(_ settings: Settings) -> String {
    "\(settings.spool.directory)/checkpoints"
  }

  private static func plan(_ settings: Settings) -> RunPlan {
    let rl = settings.rl
    var plan = RunPlan(
      folder: runsFolder(settings), environment: "fragrance", palette: [], program: Version.text)
    plan.learner = learner(rl)
    plan.checkpointInterval = rl.checkpointInterval
    plan.keptCheckpoints = rl.keptCheckpoints
    plan.evaluationInterval = rl.evaluationInterval
    plan.patience = rl.patience
    plan.rollback.maxKL = rl.maxKL
    plan.rollback.lossSpikeFactor = rl.lossSpikeFactor
    plan.rollback.rewardDropFactor = rl.rewardDropFactor
    plan.rollback.learningRateFactor = rl.rollbackLearningRateFactor
    plan.rollback.mostRollbacks = rl.maxRollbacks
    return plan
  }

  private static func learner(_ rl: Settings.Training) -> LearnerSettings {
    var learner = LearnerSettings()
    learner.algorithm = rl.algorithm == .ppo ? .ppo : .reinforce
    learner.environmentCount = rl.environments
    learner.rolloutLength = rl.rolloutSteps
    learner.batchSize = rl.batchSize
    learner.epochs = rl.epochs
    learner.discount = rl.discount
    learner.traceDecay = rl.traceDecay
    learner.clipRange = rl.clipRange
    learner.valueClipRange = rl.valueClipRange
    learner.valueCoefficient = rl.valueCoefficient
    learner.maxGradientNorm = rl.maxGradientNorm
    learner.targetKL = rl.targetKL
    learner.learningRate = LearningRateSchedule(
      shape: shape(rl.learningRateSchedule), initial: rl.learningRate,
      final: rl.learningRateFinal)
    learner.entropy = EntropySchedule(
      shape: shape(rl.entropySchedule), initial: rl.entropy, final: rl.entropyFinal,
      decaySteps: rl.entropyDecaySteps)
    learner.hiddenSizes = Array(repeating: rl.hiddenUnits, count: rl.hiddenLayers)
    learner.normalizesObservations = rl.normalizeObservations
    learner.normalizesAdvantages = rl.normalizeAdvantages
    learner.adamEpsilon = rl.adamEpsilon
    learner.initialLogDeviation = rl.initialLogDeviation
    learner.rewardScaling = scaling(rl.rewardScaling)
    learner.seed = rl.seed
    learner.totalSteps = rl.totalSteps
    learner.threadCount = rl.threads
    return learner
  }

  private static func shape(_ schedule: Settings.Training.Schedule) -> ScheduleShape {
    switch schedule {
    case .constant: .constant
    case .linear: .linear
    case .cosine: .cosine
    case .exponential: .exponential
    }
  }

  private static func scaling(_ scaling: Settings.Training.RewardScaling) -> RewardScaling {
    switch scaling {
    case .none: .none
    case .window: .window
    case .returns: .returns
    }
  }
}
