import FormulaAppraisal
package import FormulaSearch
import ParetoSearch
import Perfumery
package import PolicyLearning
import SeededRandom

/// A policy beside random dosing, greedy dosing and NSGA-II, at equal calls of the evaluator.
///
/// All four compose from the same palette in the same room with the same worth; the exact bound is
/// over the whole catalogue.
package struct PolicyComparison: Sendable {
  /// A way to compose.
  package enum Method: String, Sendable, CaseIterable {
    /// Legal steps by chance, in walks of 32.
    case random

    /// Tries every step and takes the best; each try is a call.
    case greedy

    /// The most probable steps, then walks drawn from the policy.
    case policy
    case nsga2
  }

  /// What a method came to on one brief with a number of calls.
  package struct Outcome: Sendable, Equatable {
    package var worth: Double

    /// Of the formula as it is written, over the exact bound; 0 when none can be.
    package var staticRatio: Double

    /// Fit over time of the formula as it is written; 0 when none can be.
    package var fit: Double
  }

  /// A brief that is judged by, with the best static fit any legal formula can have.
  package struct Trial: Sendable {
    package var space: DosingSpace
    package var bound: Double
  }

  /// Calls of the evaluator methods are compared at.
  package static let budgets = [32, 64, 128, 256, 500]

  package let trials: [Trial]
  private let bench: DosingBench

  /// Which briefs; those learned on come from other generators.
  package enum Briefs: UInt64, Sendable {
    /// The best checkpoint of a run is chosen by these.
    case forChoosing = 0x5E1E_C7ED

    /// Seen by nothing before the comparison.
    case unseen = 0x2026_1124
  }

  /// Briefs whose bound is lower ask for what no formula can be.
  private static let leastBound = 0.2
  private static let population = 32

  /// - Parameter count: of briefs, always the same; fewer where the palette has nothing for most.
  /// - Throws: `noSolvent`.
  package init(bench: DosingBench, briefs: Briefs = .unseen, count: Int = 50) throws {
    self.bench = bench
    var generator = SplitMix64(seed: briefs.rawValue)
    var trials: [Trial] = []
    // A palette may be too small for most briefs.
    for _ in 0..<20 * count where trials.count < count {
      let brief = BriefSampler.draw(using: &generator)
      // What cannot be composed at all, or not from the palette, is no trial of a method.
      guard
        // Briefs that cannot be composed at all are passed over.
        let bound = try? ExactBound.of(brief, catalogue: bench.catalogue, rules: bench.rules),
        bound.cosine >= Self.leastBound, let space = try? bench.space(for: brief)
      else { continue }
      trials.append(Trial(space: space, bound: bound.cosine))
    }
    self.trials = trials
  }

  /// Mean of the best static fit the palette alone admits, over the exact bound.
  package var paletteRatio: Double {
    let ratios = trials.map { ($0.space.bestStaticFit ?? 0) / $0.bound }
    return ratios.isEmpty ? 0 : ratios.reduce(0, +) / Double(ratios.count)
  }

  /// What the policy alone comes to in one walk, without chance, on each brief.
  package func walks(of policy: Policy) throws -> [Outcome] {
    try trials.map { try outcome(of: .policy, policy, on: $0, calls: 32, seed: 0) }
  }

  /// What a method comes to on each brief.
  ///
  /// - Parameters:
  ///   - policy: of the bench's palette.
  ///   - calls: of the evaluator, at least 32.
  package func outcomes(
    of method: Method, _ policy: Policy, calls: Int
  ) throws -> [Outcome] {
    try trials.enumerated().map { index, trial in
      try outcome(of: method, policy, on: trial, calls: calls, seed: UInt64(index + 1))
    }
  }

  private func outcome(
    of method: Method, _ policy: Policy, on trial: Trial, calls: Int, seed: UInt64
  ) throws -> Outcome {
    let best: (worth: Double, dosing: Dosing) =
      switch method {
      case .random: try random(trial, calls, seed)
      case .greedy: greedy(trial, calls)
      case .policy: try walked(policy, trial, calls, seed)
      case .nsga2: try evolved(trial, calls, seed)
      }
    var scratch = trial.space.makeScratch()
    let written = best.dosing.written(scratch: &scratch)
    return Outcome(
      worth: best.worth, staticRatio: (written?.staticFit ?? 0) / trial.bound,
      fit: written?.appraisal.fit ?? 0)
  }

  private func random(
    _ trial: Trial, _ calls: Int, _ seed: UInt64
  ) throws -> (worth: Double, dosing: Dosing) {
    var walk = try PolicyWalk(bench: bench)
    var generator = SplitMix64(seed: seed)
    return bestWalk(calls) { steps in
      walk.best(trial.space, steps: steps) { _, mask in
        let legal = mask.indices.filter { mask[$0] != 0 }
        return Float(legal[Int(generator.nextUnit() * Double(legal.count))])
      }
    }
  }

  private func walked(
    _ policy: Policy, _ trial: Trial, _ calls: Int, _ seed: UInt64
  ) throws -> (worth: Double, dosing: Dosing) {
    var walk = try PolicyWalk(bench: bench)
    var choice = Policy.Choice.best
    return bestWalk(calls) { steps in
      let found = walk.best(trial.space, steps: steps, policy: policy, choice: &choice)
      if case .best = choice { choice = .drawn(SplitMix64(seed: seed)) }
      return found
    }
  }

  /// The best of walks that share out the calls.
  private func bestWalk(
    _ calls: Int, _ walk: (_ steps: Int) -> (worth: Double, dosing: Dosing)
  ) -> (worth: Double, dosing: Dosing) {
    var best = walk(min(calls, FragranceEnvironment.horizon))
    var left = calls - FragranceEnvironment.horizon
    while left > 0 {
      let found = walk(left)
      if found.worth > best.worth { best = found }
      left -= FragranceEnvironment.horizon
    }
    return best
  }

  private func greedy(_ trial: Trial, _ calls: Int) -> (worth: Double, dosing: Dosing) {
    let space = trial.space
    var scratch = space.makeScratch()
    var current = Dosing(space)
    var worth = current.worth(current.appraise(scratch: &scratch))
    var left = calls
    while left > 0 {
      var best = (worth: worth, dosing: current)
      for position in space.doses.indices {
        for level in FragranceEnvironment.levels where left > 0 && space.doses[position] > 0 {
          let share = level * space.doses[position]
          guard current.headroom(position) >= share else { continue }
          var next = current
          next.add(share, of: position)
          let found = next.worth(next.appraise(scratch: &scratch))
          left -= 1
          if found > best.worth { best = (found, next) }
        }
      }
      guard best.worth > worth else { break }
      (worth, current) = best
    }
    return (worth, current)
  }

  private func evolved(
    _ trial: Trial, _ calls: Int, _ seed: UInt64
  ) throws -> (worth: Double, dosing: Dosing) {
    let problem = DosingProblem(trial.space)
    let settings = try SearchSettings(
      populationSize: Self.population, generationCount: max(1, calls / Self.population), seed: seed)
    let members = NSGA2.run(problem, settings, progress: nil)
    guard let best = members.min(by: { $0.objectives[0] < $1.objectives[0] }) else {
      return (-1, Dosing(trial.space))
    }
    return (-best.objectives[0], problem.dosing(best.candidate))
  }
}
