package import FormulaRules
import OdourModel
package import ParetoSearch
package import Perfumery

/// Searches for the alternatives a brief leaves: formulas none of which beats another at
/// everything.
///
/// From a brief and its composed formula to a front: law and wishes as a polytope → composed starts
/// → NSGA-II and climbs with moves that stay inside, judged by the odour model over time → formulas
/// that can be weighed, judged again → a few that stand for the rest.
package struct FrontSearch: Sendable {
  package static let counts = 1...10

  private let catalogue: Catalogue
  private let rules: RuleBook
  private let rates: ExchangeRates

  /// The composed formula and other palettes and targets the search starts from.
  private static let startCount = 12

  /// - Parameter rates: for budgets in other currencies than US dollars.
  package init(
    catalogue: Catalogue, rules: RuleBook,
    rates: ExchangeRates = ExchangeRates(unitsPerDollar: [:])
  ) {
    self.catalogue = catalogue
    self.rules = rules
    self.rates = rates
  }

  /// Settings for one brief in about half a second on one core.
  package static func settings(
    seed: UInt64, threadCount: Int = 1
  ) throws(SearchSettingsError) -> SearchSettings {
    try SearchSettings(
      populationSize: 64, generationCount: 200, threadCount: threadCount, seed: seed)
  }

  /// The composed formula and up to `count` alternatives to it.
  ///
  /// The same arguments give the same front to the last bit, whatever the number of threads. There
  /// are fewer alternatives, or none, where the wishes leave too little room.
  ///
  /// - Parameters:
  ///   - composed: what the composer made of the brief.
  ///   - count: 1...10.
  ///   - objectives: what to compare by; nil leaves it to the brief.
  ///   - progress: called after each generation with the number of those done, from 1; the search
  ///     ends with what it has when it returns false.
  /// - Throws: `unusable` for a count out of range or a number of the brief that cannot be worked
  ///   with, `noExchangeRate`, `noSolvent`.
  package func alternatives(
    _ brief: Brief, composed: Composition, count: Int, settings: SearchSettings,
    objectives: [FrontObjective]? = nil, progress: ((Int) -> Bool)? = nil
  ) throws(CompositionError) -> Front {
    guard Self.counts.contains(count) else {
      throw .unusable(
        field: "count of alternatives", value: Double(count),
        allowed: "\(Self.counts.lowerBound) to \(Self.counts.upperBound)")
    }
    let objectives = objectives ?? FrontObjective.chosen(by: brief)
    let ground = try FrontGround(
      brief, composed: composed, catalogue: catalogue, rules: rules, rates: rates,
      startCount: Self.startCount, seed: settings.seed)
    guard let problem = ground.problem(objectives: objectives) else {
      return ground.front(of: [], objectives: objectives, count: count)
    }
    let climb = FrontClimb(problem, settings, progress: progress)
    var scratch = problem.makeScratch()
    var front = ground.front(
      of: climb.members.map { problem.simplified($0.candidate, scratch: &scratch) },
      objectives: objectives, count: count)
    front.evaluationCount = climb.evaluationCount
    return front
  }

  /// The search of `alternatives` as a problem, to be searched in other ways beside NSGA-II.
  ///
  /// The first samples are composed formulas; all others are legal walks from them.
  ///
  /// - Returns: nil when there is nothing to start from.
  /// - Throws: as `alternatives`.
  package func problem(
    _ brief: Brief, composed: Composition, objectives: [FrontObjective], seed: UInt64
  ) throws(CompositionError) -> (some SearchProblem)? {
    try FrontGround(
      brief, composed: composed, catalogue: catalogue, rules: rules, rates: rates,
      startCount: Self.startCount, seed: seed
    ).problem(objectives: objectives)
  }

  /// The search under law and wishes alone, judged by usual doses as `ExactBound` judges.
  ///
  /// Objectives are 1 minus the static fit, and US dollars a kilogram.
  ///
  /// - Returns: nil when there is nothing to start from.
  /// - Throws: as `alternatives`.
  package func usualDoseProblem(
    _ brief: Brief, composed: Composition, seed: UInt64
  ) throws(CompositionError) -> (some SearchProblem)? {
    let commission = try Commission(brief, catalogue: catalogue, rules: rules, rates: rates)
    let target = commission.target.profile
    let space = BlendSpace(
      polytope: SharePolytope(
        universe: commission.universe, wishes: commission.wishes, catalogue: catalogue))
    let starts = FrontStarts(commission: commission, space: space).blends(
      count: Self.startCount, dollarsPerKilogram: composed.dollarsPerKilogram, seed: seed)
    return starts.isEmpty
      ? nil
      : UsualDoseProblem(
        moves: BlendMoves(space: space, target: target), starts: starts, target: target)
  }
}
