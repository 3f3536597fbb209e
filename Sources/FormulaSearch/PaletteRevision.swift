import FormulaAppraisal
import OdourModel
import Perfumery

/// Exchanges lines of a refined formula for materials that the odour model finds better.
///
/// The prices of the rows say what room in the formula is worth, so a material outside is worth its
/// own effect on the smell less the room it takes: the reduced cost of column generation, here with
/// a trial dose under the odour model. The best few come in, the lines that the smell would rather
/// be without go, and the doses are refined again. An exchange that gains nothing is undone.
struct PaletteRevision {
  let refinement: OdourRefinement
  /// Places of the materials that may come in; see `candidates(among:in:for:)`.
  let candidates: [Int]

  /// Builds the dose problem of a palette.
  let problem: ([Palette.Entry]) -> DoseProblem

  private static let mostRounds = 5
  private static let enteringARound = 4

  /// Least cosine between a candidate and the target, and how many candidates there are at most.
  ///
  /// A material with nothing of the target helps only by drowning the others: a model may find such
  /// a filler good, a nose would not.
  private static let leastCosine = 0.1
  private static let mostCandidates = 120

  /// Refinement steps for one exchange.
  private static let stepsARound = 5

  /// Lines, the solvent included, up to which a palette grows.
  private static let mostEntries = 24

  /// Cost that an exchange has to save to be worth more lines to weigh.
  private static let leastGain = 5e-3

  /// Doses a material that comes in is tried with, if the law leaves it that much.
  private static let enteringDoses = 0.3

  /// Eligible materials that have something of a target, the nearest ones if there are many.
  static func candidates(
    among eligible: [Int], in universe: Universe, for target: FamilyVector
  ) -> [Int] {
    let near = eligible.filter { $0 != universe.solvent }
      .map { (place: $0, cosine: universe.materials[$0].families.cosine(to: target)) }
      .filter { $0.cosine >= leastCosine }
      .sorted { ($1.cosine, $0.place) < ($0.cosine, $1.place) }
    return near.prefix(mostCandidates).map(\.place)
  }

  func revise(
    _ start: OdourRefinement.Refined, scratch: inout OdourScratch
  ) -> OdourRefinement.Refined {
    var current = start
    for _ in 0..<Self.mostRounds {
      let tangent = refinement.tangent(current.problem, current.doses, &scratch)
      guard let prices = refinement.prices(current, tangent, scratch: &scratch) else { break }
      let ranked = ranked(current, tangent, prices, &scratch)
      guard let next = exchange(in: current, prices, ranked, &scratch) else { break }
      current = next
    }
    return current
  }

  private func exchange(
    in current: OdourRefinement.Refined, _ prices: RowWeights, _ ranked: [Int],
    _ scratch: inout OdourScratch
  ) -> OdourRefinement.Refined? {
    let entries = current.problem.entries
    let leaving = idle(current, prices)
    let kept = entries.indices.filter { !leaving.contains($0) }.map { entries[$0] }
    let entering = entering(ranked, beside: entries)
    for rest in leaving.isEmpty ? [entries] : [kept, entries] {
      let attempt = rest + entering.prefix(max(0, Self.mostEntries - rest.count))
      let least = attempt.count > entries.count ? Self.leastGain : 0
      guard attempt != entries, attempt.count > Formulation.fewestLines,
        let refined = refined(attempt, from: current, &scratch),
        refined.cost < current.cost - least
      else { continue }
      return refined
    }
    return nil
  }

  private func refined(
    _ entries: [Palette.Entry], from current: OdourRefinement.Refined,
    _ scratch: inout OdourScratch
  ) -> OdourRefinement.Refined? {
    let problem = problem(entries)
    let old = Dictionary(
      uniqueKeysWithValues: zip(current.problem.entries.map(\.place), current.doses))
    let doses = entries.map { old[$0.place] ?? $0.expectedDoses }
    guard let start = refinement.feasible(problem, near: doses, scratch: &scratch) else {
      return nil
    }
    var refined = refinement.refine(
      problem, from: start, mostSteps: Self.stepsARound, scratch: &scratch)
    refined.costs = current.costs + [refined.cost]
    return refined
  }

  /// Lines held at their least dose, which the smell would rather be without; the dearest third.
  private func idle(_ current: OdourRefinement.Refined, _ prices: RowWeights) -> Set<Int> {
    let entries = current.problem.entries
    let held = entries.indices.filter {
      !entries[$0].role.isKept && current.doses[$0] < 1.01 * DoseProblem.faintDose
    }
    .sorted { (prices.lower[$1], $0) < (prices.lower[$0], $1) }
    return Set(held.prefix((held.count + 2) / 3))
  }

  /// Materials worth more than the room they take, the best first.
  private func ranked(
    _ current: OdourRefinement.Refined, _ tangent: OdourTangent, _ prices: RowWeights,
    _ scratch: inout OdourScratch
  ) -> [Int] {
    let known = Set(current.problem.entries.map(\.place))
    var found: [(place: Int, gain: Double)] = []
    for place in candidates where !known.contains(place) {
      let doses = enteringDoses(of: place)
      let fall = tangent.fall(
        with: doses * refinement.universe.doses[place], at: refinement.position(of: place),
        scratch: &scratch)
      let room = doses * current.problem.weightedColumn(of: place, prices.constraints)
      if fall + room > 0 { found.append((place, fall + room)) }
    }
    return found.sorted { ($1.gain, $0.place) < ($0.gain, $1.place) }.map(\.place)
  }

  private func entering(_ ranked: [Int], beside entries: [Palette.Entry]) -> [Palette.Entry] {
    let materials = refinement.universe.materials
    var known = Set(entries.flatMap { materials[$0.place].casNumbers })
    var entering: [Palette.Entry] = []
    for place in ranked where entering.count < Self.enteringARound {
      // Another grade of the same substance adds a line, not an odour.
      guard known.isDisjoint(with: materials[place].casNumbers) else { continue }
      known.formUnion(materials[place].casNumbers)
      entering.append(
        Palette.Entry(
          place: place, role: role(of: materials[place]), expectedDoses: enteringDoses(of: place)))
    }
    return entering
  }

  private func enteringDoses(of place: Int) -> Double {
    min(Self.enteringDoses, refinement.universe.dosesWithinCaps(place))
  }

  /// The wished family a material has most of.
  private func role(of material: Material) -> Palette.Role {
    let target = refinement.aim.appraiser.target
    var best: (family: Family, weight: Double)?
    for family in Family.allCases {
      let weight = target[family] * material.families[family]
      if weight > best?.weight ?? 0 { best = (family, weight) }
    }
    return best.map { .family($0.family) } ?? .reserve
  }
}
