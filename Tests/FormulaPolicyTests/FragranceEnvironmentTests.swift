import FormulaRules
import FormulaSearch
import Perfumery
import PolicyLearning
import SeededRandom
import Testing

@testable import FormulaPolicy

/// What tests of this module share: a palette of sixteen over the built-in tables.
enum Shared {
  static let bench: Result<DosingBench, any Error> = Result {
    let catalogue = try Catalogue.builtIn()
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    return try DosingBench(
      palette: PolicyPalette.materials(16, catalogue: catalogue, rules: rules),
      catalogue: catalogue, rules: rules)
  }
}

/// An environment with the buffers it describes itself in.
struct Stage {
  var environment: FragranceEnvironment
  private(set) var observation: [Float]
  private(set) var mask: [UInt8]

  init(_ environment: FragranceEnvironment) {
    self.environment = environment
    observation = [Float](repeating: 0, count: environment.observationSize)
    mask = [UInt8](repeating: 0, count: environment.actionSpace.maskCount)
  }

  mutating func reset() { see { $0.reset(into: $1) } }

  mutating func describe() { see { $0.describe(into: $1) } }

  mutating func step(_ choice: Int) -> Transition {
    var action = Float(choice)
    var transition = Transition(reward: 0)
    see { transition = $0.step(&action, into: $1) }
    return transition
  }

  /// A legal choice by chance.
  func legal(_ generator: inout SplitMix64) -> Int {
    let legal = mask.indices.filter { mask[$0] == 1 }
    return legal[Int(generator.nextUnit() * Double(legal.count))]
  }

  private mutating func see(_ body: (inout FragranceEnvironment, EnvironmentView) -> Void) {
    observation.withUnsafeMutableBufferPointer { observation in
      mask.withUnsafeMutableBufferPointer { mask in
        guard let seen = observation.baseAddress, let legal = mask.baseAddress else { return }
        body(&environment, EnvironmentView(observation: seen, mask: legal))
      }
    }
  }
}

@Suite struct FragranceEnvironmentTests {
  private func stage(_ seed: UInt64) throws -> Stage {
    Stage(try FragranceEnvironment(bench: Shared.bench.get(), seed: seed))
  }

  @Test(arguments: [UInt64](1...60))
  func noLegalStepLeavesWhatLawAndWishesAllow(seed: UInt64) throws {
    var stage = try stage(seed)
    var generator = SplitMix64(seed: seed)
    stage.reset()
    for _ in 0..<FragranceEnvironment.horizon {
      _ = stage.step(stage.legal(&generator))
      #expect(stage.environment.dosing.excess < 1e-9)
      #expect(stage.observation.allSatisfy { $0.isFinite && abs($0) < 100 })
    }
  }

  @Test(arguments: [UInt64](1...20))
  func anEpisodeTerminatesAtTheHorizonAndItsRewardsTelescope(seed: UInt64) throws {
    let bench = try Shared.bench.get()
    var stage = Stage(try FragranceEnvironment(bench: bench, seed: seed, discount: 1))
    var generator = SplitMix64(seed: seed)
    stage.reset()
    let start = stage.environment.worth
    var sum = 0.0
    for step in 1...FragranceEnvironment.horizon {
      let transition = stage.step(stage.legal(&generator))
      sum += Double(transition.reward)
      #expect(transition.end == (step == FragranceEnvironment.horizon ? .terminated : nil))
    }
    let gained = FragranceEnvironment.rewardScale * (stage.environment.worth - start)
    #expect(abs(sum - gained) < 1e-3)
  }

  @Test(arguments: [UInt64](1...200))
  func aSavedEpisodeGoesOnBitForBit(seed: UInt64) throws {
    var first = try stage(seed)
    var generator = SplitMix64(seed: seed ^ 99)
    first.reset()
    for _ in 0..<Int(seed % 40) {
      if first.step(first.legal(&generator)).end != nil { first.reset() }
    }
    var writer = StateWriter()
    first.environment.save(into: &writer)
    var second = try stage(seed &+ 1)
    var reader = StateReader(writer.bytes)
    try second.environment.restore(from: &reader)
    #expect(reader.isAtEnd)
    second.describe()
    first.describe()
    #expect(second.observation == first.observation && second.mask == first.mask)
    for _ in 0..<20 {
      let choice = first.legal(&generator)
      let (one, other) = (first.step(choice), second.step(choice))
      #expect(one == other)
      if one.end != nil {
        first.reset()
        second.reset()
      }
      #expect(second.observation == first.observation && second.mask == first.mask)
    }
  }

  @Test func aTornStateIsRefused() throws {
    var first = try stage(1)
    first.reset()
    var writer = StateWriter()
    first.environment.save(into: &writer)
    var reader = StateReader(Array(writer.bytes.dropLast()))
    var second = try stage(1)
    #expect(throws: StateError.self) { try second.environment.restore(from: &reader) }
  }

  @Test func theSeedsConstructionHasFiveIngredients() throws {
    var stage = Stage(try FragranceEnvironment(n_ingredients: 5))
    stage.reset()
    #expect(stage.environment.actionSpace == .discrete(5 * 3 + 2))
    #expect(stage.mask.last == 1)
  }
}
