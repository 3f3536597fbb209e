import FormulaRules
import Perfumery

/// Finds the smallest set of wishes that, with the law, admits no formula.
///
/// A deletion filter (J. Chinneck, "Feasibility and Infeasibility in Optimization", 2008): each
/// wish is left out in turn, and stays out if the rest is still impossible. What remains is
/// minimal: without any one of its members a formula exists. Which of several minimal sets is found
/// depends on the order of the wishes alone.
struct ConflictFinder {
  let universe: Universe
  let catalogue: Catalogue
  let brief: Brief

  private enum Verdict {
    case possible
    case impossible(standards: [String])
  }

  /// Nil when the wishes can be met, so that something else must be wrong.
  func conflict(among wishes: [Wish]) throws(CompositionError) -> CompositionError? {
    guard case .impossible(var standards) = try verdict(on: wishes) else { return nil }
    var needed = wishes
    for wish in wishes {
      let rest = needed.filter { $0 != wish }
      if case .impossible(let found) = try verdict(on: rest) {
        needed = rest
        standards = found
      }
    }
    for wish in needed {
      if case .present(.material(let id)) = wish, let exclusion = universe.excluded[id] {
        standards.append(exclusion.standard)
      }
    }
    let conflicts = needed.map(\.text) + standards
    return .infeasible(
      conflicts: conflicts,
      explanation: try explanation(conflicts: conflicts, needed: needed))
  }

  private func verdict(on wishes: [Wish]) throws(CompositionError) -> Verdict {
    let eligible = universe.eligible(under: wishes, catalogue: catalogue)
    guard eligible.count >= Formulation.fewestLines else { return .impossible(standards: []) }
    let grown = PaletteGrowth(eligible: eligible).solve(from: start) { problem($0, wishes) }
    switch grown.outcome {
    case .optimal: return .possible
    case .failed: throw .unsolved
    case .infeasible(let weights):
      var standards: [String] = []
      for (row, weight) in zip(grown.problem.rows, weights.constraints) where weight > 1e-9 {
        guard case .cap(let index) = row.meaning else { continue }
        let standard = universe.caps[index].standard
        if !standards.contains(standard) { standards.append(standard) }
      }
      return .impossible(standards: standards)
    }
  }

  /// The solvent alone; what else is needed grows from it.
  private var start: [Palette.Entry] {
    [Palette.Entry(place: universe.solvent, role: .solvent, expectedDoses: 0)]
  }

  /// Law and wishes without any custom; the objective only has to be easy.
  private func problem(_ entries: [Palette.Entry], _ wishes: [Wish]) -> DoseProblem {
    DoseProblem(
      universe: universe, entries: entries, target: .zero, wishes: wishes, brief: brief,
      catalogue: catalogue,
      customs: DoseProblem.Customs(keepsLines: false, keepsNotes: false, keepsBalance: false))
  }

  private func explanation(
    conflicts: [String], needed: [Wish]
  ) throws(CompositionError) -> String {
    let list = conflicts.joined(separator: ", ")
    var text =
      conflicts.isEmpty
      ? "The law admits no formula of \(Formulation.fewestLines) lines for this product."
      : conflicts.count == 1
        ? "No formula can meet this: \(list)." : "No formula can meet these together: \(list)."
    var hasBudget = false
    for wish in needed { if case .budget = wish { hasBudget = true } }
    for case .present(.material(let id)) in needed {
      guard let material = catalogue.material(id) else {
        text += " \(id.rawValue) is not in the catalogue."
        continue
      }
      if let exclusion = universe.excluded[id] {
        text += " \(material.name): \(exclusion.reason)."
      } else if hasBudget, material.dollarsPerKilogram == nil {
        text += " \(material.name) has no price in the catalogue, so a budget cannot be kept."
      }
    }
    if hasBudget, let least = try leastCost(without: needed) {
      text += " Without the budget the cheapest costs about \(least.inWords) USD/kg."
    }
    return text
  }

  /// Dollars per kilogram of the cheapest concentrate that meets all of `wishes` but the budget.
  private func leastCost(without wishes: [Wish]) throws(CompositionError) -> Double? {
    // Eligibility with the budget in place, so that only priced materials take part.
    let eligible = universe.eligible(under: wishes, catalogue: catalogue)
    let others = wishes.filter { wish in
      if case .budget = wish { return false }
      return true
    }
    let growth = PaletteGrowth(eligible: eligible)
    let feasible = growth.solve(from: start) { problem($0, others) }
    var entries = feasible.problem.entries
    while true {
      let problem = problem(entries, others)
      var program = problem.program
      let costs = entries.map { universe.dollarsPerDose($0.place) ?? 0 }
      // A little curvature makes the linear cost a program the solver takes; it moves the result
      // by cents.
      program.hessian = Array(repeating: 0, count: costs.count * costs.count)
      for index in costs.indices { program.hessian[index * costs.count + index] = 1e-3 }
      program.gradient = costs
      guard case .optimal(let solution) = DualActiveSet.solve(program) else { return nil }
      let cheaper = growth.best(outside: entries) { place in
        problem.weightedColumn(of: place, solution.multipliers.constraints)
          - (universe.dollarsPerDose(place) ?? 0)
      }
      guard !cheaper.isEmpty else {
        let dollars = zip(costs, solution.x).reduce(0) { $0 + $1.0 * $1.1 }
        return (dollars * 100).rounded() / 100
      }
      entries += cheaper
    }
  }
}
