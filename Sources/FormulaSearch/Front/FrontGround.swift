import FormulaAppraisal
import FormulaRules
import OdourModel
import ParetoSearch
import Perfumery

/// All that a search of alternatives works with for one brief.
struct FrontGround {
  let universe: Universe
  let target: BriefTarget
  let composed: Composition
  let space: BlendSpace

  /// Composed starts inside the space; may be empty.
  let starts: [Blend]
  let panel: OdourPanel
  let appraiser: Appraiser
  let composedAppraisal: Appraisal

  /// What is less than this is no alternative; judged.
  ///
  /// A third of the composed formula's reach in space and time, four fifths of its fit, and the
  /// hours the brief wishes for as far as the composed formula has them.
  let floor: AppraisalFloor

  /// What an alternative may have more of solvent than the composed formula: cheaper by thinning
  /// is no alternative.
  private static let solventPlay = 0.04

  /// Part of the composed formula's fit, and of the best found, that an alternative keeps.
  private static let leastFit = 0.8

  init(
    _ brief: Brief, composed: Composition, catalogue: Catalogue, rules: RuleBook,
    rates: ExchangeRates, startCount: Int, seed: UInt64
  ) throws(CompositionError) {
    let commission = try Commission(brief, catalogue: catalogue, rules: rules, rates: rates)
    let (wishes, target) = (commission.wishes, commission.target)
    let universe = commission.universe
    let customs = Customs(
      brief: brief, target: target.profile, composed: composed, universe: universe,
      catalogue: catalogue)
    // As with the composer, customs that leave no room are let go one after another.
    var space = customs.space(under: wishes, keepsNotes: true, keepsBalance: true)
    var starts: [Blend] = []
    for (keepsNotes, keepsBalance) in [(true, true), (false, true), (false, false)] {
      space = customs.space(under: wishes, keepsNotes: keepsNotes, keepsBalance: keepsBalance)
      let others = FrontStarts(commission: commission, space: space).blends(
        count: startCount - 1, dollarsPerKilogram: composed.dollarsPerKilogram, seed: seed)
      // The composed formula first: the others are written without the odour model.
      starts = [Self.settled(composed.formula, in: space)].compactMap(\.self) + others
      if !starts.isEmpty { break }
    }
    let eligible = space.polytope.eligible.map { universe.materials[$0] }
    let strangers = composed.formula.lines.count { line in
      !eligible.contains { $0.id == line.material.id }
    }
    guard strangers == 0 else {
      throw .unusable(
        field: "count of composed lines that the brief rules out", value: Double(strangers),
        allowed: "0")
    }
    panel = OdourPanel(materials: eligible, catalogue: catalogue, product: brief.product)
    appraiser = Appraiser(panel: panel, target: target.profile)
    var scratch = panel.makeScratch()
    composedAppraisal = appraiser.appraise(composed.formula, scratch: &scratch)
    let hours = composedAppraisal.longevityHours
    floor = AppraisalFloor(
      fit: Self.leastFit * composedAppraisal.fit,
      hours: brief.longevityHours.map { min($0.value, hours) } ?? hours / 3,
      sillage: composedAppraisal.sillage / 3)
    self.universe = universe
    self.target = target
    self.composed = composed
    self.space = space
    self.starts = starts
  }

  /// The formula as a blend, moved as little as the space asks for.
  private static func settled(_ formula: Formula, in space: BlendSpace) -> Blend? {
    let universe = space.polytope.universe
    return space.settled(
      formula.lines.compactMap { line in
        guard let place = universe.place(of: line.material.id), place != universe.solvent,
          let index = space.index(of: place)
        else { return nil }
        return (index: index, share: line.share.fraction)
      })
  }

  /// Nil when there is nothing to start from.
  func problem(objectives: [FrontObjective]) -> FormulaProblem? {
    guard !starts.isEmpty else { return nil }
    return FormulaProblem(
      moves: BlendMoves(space: space, target: target.profile), starts: starts, panel: panel,
      appraiser: appraiser, objectives: objectives, floor: floor)
  }

