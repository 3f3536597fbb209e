package import FormulaAppraisal
package import FormulaRules
import FormulaSearch
package import Perfumery
package import PolicyLearning
import SeededRandom

/// Proposes formulas by a trained policy.
package struct FormulaProposer: Sendable {
  /// SHA-256 of the checkpoint, 64 hexadecimal digits.
  package let digest: String
  private let policy: Policy
  private let bench: DosingBench

  /// Walks for a proposal: the most probable one, the others drawn from the policy.
  private static let walkCount = 8

  /// - Parameter digest: of the checkpoint the policy is from.
  /// - Throws: `noSolvent`.
  /// - Returns: nil when the policy is of another environment.
  package init?(
    policy: Policy, palette: [MaterialID], digest: String, catalogue: Catalogue, rules: RuleBook
  ) throws {
    let bench = try DosingBench(palette: palette, catalogue: catalogue, rules: rules)
    guard FragranceEnvironment.fits(policy, bench: bench) else { return nil }
    self.policy = policy
    self.bench = bench
    self.digest = digest
  }

  /// A formula as it would be weighed.
  package struct Proposal: Sendable {
    package var formula: Formula
    package var appraisal: Appraisal

    /// Calls of the evaluator it took.
    package var evaluationCount: Int
  }

  /// The best formula of a few walks; the same for the same brief and seed on every machine.
  ///
  /// - Parameter rates: for budgets in other currencies than US dollars.
  /// - Throws: as `DosingSpace`.
  /// - Returns: nil when no walk came to a formula of 8 to 30 lines inside law and wishes.
  package func propose(
    _ brief: Brief, rates: ExchangeRates, seed: UInt64
  ) throws -> Proposal? {
    let space = try bench.space(for: brief, rates: rates)
    var walk = try PolicyWalk(bench: bench)
    var scratch = space.makeScratch()
    var choice = Policy.Choice.best
    var best: Dosing.Written?
    for _ in 0..<Self.walkCount {
      let found = walk.best(
        space, steps: FragranceEnvironment.horizon, policy: policy, choice: &choice)
      if case .best = choice { choice = .drawn(SplitMix64(seed: seed)) }
      guard let written = found.dosing.written(scratch: &scratch) else { continue }
      if written.appraisal.fit > best?.appraisal.fit ?? -1 { best = written }
    }
    return best.map {
      Proposal(
        formula: $0.formula, appraisal: $0.appraisal,
        evaluationCount: Self.walkCount * (FragranceEnvironment.horizon + 1))
    }
  }
}
