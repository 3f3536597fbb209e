import ReferenceWorlds
import SeededRandom
import Testing

@testable import PolicyLearning

/// Several ranks that learn one policy.
@Suite struct RankedTrainerTests {
  private static let action = ActionSpace.discrete(3)

  private static var settings: LearnerSettings {
    var settings = LearnerSettings()
    settings.environmentCount = 4
    settings.rolloutLength = 32
    settings.batchSize = 32
    settings.epochs = 2
    settings.hiddenSizes = [16, 16]
    settings.normalizesObservations = true
    settings.rewardScaling = .window
    settings.totalSteps = 100_000
    settings.seed = 7
    return settings
  }

  /// Samples as a rollout of some of four environments could have brought.
  private static func table(_ settings: LearnerSettings, of own: Range<Int>) -> SampleTable {
    let table = SampleTable(settings: settings, observationSize: 5, action: action)
    var generator = SplitMix64(seed: 11)
    for step in 0..<settings.rolloutLength {
      for environment in 0..<4 {
        let numbers = (0..<9).map { _ in Float(generator.nextUnit()) }
        guard own.contains(environment) else { continue }
        let row = step * own.count + environment - own.lowerBound
        for index in 0..<5 { table.observation(row)[index] = numbers[index] - 0.5 }
        for index in 0..<3 { table.masks.start[row * 3 + index] = 1 }
        table.action(row)[0] = Float(Int(numbers[5] * 3))
        table.cell(.logProbability, row).pointee = -1.1
        table.cell(.value, row).pointee = 0
        table.cell(.advantage, row).pointee = numbers[7]
        table.cell(.target, row).pointee = numbers[8]
      }
    }
    return table
  }

  private struct Step: Sendable {
    var parameters: [Float]
    var outcome: PolicyOptimizer.Outcome
  }

  /// One step over all samples, so that their order means nothing.
  private static func step(_ ranks: ThreadRanks) throws -> Step {
    var settings = settings
    settings.batchSize = settings.samplesPerUpdate
    settings.epochs = 1
    let part = try settings.part(of: ranks)
    let shape = NetworkShape(inputCount: 5, hiddenSizes: [16, 16], action: action)
    let optimizer = PolicyOptimizer(
      shape: shape, action: action, settings: part, ranks: ranks, maskCount: action.maskCount)
    let table = table(part, of: settings.environments(of: ranks))
    let outcome = optimizer.learn(from: table, learningRate: 1e-3, entropyCoefficient: 0.01)
    return Step(parameters: optimizer.parameters.values, outcome: outcome)
  }

  @Test(arguments: [2, 4])
  func oneStepOfSeveralRanksIsThatOfOneButForRounding(count: Int) throws {
    let results = ThreadRanks.run(count) { try Self.step($0) }
    let alone = try #require(ThreadRanks.run(1) { try Self.step($0) }.first).get()
    let first = try #require(results.first).get()
    for result in results {
      let found = try result.get()
      #expect(found.parameters == first.parameters)
      #expect(abs(found.outcome.lastLoss - alone.outcome.lastLoss) < 1e-6)
      #expect(
        abs(found.outcome.gradientNorm - alone.outcome.gradientNorm)
          < 1e-5 * alone.outcome.gradientNorm)
      // Adam's first step is the sign of the gradient: where that is nearly 0 it may differ.
      let apart = zip(found.parameters, alone.parameters).count { abs($0 - $1) > 1e-5 }
      #expect(apart <= found.parameters.count / 200)
    }
  }

  @Test(arguments: [2, 4])
  func allRanksHaveOneState(count: Int) throws {
    let states = try ThreadRanks.run(count) { ranks in
      let trainer = try Trainer(Self.settings, ranks: ranks) { CartPole(seed: $1) }
      for _ in 0..<4 { _ = trainer.update() }
      #expect(trainer.parametersAgree())
      return trainer.state
    }.map { try $0.get() }
    #expect(states.count == count && states.allSatisfy { $0 == states[0] })
    #expect(states[0].rankCount == count)
    // Every environment has gone its own way.
    let worlds = (0..<4).map { String(describing: states[0]["environment/\($0)"]?.values) }
    #expect(Set(worlds).count == 4)
  }

  @Test func aRankWithOtherParametersIsNoticed() throws {
    let agreed = try ThreadRanks.run(2) { ranks in
      let trainer = try Trainer(Self.settings, ranks: ranks) { CartPole(seed: $1) }
      if ranks.rank == 1 { trainer.optimizer.parameters.start[3] += 1e-7 }
      return trainer.parametersAgree()
    }.map { try $0.get() }
    #expect(agreed == [false, false])
  }

  @Test func whatCannotBeDealtOutEvenlyIsRefused() {
    let results = ThreadRanks.run(3) { ranks in
      _ = try Trainer(Self.settings, ranks: ranks) { CartPole(seed: $1) }
    }
    for result in results {
      #expect(throws: LearnerSettingsError.self) { try result.get() }
    }
  }
}
