import Perfumery

/// Solves a palette for its doses and lets go of the lines that do no work.
struct Formulation {
  static let fewestLines = 8
  static let mostLines = 30

  /// Lines above which one that the fit would rather do without is let go.
  static let comfortableLines = 12

  /// Shares under three millionths cannot be weighed even as a dilution.
  private static let leastShare = 3e-6

  struct Solved {
    var problem: DoseProblem
    var solution: QuadraticSolution
    var customs: DoseProblem.Customs
  }

  let universe: Universe
  let catalogue: Catalogue
  let brief: Brief
  let target: BriefTarget
  let wishes: [Wish]
  let palette: Palette

  /// The best formula with all customs, else with fewer; nil when law and wishes admit none.
  func solve() throws(CompositionError) -> Solved? {
    let steps = [
      DoseProblem.Customs(), DoseProblem.Customs(keepsLines: false),
      DoseProblem.Customs(keepsLines: false, keepsNotes: false),
      DoseProblem.Customs(keepsLines: false, keepsNotes: false, keepsBalance: false),
    ]
    for customs in steps {
      if let solved = try pruned(customs) { return solved }
    }
    return nil
  }

  private func pruned(_ customs: DoseProblem.Customs) throws(CompositionError) -> Solved? {
    let eligible = universe.eligible(under: wishes, catalogue: catalogue)
    guard var best = try attempt(palette.entries, growingInto: eligible, customs) else {
      return nil
    }
    while true {
      let kept = working(best)
      guard kept.count < best.problem.entries.count else { return best }
      // Dropping lines can close the last way to meet a limit; then they stay.
      guard let next = try attempt(kept, growingInto: [], customs) else { return best }
      best = next
    }
  }

  private func attempt(
    _ entries: [Palette.Entry], growingInto eligible: [Int], _ customs: DoseProblem.Customs
  ) throws(CompositionError) -> Solved? {
    let grown = PaletteGrowth(eligible: eligible).solve(from: entries) { problem($0, customs) }
    switch grown.outcome {
    case .optimal(let solution):
      return Solved(problem: grown.problem, solution: solution, customs: customs)
    case .infeasible: return nil
    case .failed: throw .unsolved
    }
  }

  func problem(_ entries: [Palette.Entry], _ customs: DoseProblem.Customs) -> DoseProblem {
    DoseProblem(
      universe: universe, entries: entries, target: target.profile, wishes: wishes,
      brief: brief, catalogue: catalogue, customs: customs)
  }

  /// The entries worth a line, in their order.
  ///
  /// A line held at its least dose is one the fit would rather do without; the dearest goes first,
  /// a third of them at a time, since each that goes changes the price of the others.
  private func working(_ solved: Solved) -> [Palette.Entry] {
    let entries = solved.problem.entries
    let prices = solved.solution.multipliers.lower
    let doses = solved.solution.x
    let shares = solved.problem.shares(of: doses)
    let removable = entries.indices.filter { !entries[$0].role.isKept }
    let held = removable.filter { doses[$0] < 1.01 * DoseProblem.faintDose }
      .sorted { (prices[$1], $0) < (prices[$0], $1) }
    let tooLight = removable.filter { shares[$0] < Self.leastShare || doses[$0] < 1e-3 }
    var dropped = Set<Int>()
    let room = entries.count - 1 - Self.comfortableLines
    for index in held.prefix(max(0, min(room, (held.count + 2) / 3))) { dropped.insert(index) }
    for index in tooLight where entries.count - 1 - dropped.count >= Self.fewestLines {
      dropped.insert(index)
    }
    let weakestFirst = removable.sorted { (doses[$0], $0) < (doses[$1], $1) }
    for index in weakestFirst where entries.count - dropped.count > Self.mostLines {
      dropped.insert(index)
    }
    return entries.indices.filter { !dropped.contains($0) }.map { entries[$0] }
  }
}
