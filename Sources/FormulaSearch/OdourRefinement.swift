// Doses by the odour model: sequential convex programming inside law and wishes.
//
// The static start knows usual doses only. From there the smell over time is taken as linear around
// the doses at hand, and the quadratic program with the same rows is solved in a box around them
// (a trust region); the step is kept only if the appraiser, the one judge, finds the formula
// better, else the box shrinks (R. Fletcher, "Practical Methods of Optimization", 1987, chapter
// 14). All points are solutions of the program with all rows in it, so each is legal by
// construction.
//
// What it does not do: it finds a local maximum from one start, and it never leaves the palette;
// `PaletteRevision` changes that between runs.

import FormulaAppraisal
import OdourModel
import Perfumery

/// Moves the doses of a palette so that the formula smells nearer to what is wished.
struct OdourRefinement {
  struct Refined {
    var problem: DoseProblem

    /// Parallel to the entries of the problem.
    var doses: [Double]

    /// By the odour model, before the shares are rounded.
    var fit: Double

    /// What `OdourTangent` minimises, after each accepted step, the start first; falling.
    var costs: [Double]

    var cost: Double { costs.last ?? .infinity }
  }

  let aim: OdourTangent.Aim
  let universe: Universe

  /// Place in the panel of the aim for each place of the universe.
  private let positions: [Int: Int]
  private let panelCount: Int

  /// Half the width of the box at first, relative to a line's doses, and where it is given up.
  private static let firstRadius = 0.6
  private static let leastRadius = 0.04

  /// The box does not grow over this.
  static let widestRadius = 1.5

  /// What a line of no dose counts as in the box.
  private static let smallDose = 0.15

  /// No line is driven over this many usual doses by the model alone.
  private static let mostDoses = 3.0

  /// A step that saves less than this is the last.
  private static let leastGain = 2e-4

  /// Weight of staying where one is, against the squared tangent; makes the program definite.
  private static let inertia = 1e-4

  /// - Parameter places: of the panel's materials in the universe, in the panel's order.
  init(aim: OdourTangent.Aim, universe: Universe, places: [Int]) {
    self.aim = aim
    self.universe = universe
    positions = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
    panelCount = places.count
  }

  /// Place in the panel of a material of the panel.
  func position(of place: Int) -> Int { positions[place, default: 0] }

  /// - Parameters:
  ///   - start: doses that meet the program's rows.
  ///   - mostSteps: programs solved at most.
  func refine(
    _ problem: DoseProblem, from start: [Double], mostSteps: Int = 12,
    scratch: inout OdourScratch
  ) -> Refined {
    var doses = start
    var tangent = tangent(problem, doses, &scratch)
    var costs = [tangent.cost]
    var radius = Self.firstRadius
    var base: QuadraticProgram?
    for _ in 0..<mostSteps where radius >= Self.leastRadius {
      let program = base ?? linearised(problem, at: doses, tangent, &scratch)
      base = program
      let boxed = Self.boxed(program, around: doses, radius: radius, entries: problem.entries)
      guard case .optimal(let solution) = DualActiveSet.solve(boxed) else { break }
      let next = self.tangent(problem, solution.x, &scratch)
      guard next.cost < tangent.cost else {
        radius *= 0.4
        continue
      }
      let gain = tangent.cost - next.cost
      doses = solution.x
      tangent = next
      base = nil
      costs.append(next.cost)
      if gain < Self.leastGain { break }
      radius = min(Self.widestRadius, radius * 1.5)
    }
    return Refined(problem: problem, doses: doses, fit: tangent.fit, costs: costs)
  }

  /// What the rows and bounds cost at refined doses, in the unit of the tangent's cost.
  ///
  /// Nil when rounding keeps the program from being solved.
  func prices(
    _ refined: Refined, _ tangent: OdourTangent, scratch: inout OdourScratch
  ) -> RowWeights? {
    let program = linearised(refined.problem, at: refined.doses, tangent, &scratch)
    let boxed = Self.boxed(
      program, around: refined.doses, radius: Self.firstRadius, entries: refined.problem.entries)
    guard case .optimal(let solution) = DualActiveSet.solve(boxed) else { return nil }
    return solution.multipliers
  }

  /// The nearest doses to some that meet the rows of a problem; nil when none are near enough.
  func feasible(
    _ problem: DoseProblem, near doses: [Double], scratch: inout OdourScratch
  ) -> [Double]? {
    let tangent = tangent(problem, doses, &scratch)
    let program = linearised(problem, at: doses, tangent, &scratch)
    let boxed = Self.boxed(
      program, around: doses, radius: Self.widestRadius, entries: problem.entries)
    guard case .optimal(let solution) = DualActiveSet.solve(boxed) else { return nil }
    return solution.x
  }

  func tangent(
    _ problem: DoseProblem, _ doses: [Double], _ scratch: inout OdourScratch
  ) -> OdourTangent {
    var shares = [Double](repeating: 0, count: panelCount)
    for (entry, share) in zip(problem.entries, problem.shares(of: doses)) {
      shares[position(of: entry.place)] = share
    }
    return OdourTangent(aim, at: shares, scratch: &scratch)
  }

  /// The program whose objective over doses y is, with J the slopes,
  /// |r + J (y - doses)|² + missing·(y - doses) + inertia |y - doses|².
  private func linearised(
    _ problem: DoseProblem, at doses: [Double], _ tangent: OdourTangent,
    _ scratch: inout OdourScratch
  ) -> QuadraticProgram {
    let slopes = problem.entries.map {
      tangent.slope(
        of: position(of: $0.place), dose: universe.doses[$0.place], scratch: &scratch)
    }
    var program = problem.program
    let count = problem.entries.count
    var constant = tangent.residual
    for (slope, dose) in zip(slopes, doses) {
      for index in constant.indices { constant[index] -= slope.residual[index] * dose }
    }
    for row in 0..<count {
      let own = slopes[row].residual
      for column in 0...row {
        let other = slopes[column].residual
        var product = 0.0
        for index in own.indices { product += own[index] * other[index] }
        program.hessian[row * count + column] = 2 * product
        program.hessian[column * count + row] = 2 * product
      }
      var slope = 0.0
      for index in own.indices { slope += own[index] * constant[index] }
      program.hessian[row * count + row] += 2 * Self.inertia
      program.gradient[row] = 2 * slope + slopes[row].missing - 2 * Self.inertia * doses[row]
    }
    return program
  }

  private static func boxed(
    _ program: QuadraticProgram, around doses: [Double], radius: Double,
    entries: [Palette.Entry]
  ) -> QuadraticProgram {
    var boxed = program
    for (index, dose) in doses.enumerated() {
      let reach = radius * (dose + smallDose)
      var most = program.upper[index]
      if entries[index].role != .solvent { most = min(most, max(mostDoses, dose)) }
      boxed.lower[index] = max(program.lower[index], dose - reach)
      boxed.upper[index] = max(boxed.lower[index], min(most, dose + reach))
    }
    return boxed
  }
}
