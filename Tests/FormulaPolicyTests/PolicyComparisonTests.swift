import FormulaRules
import FormulaSearch
import Perfumery
import PolicyLearning
import Testing

@testable import FormulaPolicy

@Suite struct PolicyComparisonTests {
  private func policy(_ bench: DosingBench, updates: Int) throws -> Policy {
    var settings = LearnerSettings()
    settings.environmentCount = 4
    settings.rolloutLength = 32
    settings.hiddenSizes = [16]
    let trainer = try Trainer(settings) { _, seed in
      try FragranceEnvironment(bench: bench, seed: seed)
    }
    for _ in 0..<updates { _ = trainer.update() }
    return trainer.policy
  }

  @Test func trialsAndOutcomesRepeat() throws {
    let bench = try Shared.bench.get()
    let comparison = try PolicyComparison(bench: bench, count: 2)
    let policy = try policy(bench, updates: 1)
    #expect(comparison.trials.count == 2)
    for method in PolicyComparison.Method.allCases {
      let once = try comparison.outcomes(of: method, policy, calls: 64)
      #expect(try comparison.outcomes(of: method, policy, calls: 64) == once)
      // Rounding of shares may leave a written formula a hair nearer than the bound's mixture.
      #expect(once.allSatisfy { $0.worth <= 1 && $0.staticRatio <= 1.01 && $0.fit <= 1 })
    }
  }

  @Test func moreCallsAreNeverWorse() throws {
    let bench = try Shared.bench.get()
    let comparison = try PolicyComparison(bench: bench, count: 2)
    let policy = try policy(bench, updates: 1)
    for method in [PolicyComparison.Method.random, .policy] {
      let few = try comparison.outcomes(of: method, policy, calls: 32)
      let many = try comparison.outcomes(of: method, policy, calls: 96)
      for (one, other) in zip(few, many) { #expect(other.worth >= one.worth) }
    }
  }

  @Test func whatIsWrittenIsLegal() throws {
    let bench = try Shared.bench.get()
    let comparison = try PolicyComparison(bench: bench, count: 4)
    var walk = try PolicyWalk(bench: bench)
    for trial in comparison.trials {
      let found = walk.best(trial.space, steps: 32) { _, mask in
        Float(mask.indices.first { mask[$0] == 1 } ?? 0)
      }
      var scratch = trial.space.makeScratch()
      guard let written = found.dosing.written(scratch: &scratch) else { continue }
      #expect(bench.rules.report(on: written.formula).isLegal)
      #expect((8...30).contains(written.formula.lines.count))
    }
  }

  @Test func aPolicyOfAnotherPaletteDoesNotFit() throws {
    let bench = try Shared.bench.get()
    let other = try DosingBench(
      palette: Array(bench.palette.dropLast()), catalogue: bench.catalogue, rules: bench.rules)
    let policy = try policy(bench, updates: 0)
    #expect(FragranceEnvironment.fits(policy, bench: bench))
    #expect(!FragranceEnvironment.fits(policy, bench: other))
  }

  @Test func thePaletteReachesEveryFamilyEarly() throws {
    let bench = try Shared.bench.get()
    let palette = PolicyPalette.materials(34, catalogue: bench.catalogue, rules: bench.rules)
    #expect(Set(palette).count == 34)
    for family in Family.allCases {
      #expect(
        palette.contains { id in
          (bench.catalogue.material(id)?.families[family] ?? 0) > 0.3
        }, "\(family)")
    }
    #expect(Array(palette.prefix(16)) == bench.palette)
  }
}
