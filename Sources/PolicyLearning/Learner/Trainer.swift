import Glibc
import SeededRandom

/// Learns a policy for an environment, one update at a time.
///
/// An update is a rollout of every environment and the passes over what it brought. Seed and
/// settings, the count of threads excepted, decide every bit of the result on machines whose
/// OpenBLAS chooses the same kernels.
package final class Trainer<World: Environment> {
  package let settings: LearnerSettings
  package let action: ActionSpace
  package let observationSize: Int

  /// Updates done.
  package private(set) var updateCount = 0

  /// Environment steps done.
  package private(set) var totalSteps = 0

  /// Factor on the scheduled learning rate: 1, less after rollbacks.
  package var learningRateFactor = 1.0

  let optimizer: PolicyOptimizer
  var observationScale: ObservationScale?
  var rewardScale: RewardScale
  var episodes: EpisodeRecord
  let collector: RolloutCollector<World>
  private let table: SampleTable

  /// - Parameters:
  ///   - makeEnvironment: called with 0, 1, … and a seed of its own for each environment.
  /// - Throws: when OpenBLAS is missing or a setting is out of its range.
  package init(
    _ settings: LearnerSettings, makeEnvironment: (_ index: Int, _ seed: UInt64) throws -> World
  ) throws {
    _ = try BLAS.core()
    try settings.check()
    self.settings = settings
    var seeds = SplitMix64(seed: settings.seed)
    var worlds: [World] = []
    for index in 0..<settings.environmentCount {
      worlds.append(try makeEnvironment(index, seeds.next()))
    }
    action = worlds[0].actionSpace
    observationSize = worlds[0].observationSize
    let shape = NetworkShape(
      inputCount: observationSize, hiddenSizes: settings.hiddenSizes, action: action)
    table = SampleTable(settings: settings, observationSize: observationSize, action: action)
    optimizer = PolicyOptimizer(
      shape: shape, action: action, settings: settings, maskCount: action.maskCount)
    collector = RolloutCollector(worlds, shape: shape, action: action, settings: settings)
    observationScale =
      settings.normalizesObservations ? ObservationScale(size: observationSize) : nil
    rewardScale = RewardScale(
      settings.rewardScaling, discount: settings.discount,
      environmentCount: settings.environmentCount)
    episodes = EpisodeRecord(environmentCount: settings.environmentCount)
    collector.begin(table)
  }

  /// Whether `totalSteps` of the settings are done.
  package var isFinished: Bool { totalSteps >= settings.totalSteps }

  /// The policy as it is now.
  package var policy: Policy {
    Policy(
      action: action, shape: optimizer.shape, parameters: optimizer.parameters.values,
      scale: observationScale)
  }

  /// One rollout and the learning from it.
  ///
  /// A result that is not finite says so by `rollback`; the trainer must then be restored.
  package func update() -> TrainingUpdate {
    let clock = ContinuousClock()
    let start = clock.now
    let parameters = UnsafePointer(optimizer.parameters.start)
    let progress = Double(totalSteps) / Double(settings.totalSteps)
    let sums = collector.collect(
      into: table, parameters: parameters, shape: optimizer.shape, stepsDone: totalSteps,
      scale: observationScale)
    collector.fillCutValues(table, parameters: parameters, scale: observationScale)
    var update = TrainingUpdate()
    update.meanReward = takeRewards()
    totalSteps += table.count
    updateCount += 1
    let isScoreFunction = settings.algorithm == .reinforce
    AdvantageEstimate.fill(
      table, discount: settings.discount, traceDecay: isScoreFunction ? 1 : settings.traceDecay)
    update.explainedVariance = AdvantageEstimate.explainedVariance(table)
    update.learningRate = settings.learningRate.rate(atProgress: progress) * learningRateFactor
    update.entropyCoefficient = settings.entropy.coefficient(atStep: totalSteps - table.count)
    let learningStart = clock.now
    let outcome = optimizer.learn(
      from: table, learningRate: update.learningRate,
      entropyCoefficient: update.entropyCoefficient)
    update.learningSeconds = (clock.now - learningStart) / .seconds(1)
    observationScale = observationScale?.merged(with: sums)
    fill(&update, outcome)
    update.stepsPerSecond = Double(table.count) / ((clock.now - start) / .seconds(1))
    return update
  }

  /// Notes raw rewards and leaves scaled ones in the table.
  ///
  /// - Returns: the mean raw reward.
  private func takeRewards() -> Double {
    var sum = 0.0
    for row in 0..<table.count {
      let environment = row % table.environmentCount
      let reward = Double(table.rewards.start[row])
      let isLast = table.ends.start[row] != 0
      sum += reward
      episodes.add(reward, environment: environment, isLast: isLast)
      table.rewards.start[row] = Float(
        rewardScale.scaled(reward, environment: environment, isLast: isLast))
    }
    return sum / Double(table.count)
  }

  private func fill(_ update: inout TrainingUpdate, _ outcome: PolicyOptimizer.Outcome) {
    update.number = updateCount
    update.totalSteps = totalSteps
    update.episodeCount = episodes.count
    update.meanReturn = episodes.meanReturn
    update.meanLength = episodes.meanLength
    update.approximateKL = outcome.approximateKL
    update.clipFraction = outcome.clipFraction
    update.clipRange = settings.clipRange
    update.entropy = outcome.entropy
    update.loss = outcome.lastLoss
    update.policyLoss = outcome.policyLoss
    update.valueLoss = outcome.valueLoss
    update.gradientNorm = outcome.gradientNorm
    update.epochs = outcome.epochs
    if let part = optimizer.shape.logDeviation {
      let deviations = UnsafeBufferPointer(
        start: optimizer.parameters.start + part.start, count: part.count)
      update.deviation = deviations.reduce(0) { $0 + exp(Double($1)) } / Double(part.count)
    }
    if !outcome.isFinite || !update.meanReward.isFinite { update.rollback = .notFinite }
  }

  /// For `restore`.
  func takeUp(updateCount: Int, totalSteps: Int) {
    self.updateCount = updateCount
    self.totalSteps = totalSteps
  }
}
