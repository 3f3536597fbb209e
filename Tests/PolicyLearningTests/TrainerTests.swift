import ReferenceWorlds
import Testing

@testable import PolicyLearning

@Suite struct TrainerTests {
  private func settings(seed: UInt64, threads: Int = 1) -> LearnerSettings {
    var settings = LearnerSettings()
    settings.environmentCount = 20
    settings.rolloutLength = 60
    settings.batchSize = 600
    settings.epochs = 2
    settings.hiddenSizes = [16, 16]
    settings.normalizesObservations = true
    settings.rewardScaling = .window
    settings.totalSteps = 6 * 1200
    settings.seed = seed
    settings.threadCount = threads
    settings.learningRate.shape = .linear
    return settings
  }

  private func cartPole(_ settings: LearnerSettings) throws -> Trainer<CartPole> {
    try Trainer(settings) { _, seed in CartPole(seed: seed) }
  }

  /// All but what was timed.
  private func course(_ update: TrainingUpdate) -> TrainingUpdate {
    var update = update
    update.stepsPerSecond = 0
    update.learningSeconds = 0
    return update
  }

  @Test(arguments: [UInt64](1...5))
  func aRestoredTrainerGoesOnBitForBit(seed: UInt64) throws {
    let whole = try cartPole(settings(seed: seed))
    let curve = (0..<6).map { _ in course(whole.update()) }
    let first = try cartPole(settings(seed: seed))
    for _ in 0..<3 { _ = first.update() }
    let second = try cartPole(settings(seed: seed, threads: 3))
    try second.restore(first.state)
    #expect((0..<3).map { _ in course(second.update()) } == Array(curve[3...]))
    #expect(second.state == whole.state)
  }

  @Test func aPendulumIsRestoredBitForBitInTheMiddleOfEpisodes() throws {
    var settings = settings(seed: 4)
    settings.rewardScaling = .returns
    let make = { try Trainer(settings) { _, seed in Pendulum(seed: seed) } }
    let whole = try make()
    for _ in 0..<6 { _ = whole.update() }
    let first = try make()
    for _ in 0..<4 { _ = first.update() }
    let second = try make()
    try second.restore(first.state)
    for _ in 0..<2 { _ = second.update() }
    #expect(second.state == whole.state)
  }

  @Test func aStateOfOtherSettingsIsRefused() throws {
    var wider = settings(seed: 1)
    wider.hiddenSizes = [16, 17]
    let state = try cartPole(settings(seed: 1)).state
    #expect(throws: StateError.self) { try cartPole(wider).restore(state) }
  }

  @Test func theFirstUpdateSeesItsOwnLogProbabilities() throws {
    var settings = settings(seed: 2)
    settings.epochs = 1
    settings.batchSize = settings.samplesPerUpdate
    let update = try cartPole(settings).update()
    // Before any step the ratios are 1: scored again, samples are as likely as when drawn.
    #expect(abs(update.approximateKL) < 1e-6)
    #expect(update.clipFraction == 0)
  }

  @Test(arguments: [UInt64](1...2))
  func aPoleIsLearnedToBeKeptUp(seed: UInt64) throws {
    var settings = LearnerSettings()
    settings.environmentCount = 1
    settings.totalSteps = 40_960
    settings.seed = seed
    settings.entropy = EntropySchedule(shape: .constant, initial: 0, final: 0, decaySteps: 1)
    let trainer = try cartPole(settings)
    while !trainer.isFinished { _ = trainer.update() }
    #expect((trainer.episodes.meanReturn ?? 0) > 150)
    #expect(lengths(of: trainer.policy, seeds: 1...5).allSatisfy { $0 == 500 })
  }

  /// Steps a policy keeps a pole up without chance.
  private func lengths(of policy: Policy, seeds: ClosedRange<UInt64>) -> [Int] {
    var observation = [Float](repeating: 0, count: 4)
    var mask = [UInt8](repeating: 0, count: 2)
    return seeds.map { seed in
      observation.withUnsafeMutableBufferPointer { observation in
        mask.withUnsafeMutableBufferPointer { mask in
          guard let seen = observation.baseAddress, let legal = mask.baseAddress else { return 0 }
          return length(policy, CartPole(seed: seed), seen, legal)
        }
      }
    }
  }

  private func length(
    _ policy: Policy, _ world: CartPole, _ seen: UnsafeMutablePointer<Float>,
    _ legal: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var world = world
    var choice = Policy.Choice.best
    let view = EnvironmentView(observation: seen, mask: legal)
    world.reset(into: view)
    for step in 1...500 {
      let action = policy.act(seen, mask: legal, choice: &choice)
      if world.step(action, into: view).end != nil { return step }
    }
    return 500
  }

  @Test(arguments: [UInt64](1...2))
  func theScoreFunctionLearnsToo(seed: UInt64) throws {
    var settings = LearnerSettings()
    settings.algorithm = .reinforce
    settings.rolloutLength = 128
    settings.batchSize = 1024
    settings.learningRate.initial = 5e-3
    settings.totalSteps = 61_440
    settings.seed = seed
    let trainer = try cartPole(settings)
    let first = trainer.update().meanReturn ?? 0
    while !trainer.isFinished { _ = trainer.update() }
    #expect((trainer.episodes.meanReturn ?? 0) > 3 * first)
  }

  @Test func aStoredPolicyChoosesAsTheTrainersOwn() throws {
    let trainer = try cartPole(settings(seed: 3))
    for _ in 0..<3 { _ = trainer.update() }
    let stored = try Policy(
      trainer.state, action: .discrete(2), observationSize: 4, hiddenSizes: [16, 16])
    #expect(stored == trainer.policy)
  }
}
