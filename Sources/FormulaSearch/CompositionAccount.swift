import FormulaRules
import Perfumery

/// Writes down a solved palette: the formula, its fit, what held it back and why each line is
/// there.
struct CompositionAccount {
  let universe: Universe
  let catalogue: Catalogue
  let brief: Brief
  let target: BriefTarget
  let solved: Formulation.Solved
  let wishes: [Wish]

  func composition() throws(CompositionError) -> Composition {
    let entries = solved.problem.entries
    let shares = solved.problem.shares(of: solved.solution.x)
    let writer = FormulaWriter(universe: universe)
    guard let formula = writer.formula(places: entries.map(\.place), shares: shares) else {
      throw .unsolved
    }
    guard (Formulation.fewestLines...Formulation.mostLines).contains(formula.lines.count) else {
      throw wrongCount(formula)
    }
    let limits = bindingLimits(formula)
    return Composition(
      formula: formula, fit: fit(of: formula), binding: limits, bindingWishes: bindingWishes(),
      dollarsPerKilogram: formula.lines.reduce(0) {
        $0 + $1.share.fraction * ($1.material.dollarsPerKilogram?.value ?? 0)
      },
      unpriced: formula.lines.map(\.material).filter { $0.dollarsPerKilogram == nil }.map(\.id),
      reasons: reasons(for: formula, limits), notices: notices())
  }

  private func fit(of formula: Formula) -> Fit {
    var doses = FamilyVector()
    for line in formula.lines where line.material.kind != .solvent {
      let count = line.share.percent / line.material.usualPercent.value
      doses = doses + line.material.families * count
    }
    return Fit(
      target: target.profile, achieved: doses.normalised,
      cosine: doses.cosine(to: target.profile))
  }

  private func bindingLimits(_ formula: Formula) -> [BindingLimit] {
    var shares: [MaterialID: Double] = [:]
    for line in formula.lines { shares[line.material.id] = line.share.fraction }
    var limits: [BindingLimit] = []
    for (row, price) in zip(solved.problem.rows, solved.solution.multipliers.constraints) {
      guard case .cap(let index) = row.meaning, price > 1e-9 else { continue }
      let cap = universe.caps[index]
      let used = zip(universe.materials, cap.coefficients).reduce(0) {
        $0 + $1.1 * (shares[$1.0.id] ?? 0)
      }
      limits.append(
        BindingLimit(
          id: cap.id, standard: cap.standard, substance: cap.substance,
          percentOfLimit: cap.limit > 0 ? 100 * used / cap.limit : 100,
          fitGain: 0.1 * cap.limit * price))
    }
    return limits.sorted { ($1.fitGain, $0.id) < ($0.fitGain, $1.id) }
  }

  private func bindingWishes() -> [BindingWish] {
    var gains: [(wish: Wish, gain: Double)] = []
    for (index, row) in solved.problem.rows.enumerated() {
      let price = solved.solution.multipliers.constraints[index]
      guard case .wish(let wish) = row.meaning, price > 1e-9 else { continue }
      let bound = solved.problem.program.constraints[index].bound
      let gain = price * tenth(of: wish, bound: bound)
      if let known = gains.firstIndex(where: { $0.wish == wish }) {
        gains[known].gain += gain
      } else {
        gains.append((wish, gain))
      }
    }
    return gains.map { BindingWish(wish: $0.wish.text, fitGain: $0.gain) }
      .sorted { ($1.fitGain, $0.wish) < ($0.fitGain, $1.wish) }
  }

  /// By how much a row gives way when its wish is a tenth looser.
  private func tenth(of wish: Wish, bound: Double) -> Double {
    let doses = zip(solved.problem.entries, solved.solution.x).reduce(0) {
      $0 + ($1.0.role == .solvent ? 0 : $1.1)
    }
    return switch wish {
    // Rows about shares of all doses have a bound of 0; the share is in their coefficients.
    case .lasting(let hours): 0.1 * NoteBalance.leastBase(forHours: hours) * doses
    case .present(.family): 0.1 * Demand.clearFamily * doses
    default: 0.1 * abs(bound)
    }
  }

  private func reasons(
    for formula: Formula, _ limits: [BindingLimit]
  ) -> [MaterialID: String] {
    let lines = Set(formula.lines.map(\.material.id))
    var reasons: [MaterialID: String] = [:]
    for entry in solved.problem.entries {
      let material = universe.materials[entry.place]
      guard lines.contains(material.id) else { continue }
      var text = reason(for: material, role: entry.role)
      let holding = limits.filter { limit in
        universe.caps.contains { $0.id == limit.id && $0.coefficients[entry.place] > 0.01 }
      }
      if !holding.isEmpty {
        text += ", held by " + holding.map(\.standard).joined(separator: " and ")
      }
      reasons[material.id] = text
    }
    return reasons
  }

  private func reason(for material: Material, role: Palette.Role) -> String {
    let place =
      switch material.note {
      case .top: "top"
      case .heart: "heart"
      case .base: "base"
      }
    switch role {
    case .solvent: return "solvent"
    case .wanted: return "wanted"
    case .note(let name):
      let isWanted = wishes.contains(.present(.note(name)))
      return "carries \(catalogue.note(name)?.english ?? name.rawValue)"
        + (isWanted ? " (wanted)" : "")
    case .family(let family):
      let isVolume = material.usualPercent.value >= 3
      return "\(family.rawValue) \(isVolume ? "body" : "accent"), \(place)"
    case .blender(let family):
      return family == .floral ? "floral blender, heart" : "\(family.rawValue) fixative and blender"
    case .reserve: return "supports the \(place)"
    }
  }

  private func notices() -> [String] {
    var notices: [String] = []
    if target.isDefault {
      notices.append("The brief names no odour; a quiet floral wood with a fresh top was composed.")
    }
    for name in brief.notes.keys.sorted() where catalogue.note(name) == nil {
      notices.append("The catalogue does not know the note \(name.rawValue).")
    }
    if !solved.customs.keepsBalance {
      notices.append("The usual balance of top, heart and base could not be kept.")
    }
    if !solved.customs.keepsNotes, !brief.notes.isEmpty {
      notices.append("Not every note of the brief could be given a clear dose.")
    }
    if brief.budgetPerKilogram != nil, brief.bindingBudget == nil {
      notices.append("The amount of money was not taken as a bound: it does not say per kilogram.")
    }
    if brief.bindingBudget != nil {
      let count = universe.materials.count { $0.dollarsPerKilogram == nil }
      if count > 0 {
        notices.append("\(count) materials without a price were left out because of the budget.")
      }
    }
    return notices
  }

  /// The wishes leave room for a mixture, but for none of the size of a formula.
  private func wrongCount(_ formula: Formula) -> CompositionError {
    let conflicts = bindingWishes().map(\.wish)
    let list = conflicts.isEmpty ? "" : ": " + conflicts.joined(separator: ", ")
    return .infeasible(
      conflicts: conflicts,
      explanation: "The wishes leave a formula of \(formula.lines.count) lines, allowed are "
        + "\(Formulation.fewestLines) to \(Formulation.mostLines)\(list).")
  }
}