  /// Writes blends down and chooses the alternatives among them.
  func front(of blends: [Blend], objectives: [FrontObjective], count: Int) -> Front {
    let first = Front.Member(
      formula: composed.formula, appraisal: composedAppraisal, merits: [.composed])
    let written = self.written(blends)
    let leastFit = Self.leastFit * (written.map(\.appraisal.fit).max() ?? 0)
    let members = [first] + written.filter { $0.appraisal.fit >= leastFit }
    let points = members.map { member in objectives.map { $0.value(of: member.appraisal) } }
    let best = points.indices.dropFirst().filter { index in
      !points[..<index].contains(points[index])
        && !points.contains { FrontChoice.dominates($0, points[index]) }
    }
    let choice = FrontChoice(points: best.map { points[$0] }, objectives: objectives)
    let chosen = choice.picks(count).map { pick in
      var member = members[best[pick.index]]
      member.merits = pick.merits
      return member
    }
    return Front(
      objectives: objectives, members: [first] + chosen, evaluationCount: 0,
      hypervolume: hypervolume(of: members, objectives: objectives))
  }

  private func written(_ blends: [Blend]) -> [Front.Member] {
    let writer = FormulaWriter(universe: universe)
    var scratch = panel.makeScratch()
    return blends.compactMap { blend in
      let places = blend.lines.map { space.polytope.eligible[$0.index] }
      guard
        let formula = writer.formula(places: places, shares: blend.lines.map(\.share)),
        (Formulation.fewestLines...Formulation.mostLines).contains(formula.lines.count)
      else { return nil }
      let appraisal = appraiser.appraise(formula, scratch: &scratch)
      // What was rounded off may have cost a minute.
      guard floor.shortfall(of: appraisal) <= 0.01 else { return nil }
      return Front.Member(formula: formula, appraisal: appraisal, merits: [])
    }
  }

  /// In a box from the best thinkable to nothing of the wished, twice the composed formula's cost,
  /// no time and nothing natural.
  private func hypervolume(of members: [Front.Member], objectives: [FrontObjective]) -> Double {
    let dollars = max(1, 2 * composedAppraisal.dollarsPerKilogram)
    let points = members.map { member in
      objectives.map { objective in
        let value = objective.value(of: member.appraisal)
        return switch objective {
        case .fit: value
        case .cost: value / dollars
        case .longevity: 1 + value / FrontObjective.longestHours
        case .naturalness: 1 + value / 100
        }
      }
    }
    return Hypervolume.of(points, reference: objectives.map { _ in 1 })
  }

  /// What the composer keeps to beside law and wishes, as rows of a space.
  struct Customs {
    let brief: Brief
    let target: FamilyVector
    let composed: Composition
    let universe: Universe
    let catalogue: Catalogue

    func space(under wishes: [Wish], keepsNotes: Bool, keepsBalance: Bool) -> BlendSpace {
      let polytope = SharePolytope(
        universe: universe, wishes: wishes, catalogue: catalogue,
        balance: keepsBalance ? target : nil)
      let notes = Demand.notes(
        of: brief, among: polytope.eligible, of: universe, catalogue: catalogue)
      return BlendSpace(
        polytope: polytope, customs: [solvent, unpriced] + (keepsNotes ? notes : []))
    }

    private var solvent: Demand {
      let universe = universe
      let share = composed.formula.lines.reduce(0) {
        $0 + ($1.material.id == universe.materials[universe.solvent].id ? $1.share.fraction : 0)
      }
      return .atMost(share + FrontGround.solventPlay, .whole) {
        $0 == universe.solvent ? universe.doses[$0] : 0
      }
    }

    /// No more of what has no price than the composed formula has: it would only look cheap.
    private var unpriced: Demand {
      let universe = universe
      let share = composed.formula.lines.reduce(0) {
        $0 + ($1.material.dollarsPerKilogram == nil ? $1.share.fraction : 0)
      }
      return .atMost(share, .whole) {
        universe.materials[$0].dollarsPerKilogram == nil && $0 != universe.solvent
          ? universe.doses[$0] : 0
      }
    }
  }
}

extension Appraiser {
  /// The appraisal of a formula whose materials are all in the panel.
  func appraise(_ formula: Formula, scratch: inout OdourScratch) -> Appraisal {
    let shares = Dictionary(
      uniqueKeysWithValues: formula.proportions.map { ($0.material.id, $0.share) })
    return appraise(panel.materials.map { shares[$0.id] ?? 0 }, scratch: &scratch)
  }
}
