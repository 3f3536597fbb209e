package import FormulaRules
import OdourModel
package import ParetoSearch
package import Perfumery

/// Searches for the alternatives a brief leaves: formulas none of which beats another at everything.
///
/// From a brief and its composed formula to a front: law and wishes as a polytope → composed starts
/// → NSGA-II with moves that stay inside, judged by the odour model over time → formulas that can
/// be weighed, judged again → a few that stand for the rest.
package struct FrontSearch: Sendable {
  package static let counts = 1...10

  private let catalogue: Catalogue
  private let rules: RuleBook
  private let rates: ExchangeRates

  /// Other palettes and targets the search starts from.
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
      populationSize: 64, generationCount: 100, threadCount: threadCount, seed: seed)
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
  ///   - progress: see `NSGA2.run`.
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
    var generations = 0
    let found = NSGA2.run(problem, settings) { generation in
      generations = generation
      return progress?(generation) ?? true
    }
    var scratch = problem.makeScratch()
    var front = ground.front(
      of: found.filter { $0.violation == 0 }.map {
        problem.simplified($0.candidate, scratch: &scratch)
      },
      objectives: objectives, count: count)
    front.evaluationCount = settings.populationSize * generations
    return front
  }
}
