import Glibc
import SeededRandom

/// Learns a policy for an environment, one update at a time.
///
/// An update is a rollout of every environment and the passes over what it brought. Seed and
/// settings, the count of threads excepted, decide every bit of the result on machines whose
/// OpenBLAS chooses the same kernels. So they do with several ranks: each steps its part of the
/// environments and differentiates its part of each minibatch; gradients and all statistics are
/// summed, so that every rank has the same parameters and decides alike.
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
  let ranks: any RankGroup
  private let table: SampleTable

  /// - Parameters:
  ///   - ranks: that learn together, all with these settings.
  ///   - makeEnvironment: called with the number and the seed of each environment of this rank;
  ///     numbers count those of all ranks from 0.
  /// - Throws: when OpenBLAS is missing, a setting is out of its range, or environments or
  ///   minibatches cannot be dealt out to the ranks evenly.
  package init(
    _ settings: LearnerSettings, ranks: any RankGroup = SingleRank(),
    makeEnvironment: (_ index: Int, _ seed: UInt64) throws -> World
  ) throws {
    _ = try BLAS.core()
    try settings.check()
    let part = try settings.part(of: ranks)
    self.settings = settings
    self.ranks = ranks
    var seeds = SplitMix64(seed: settings.seed)
    let own = settings.environments(of: ranks)
    var worlds: [World] = []
    for index in 0..<settings.environmentCount {
      let seed = seeds.next()
      if own.contains(index) { worlds.append(try makeEnvironment(index, seed)) }
    }
    action = worlds[0].actionSpace
    observationSize = worlds[0].observationSize
    let shape = NetworkShape(
      inputCount: observationSize, hiddenSizes: settings.hiddenSizes, action: action)
    table = SampleTable(settings: part, observationSize: observationSize, action: action)
    optimizer = PolicyOptimizer(
      shape: shape, action: action, settings: part, ranks: ranks, maskCount: action.maskCount)
    collector = RolloutCollector(worlds, shape: shape, action: action, settings: part)
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
    var sums = collector.collect(
      into: table, parameters: parameters, shape: optimizer.shape, stepsDone: totalSteps,
      scale: observationScale)
    collector.fillCutValues(table, parameters: parameters, scale: observationScale)
    var update = TrainingUpdate()
    update.meanReward = takeRewards()
    totalSteps += settings.samplesPerUpdate
    updateCount += 1
    let isScoreFunction = settings.algorithm == .reinforce
    AdvantageEstimate.fill(
      table, discount: settings.discount, traceDecay: isScoreFunction ? 1 : settings.traceDecay)
    update.explainedVariance = AdvantageEstimate.explainedVariance(table, over: ranks)
    update.learningRate = settings.learningRate.rate(atProgress: progress) * learningRateFactor
    update.entropyCoefficient = settings.entropy.coefficient(
      atStep: totalSteps - settings.samplesPerUpdate)
    let learningStart = clock.now
    let outcome = optimizer.learn(
      from: table, learningRate: update.learningRate,
      entropyCoefficient: update.entropyCoefficient)
    update.learningSeconds = (clock.now - learningStart) / .seconds(1)
    sums.add(over: ranks)
    observationScale = observationScale?.merged(with: sums)
    fill(&update, outcome)
    update.stepsPerSecond = Double(settings.samplesPerUpdate) / ((clock.now - start) / .seconds(1))
    return update
  }

  /// Notes raw rewards and leaves scaled ones in the table.
  ///
  /// Every rank goes through the rewards of all, in the order one process would, so that windows
  /// and records are the same everywhere.
  ///
  /// - Returns: the mean raw reward.
  private func takeRewards() -> Double {
    let (all, own) = (settings.environmentCount, settings.environments(of: ranks))
    var rewards = [Float](repeating: 0, count: settings.samplesPerUpdate)
    var ends = rewards
    for row in 0..<table.count {
      let place = row / own.count * all + own.lowerBound + row % own.count
      rewards[place] = table.rewards.start[row]
      ends[place] = Float(table.ends.start[row])
    }
    ranks.sum(&rewards)
    ranks.sum(&ends)
    var sum = 0.0
    for place in rewards.indices {
      let (step, environment) = place.quotientAndRemainder(dividingBy: all)
      let (reward, isLast) = (Double(rewards[place]), ends[place] != 0)
      sum += reward
      episodes.add(reward, environment: environment, isLast: isLast)
      let scaled = rewardScale.scaled(reward, environment: environment, isLast: isLast)
      if own.contains(environment) {
        table.rewards.start[step * own.count + environment - own.lowerBound] = Float(scaled)
      }
    }
    return sum / Double(rewards.count)
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

  /// Whether all ranks have the same parameters, to the bit.
  package func parametersAgree() -> Bool {
    // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/, by words.
    let digest = UnsafeBufferPointer(
      start: optimizer.parameters.start, count: optimizer.parameters.count
    ).reduce(UInt64(0xCBF2_9CE4_8422_2325)) { digest, value in
      (digest ^ UInt64(value.bitPattern)) &* 0x100_0000_01B3
    }
    let all: [UInt64] = ranks.gather(digest)
    return all.allSatisfy { $0 == digest }
  }

  /// For `restore`.
  func takeUp(updateCount: Int, totalSteps: Int) {
    self.updateCount = updateCount
    self.totalSteps = totalSteps
  }
}
