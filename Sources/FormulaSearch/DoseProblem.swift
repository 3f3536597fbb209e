// From a palette to a convex quadratic program.
//
// The model. Material i at share x_i of the concentrate works with y_i = x_i / r_i "usual doses",
// where r_i is its usual share; each dose is spread over the material's family vector f_i. The
// profile of a formula is  sum y_i f_i / sum y_i.  With t the wished profile, D the expected sum of
// doses, p_i the expected dose of a line and n the number of lines, the doses minimise
//
//   | sum y_i (f_i - t) |² / D²   +   pull · sum (y_i - p_i)² / n
//
// The first term is the squared distance between profiles, times (sum of doses / D)²; it needs no
// division, so the problem stays convex. The second keeps every line near the dose it is known to
// work at, and lets mass that is left over flow to the materials used in volume, since a line moves
// in proportion to r_i.
//
// Its limits: doses add up linearly, so masking and synergy are unknown to it; a usual dose stands
// for equal strength, which is a perfumer's judgement; evaporation enters only as top, heart and
// base. It ranks doses within a palette; it does not predict a smell.

import FormulaRules
import Perfumery

struct DoseProblem {
  /// What is asked beside law and wishes; dropped, and said to be dropped, when it cannot be had.
  struct Customs: Sendable, Equatable {
    /// Every line that was chosen is at least faintly there.
    var keepsLines = true
    var keepsNotes = true
    var keepsBalance = true
  }

  let entries: [Palette.Entry]
  private(set) var program: QuadraticProgram

  /// Parallel to the constraints of the program.
  private(set) var rows: [Demand] = []

  private let universe: Universe

  /// Weight of the pull towards expected doses: moving every line by a whole dose costs as much as
  /// a profile at a distance of 0.5 from the wished one.
  private static let pull = 0.25

  /// How many times stiffer than a line the solvent is: a formula is filled with perfume first.
  private static let solventStiffness = 4.0

  /// Least doses of a line of the palette.
  static let faintDose = 0.12

  /// Upper end when no wish asks for more.
  private static let usualSolventMost = 0.60

  init(
    universe: Universe, entries: [Palette.Entry], target: FamilyVector, wishes: [Wish],
    brief: Brief, catalogue: Catalogue, customs: Customs = Customs()
  ) {
    self.universe = universe
    self.entries = entries
    program = Self.objective(universe: universe, entries: entries, target: target, wishes: wishes)
    if customs.keepsLines {
      for (index, entry) in entries.enumerated() where entry.isChosen {
        program.lower[index] = min(Self.faintDose, 0.5 * universe.dosesWithinCaps(entry.place))
      }
    }
    addWhole(solventMost: customs.keepsBalance ? Self.usualSolventMost : nil)
    for wish in wishes {
      add(Demand.rows(of: wish, in: universe, catalogue: catalogue))
    }
    if customs.keepsNotes {
      add(
        Demand.notes(of: brief, among: entries.map(\.place), of: universe, catalogue: catalogue))
    }
    if customs.keepsBalance { add(Demand.balance(for: target, in: universe)) }
    let caps = universe.caps
    add(
      Demand.law(of: universe).filter { demand in
        guard case .cap(let index) = demand.meaning else { return true }
        return entries.contains { caps[index].coefficients[$0.place] > 0 }
      })
  }

  /// The part of `x` in the concentrate, in the order of the entries.
  func shares(of doses: [Double]) -> [Double] {
    zip(entries, doses).map { universe.doses[$0.place] * max(0, $1) }
  }

  private static func objective(
    universe: Universe, entries: [Palette.Entry], target: FamilyVector, wishes: [Wish]
  ) -> QuadraticProgram {
    let count = entries.count
    let expected = expectedDoses(universe: universe, entries: entries, wishes: wishes)
    let sum = zip(entries, expected).reduce(0.0) {
      $0 + ($1.0.place == universe.solvent ? 0 : $1.1)
    }
    let deviations = entries.map { entry in
      entry.place == universe.solvent
        ? FamilyVector.zero : universe.materials[entry.place].families + target * -1
    }
    let distanceWeight = 2 / max(1, sum * sum)
    let pullWeight = 2 * Self.pull / Double(count)
    var hessian = [Double](repeating: 0, count: count * count)
    var stiffness = [Double](repeating: 0, count: count)
    for row in 0..<count {
      let left = deviations[row].values
      for column in 0...row {
        let right = deviations[column].values
        var product = 0.0
        for family in left.indices { product += left[family] * right[family] }
        hessian[row * count + column] = distanceWeight * product
        hessian[column * count + row] = distanceWeight * product
      }
      let isSolvent = entries[row].place == universe.solvent
      stiffness[row] = pullWeight * (isSolvent ? Self.solventStiffness : 1)
      hessian[row * count + row] += stiffness[row]
    }
    let most = entries.map { entry in
      entry.place == universe.solvent
        ? Solvent.shares.upperBound / universe.doses[entry.place]
        : universe.materials[entry.place].highestPercent.value / 100 / universe.doses[entry.place]
    }
    return QuadraticProgram(
      hessian: hessian, gradient: zip(stiffness, expected).map { -$0 * $1 }, constraints: [],
      lower: entries.map {
        $0.place == universe.solvent
          ? Solvent.shares.lowerBound / universe.doses[$0.place] : 0
      },
      upper: most)
  }

  /// The palette's doses, all raised or lowered alike so that they fill what the solvent leaves.
  ///
  /// To twice the usual at most: a palette of powerful materials is not blown up to fill a bottle.
  /// Of what is still missing the solvent is expected to take a half, the lines used in volume the
  /// rest.
  private static func expectedDoses(
    universe: Universe, entries: [Palette.Entry], wishes: [Wish]
  ) -> [Double] {
    let solvent = Solvent.expectedShare(under: wishes)
    let mass = entries.reduce(0.0) {
      $0 + ($1.place == universe.solvent ? 0 : $1.expectedDoses * universe.doses[$1.place])
    }
    let factor = mass > 0 ? min(2, max(0.5, (1 - solvent) / mass)) : 1
    let missing = max(0, 1 - solvent - factor * mass)
    let filled = Solvent.isWished(in: wishes) ? solvent : min(0.45, solvent + missing / 2)
    return entries.map { entry in
      if entry.place == universe.solvent { return filled / universe.doses[universe.solvent] }
      // What binds a formula together does not grow with its theme.
      if case .blender = entry.role { return min(1.25, factor) * entry.expectedDoses }
      return factor * entry.expectedDoses
    }
  }

  /// What one dose of a material outside the program would add to the weighted rows.
  func weightedColumn(of place: Int, _ weights: [Double]) -> Double {
    var sum = 0.0
    for (row, weight) in zip(rows, weights) where weight != 0 {
      sum += weight * row.perDose(place)
    }
    return sum
  }

  private mutating func add(_ demands: [Demand]) {
    for demand in demands {
      program.constraints.append(
        .atLeast(entries.map { demand.perDose($0.place) }, demand.bound + demand.margin))
      rows.append(demand)
    }
  }

  private mutating func addWhole(solventMost: Double?) {
    let universe = universe
    program.constraints.append(.equal(entries.map { universe.doses[$0.place] }, 1))
    rows.append(.atLeast(1, .whole) { universe.doses[$0] })
    if let solventMost {
      add([
        .atMost(solventMost, .whole) { $0 == universe.solvent ? universe.doses[$0] : 0 }
      ])
    }
  }
}
