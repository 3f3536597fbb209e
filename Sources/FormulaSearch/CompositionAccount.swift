import FormulaAppraisal
import FormulaRules
import OdourModel
import Perfumery

/// Writes down a solved palette: the formula, its fit, what held it back and why each line is
/// there.
struct CompositionAccount {
  let formulation: Formulation
  let customs: DoseProblem.Customs
  let refined: OdourRefinement.Refined

  /// In the unit of the refinement's cost; nil when they could not be solved for.
  let prices: RowWeights?
  let bound: ExactBound?

  private var universe: Universe { formulation.universe }
  private var brief: Brief { formulation.brief }
  private var catalogue: Catalogue { formulation.catalogue }
  private var target: BriefTarget { formulation.target }

  /// What of a price is fit: with the cosine 1 / sqrt(1 + c) of a cost c, half its cube.
  private var fitPerCost: Double { 0.5 * refined.fit * refined.fit * refined.fit }

  func composition() throws(CompositionError) -> Composition {
    let entries = refined.problem.entries
    let shares = refined.problem.shares(of: refined.doses)
    let writer = FormulaWriter(universe: universe)
    guard let written = writer.formula(places: entries.map(\.place), shares: shares) else {
      throw .unsolved
    }
    guard (Formulation.fewestLines...Formulation.mostLines).contains(written.lines.count) else {
      throw wrongCount(written)
    }
    let profile = panel(of: written).profile(of: written.lines.map(\.share.fraction))
    let pyramid = pyramid(of: written, profile)
    let formula = FormulaWriter.ordered(written, by: pyramid)
    let limits = bindingLimits(formula)
    return Composition(
      formula: formula, fit: fit(of: formula), binding: limits, bindingWishes: bindingWishes(),
      bound: bound, profile: profile, pyramid: pyramid,
      dollarsPerKilogram: formula.lines.reduce(0) {
        $0 + $1.share.fraction * ($1.material.dollarsPerKilogram?.value ?? 0)
      },
      unpriced: formula.lines.map(\.material).filter { $0.dollarsPerKilogram == nil }.map(\.id),
      reasons: reasons(for: formula, limits, pyramid),
      notices: notices() + odourNotices(formula, profile))
  }

  private func panel(of formula: Formula) -> OdourPanel {
    OdourPanel(
      materials: formula.lines.map(\.material), catalogue: catalogue, product: formula.product)
  }

  private func pyramid(of formula: Formula, _ profile: OdourProfile) -> [MaterialID: Note] {
    var pyramid: [MaterialID: Note] = [:]
    for line in formula.lines where line.material.kind != .solvent {
      pyramid[line.material.id] = profile.pyramid[line.material.id] ?? line.material.note
    }
    return pyramid
  }

  private func fit(of formula: Formula) -> Fit {
    let panel = panel(of: formula)
    var scratch = panel.makeScratch()
    let appraisal = Appraiser(panel: panel, target: target.profile)
      .appraise(formula.lines.map(\.share.fraction), scratch: &scratch)
    var doses = FamilyVector()
    for line in formula.lines where line.material.kind != .solvent {
      let count = line.share.percent / line.material.usualPercent.value
      doses = doses + line.material.families * count
    }
    return Fit(
      target: target.profile, achieved: appraisal.impression, cosine: appraisal.fit,
      doseCosine: doses.cosine(to: target.profile))
  }

  private func bindingLimits(_ formula: Formula) -> [BindingLimit] {
    var shares: [MaterialID: Double] = [:]
    for line in formula.lines { shares[line.material.id] = line.share.fraction }
    var limits: [BindingLimit] = []
    for (row, price) in zip(refined.problem.rows, prices?.constraints ?? []) {
      guard case .cap(let index) = row.meaning, price > 1e-9 else { continue }
      let cap = universe.caps[index]
      let used = zip(universe.materials, cap.coefficients).reduce(0) {
        $0 + $1.1 * (shares[$1.0.id] ?? 0)
      }
      limits.append(
        BindingLimit(
          id: cap.id, standard: cap.standard, substance: cap.substance,
          percentOfLimit: cap.limit > 0 ? 100 * used / cap.limit : 100,
          fitGain: 0.1 * cap.limit * price * fitPerCost))
    }
    return limits.sorted { ($1.fitGain, $0.id) < ($0.fitGain, $1.id) }
  }

  private func bindingWishes() -> [BindingWish] {
    var gains: [(wish: Wish, gain: Double)] = []
    for (row, price) in zip(refined.problem.rows, prices?.constraints ?? []) {
      guard case .wish(let wish) = row.meaning, price > 1e-9 else { continue }
      let gain = price * fitPerCost * tenth(of: wish, bound: row.bound)
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
    let doses = zip(refined.problem.entries, refined.doses).reduce(0) {
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
    for formula: Formula, _ limits: [BindingLimit], _ pyramid: [MaterialID: Note]
  ) -> [MaterialID: String] {
    let lines = Set(formula.lines.map(\.material.id))
    var reasons: [MaterialID: String] = [:]
    for entry in refined.problem.entries {
      let material = universe.materials[entry.place]
      guard lines.contains(material.id) else { continue }
      var text = reason(
        for: material, role: entry.role, note: pyramid[material.id] ?? material.note)
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

  private func reason(for material: Material, role: Palette.Role, note: Note) -> String {
    let place =
      switch note {
      case .top: "top"
      case .heart: "heart"
      case .base: "base"
      }
    switch role {
    case .solvent: return "solvent"
    case .wanted: return "wanted"
    case .note(let name):
      let isWanted = formulation.wishes.contains(.present(.note(name)))
      return "carries \(catalogue.note(name)?.english ?? name.rawValue)"
        + (isWanted ? " (wanted)" : "")
    case .family(let family):
      let isVolume = material.usualPercent.value >= 3
      return "\(family.rawValue) \(isVolume ? "body" : "accent"), \(place)"
    case .blender(let family):
      return family == .floral
        ? "floral blender, \(place)" : "\(family.rawValue) fixative and blender"
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
    if !customs.keepsBalance {
      notices.append("The usual balance of top, heart and base could not be kept.")
    }
    if !customs.keepsNotes, !brief.notes.isEmpty {
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

  /// What the odour model cannot vouch for.
  private func odourNotices(_ formula: Formula, _ profile: OdourProfile) -> [String] {
    var notices: [String] = []
    let unknown = formula.lines.filter { profile.evidence[$0.material.id] == .unknown }
    if !unknown.isEmpty {
      notices.append(
        "The odour model knows nothing of \(unknown.map(\.material.name).joined(separator: ", ")); "
          + "what they smell of is not in the profile.")
    }
    let hours = profile.longevityHours
    if let wished = brief.longevityHours?.value, hours.value < 0.95 * wished {
      notices.append(
        "The odour model expects \(hours.value.inFewWords) h of clear smell "
          + "(\(hours.low.inFewWords) to \(hours.high.inFewWords) h), less than the wished "
          + "\(wished.inWords) h.")
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
