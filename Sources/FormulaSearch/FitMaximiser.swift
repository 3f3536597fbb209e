// The largest cosine any mixture of a polytope can have to a wished profile, with a proof.
//
// A mixture of shares x smells of v(x) = sum x_i f_i / r_i: the usual doses of each material (share
// over usual share r_i) spread over its families f_i. Cosines do not change with the size of v, so
// the polytope may be swapped for the cone over it: a row a·x <= b over shares that sum to 1
// becomes (a - b)·x <= 0. In the cone the size of v is free and can be fixed by  t·v = 1  for the
// unit target t. Then the cosine is 1 / |v|, and the largest cosine is the least |v|²: a convex
// quadratic program.
//
// Its hessian has rank 17 and is made definite by a proximal term  e/2 |z - previous z|², which
// vanishes as the steps settle and leaves no trace in the result (R. T. Rockafellar, "Monotone
// operators and the proximal point algorithm", 1976). Columns enter by their reduced cost, from all
// eligible materials, until none improves.
//
// The proof does not trust the solver. For any vector q, any weights u >= 0 on the rows, and
// w = t - q, every mixture has
//
//   t·v = q·v + w·v <= |q| |v| + d,    d = u·b + max over {l <= x <= h, sum x = 1} of (w'F - u'A)x
//
// by weak duality, so its cosine is at most |q| + d / |v|. The maximum is a fractional knapsack,
// solved by sorting; |v| has a floor, since families sum to 1. At the optimum q = v / |v|² makes
// |q| the cosine and d zero.

import Perfumery

/// Maximises the cosine between a wished profile and the usual doses of a mixture.
struct FitMaximiser {
  struct Maximum {
    /// Of the mixture `shares`.
    var cosine: Double

    /// No mixture of the polytope has a larger cosine; computed from a dual certificate.
    var upperBound: Double

    /// Parallel to the eligible materials of the polytope.
    var shares: [Double]

    /// Growth of the cosine for each unit by which a row's bound gives way, parallel to the rows.
    var rowPrices: [Double]
  }

  enum Outcome {
    case found(Maximum)

    /// No mixture of the polytope has anything of the wished profile: the proof leaves a cosine of
    /// `upperBound`, which is rounding. Or there is no mixture at all.
    case none(upperBound: Double)
    case failed
  }

  let polytope: SharePolytope

  /// The wished profile, brought to length 1.
  private let target: [Double]

  /// Usual doses of a unit share, parallel to the eligible materials; 0 for the solvent.
  private let strengths: [Double]

  /// How near bound and cosine have to come, at best.
  private let tolerance: Double

  private static let proximal = 1e-5
  private static let mostRounds = 120
  private static let columnsARound = 10

  init(polytope: SharePolytope, target: FamilyVector, tolerance: Double = 1e-7) {
    self.polytope = polytope
    self.tolerance = tolerance
    let length = target.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    self.target = target.values.map { length > 0 ? $0 / length : 0 }
    strengths = polytope.eligible.enumerated().map { position, place in
      position == polytope.solvent ? 0 : 1 / polytope.universe.doses[place]
    }
  }

  /// - Parameter start: shares of a mixture to start from, if one near the maximum is known.
  func maximum(from start: [Double]? = nil) -> Outcome {
    var columns = start.map { start in start.indices.filter { start[$0] > 0 } } ?? firstColumns()
    var centre = initialCentre(columns, start)
    var best: Maximum?
    var upperBound = 1.0
    for _ in 0..<Self.mostRounds {
      let sides = sides(columns)
      switch DualActiveSet.solve(program(columns, sides, centre: centre)) {
      case .failed: return best.map { .found($0) } ?? .failed
      case .infeasible(let weights):
        let helpful = entering(columns) { self.weighted($0, weights.constraints, sides) }
        guard !helpful.isEmpty else { return .none(upperBound: proven(sides, by: weights)) }
        columns += helpful
        centre += helpful.map { _ in 0 }
      case .optimal(let solution):
        let step = step(columns, sides, solution)
        let found = maximum(at: step)
        upperBound = min(upperBound, found.upperBound)
        var leader = found
        if let best, best.cosine > found.cosine { leader = best }
        leader.upperBound = max(upperBound, leader.cosine)
        best = leader
        if leader.upperBound - leader.cosine <= tolerance { return .found(leader) }
        let helpful = entering(columns) { self.reducedGain(of: $0, at: step) }
        columns += helpful
        centre = solution.x + helpful.map { _ in 0 }
      }
    }
    return best.map { .found($0) } ?? .failed
  }
}

extension FitMaximiser {
  /// What a constraint of the cone's program is about; positions are those of the polytope.
  private enum Side {
    case length
    case row(Int)
    case highest(Int)
    case least(Int)
  }

  private func sides(_ columns: [Int]) -> [Side] {
    var sides = [Side.length]
    for index in polytope.rows.indices {
      let row = polytope.rows[index]
      // Where no column weighs more than the bound, a mixture cannot either.
      if columns.contains(where: { row.coefficients[$0] > row.bound }) { sides.append(.row(index)) }
    }
    for column in columns where polytope.most[column] < 1 { sides.append(.highest(column)) }
    for column in polytope.least.indices where polytope.least[column] > 0 {
      sides.append(.least(column))
    }
    return sides
  }

  /// What one usual dose adds to a side, in the sense `>= 0` (`= 1` for the length).
  private func coefficient(_ side: Side, at column: Int) -> Double {
    switch side {
    case .length: along(target, column)
    case .row(let index):
      (polytope.rows[index].bound - polytope.rows[index].coefficients[column]) * dose(column)
    case .highest(let other):
      (polytope.most[other] - (other == column ? 1 : 0)) * dose(column)
    case .least(let other):
      ((other == column ? 1 : 0) - polytope.least[other]) * dose(column)
    }
  }

  private func dose(_ column: Int) -> Double { polytope.universe.doses[polytope.eligible[column]] }

  /// Inner product of a vector of families with those of one dose; 0 for the solvent.
  private func along(_ vector: [Double], _ column: Int) -> Double {
    guard column != polytope.solvent else { return 0 }
    let families = polytope.universe.materials[polytope.eligible[column]].families.values
    var sum = 0.0
    for index in vector.indices { sum += vector[index] * families[index] }
    return sum
  }

  private func program(
    _ columns: [Int], _ sides: [Side], centre: [Double]
  ) -> QuadraticProgram {
    let count = columns.count
    var hessian = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      guard columns[row] != polytope.solvent else { continue }
      let own = polytope.universe.materials[polytope.eligible[columns[row]]].families.values
      for column in 0...row {
        let product = along(own, columns[column])
        hessian[row * count + column] = product
        hessian[column * count + row] = product
      }
    }
    for row in 0..<count { hessian[row * count + row] += Self.proximal }
    return QuadraticProgram(
      hessian: hessian, gradient: centre.map { -Self.proximal * $0 },
      constraints: sides.map { side in
        let coefficients = columns.map { coefficient(side, at: $0) }
        if case .length = side { return .equal(coefficients, 1) }
        return .atLeast(coefficients, 0)
      },
      lower: Array(repeating: 0, count: count),
      upper: Array(repeating: .infinity, count: count))
  }

  /// The solvent and the materials nearest to the target.
  private func firstColumns() -> [Int] {
    let scored = polytope.eligible.indices.filter { $0 != polytope.solvent }
      .map { column in
        let families = polytope.universe.materials[polytope.eligible[column]].families.values
        let length = families.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return (column: column, cosine: length > 0 ? along(target, column) / length : 0)
      }
      .filter { $0.cosine > 0 }
      .sorted { ($1.cosine, $0.column) < ($0.cosine, $1.column) }
    return [polytope.solvent] + scored.prefix(2 * Self.columnsARound).map(\.column)
  }

  private func initialCentre(_ columns: [Int], _ start: [Double]?) -> [Double] {
    guard let start else { return columns.map { _ in 0 } }
    let doses = columns.map { start[$0] / dose($0) }
    let length = zip(columns, doses).reduce(0) { $0 + along(target, $1.0) * $1.1 }
    return doses.map { length > 0 ? $0 / length : 0 }
  }

  /// The columns outside with the largest values, as long as they are above zero.
  private func entering(_ columns: [Int], by value: (Int) -> Double) -> [Int] {
    let known = Set(columns)
    let found = polytope.eligible.indices.filter { !known.contains($0) }
      .map { (column: $0, value: value($0)) }
      .filter { $0.value > 1e-10 }
      .sorted { ($1.value, $0.column) < ($0.value, $1.column) }
    return found.prefix(Self.columnsARound).map(\.column)
  }

  private func weighted(_ column: Int, _ weights: [Double], _ sides: [Side]) -> Double {
    var sum = 0.0
    for (side, weight) in zip(sides, weights) where weight != 0 {
      sum += weight * coefficient(side, at: column)
    }
    return sum
  }
}

extension FitMaximiser {
  /// One optimum of the cone's program.
  private struct Step {
    var columns: [Int]
    var doses: [Double]
    var sides: [Side]
    var weights: [Double]

    /// Families of the mixture, of inner product 1 with the target.
    var odour: [Double]

    /// Price of the length: the squared size of `odour` once the steps have settled.
    var lengthPrice: Double

    /// Weights of the polytope's rows, in units of the length's price.
    var rowWeights: [Double]
  }

  private func step(
    _ columns: [Int], _ sides: [Side], _ solution: QuadraticSolution
  ) -> Step {
    let doses = solution.x.map { max(0, $0) }
    var odour = FamilyVector()
    for (column, dose) in zip(columns, doses) where column != polytope.solvent {
      odour = odour + polytope.universe.materials[polytope.eligible[column]].families * dose
    }
    let price = max(solution.multipliers.constraints[0], .leastNonzeroMagnitude)
    var rowWeights = [Double](repeating: 0, count: polytope.rows.count)
    for (side, weight) in zip(sides, solution.multipliers.constraints) {
      if case .row(let index) = side { rowWeights[index] = max(0, weight) / price }
    }
    return Step(
      columns: columns, doses: doses, sides: sides, weights: solution.multipliers.constraints,
      odour: odour.values, lengthPrice: price, rowWeights: rowWeights)
  }

  private func maximum(at step: Step) -> Maximum {
    var shares = [Double](repeating: 0, count: polytope.eligible.count)
    for (column, doses) in zip(step.columns, step.doses) { shares[column] = doses * dose(column) }
    let whole = shares.reduce(0, +)
    for column in shares.indices { shares[column] /= whole }
    let size = step.odour.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let length = zip(step.odour, target).reduce(0) { $0 + $1.0 * $1.1 }
    return Maximum(
      cosine: length / size,
      upperBound: upperBound(
        direction: step.odour.map { $0 / step.lengthPrice }, rowWeights: step.rowWeights),
      shares: shares, rowPrices: step.rowWeights.map { $0 * whole / size })
  }

  /// The bound that a direction and weights prove, whatever they are; see the top of the file.
  func upperBound(direction: [Double], rowWeights: [Double]) -> Double {
    let rest = zip(target, direction).map { $0 - $1 }
    var slack = 0.0
    var magnitude = 0.0
    for (row, weight) in zip(polytope.rows, rowWeights) {
      slack += weight * row.bound
      magnitude += abs(weight * row.bound)
    }
    var room = 1.0
    var gains: [(column: Int, gain: Double)] = []
    for column in polytope.eligible.indices {
      var gain = along(rest, column) * strengths[column]
      magnitude += abs(gain) * polytope.most[column]
      for (row, weight) in zip(polytope.rows, rowWeights) where weight > 0 {
        gain -= weight * row.coefficients[column]
        magnitude += abs(weight * row.coefficients[column]) * polytope.most[column]
      }
      gains.append((column, gain))
      slack += gain * polytope.least[column]
      room -= polytope.least[column]
    }
    gains.sort { ($1.gain, $0.column) < ($0.gain, $1.column) }
    for (column, gain) in gains where room > 0 {
      let part = min(room, polytope.most[column] - polytope.least[column])
      slack += gain * part
      room -= part
    }
    let size = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    // Rounding of the sums above, generously.
    let excess = max(0, slack) + 1e-14 * magnitude
    return min(1, size * (1 + 1e-14) + excess / leastOdour)
  }

  /// Under the length of the odour of every mixture: n numbers that sum to S are S / sqrt(n) long.
  private var leastOdour: Double {
    let weakest =
      strengths.indices.filter { $0 != polytope.solvent }
      .map { strengths[$0] }.min() ?? 1
    let perfume = 1 - polytope.most[polytope.solvent]
    return perfume * weakest / Double(target.count).squareRoot()
  }

  /// What an infeasible program proves: nothing has more of the target than rounding.
  private func proven(_ sides: [Side], by proof: RowWeights) -> Double {
    let length = proof.constraints[0]
    guard length > 0 else { return 1 }
    var rowWeights = [Double](repeating: 0, count: polytope.rows.count)
    for (side, weight) in zip(sides, proof.constraints) {
      if case .row(let index) = side { rowWeights[index] = max(0, weight) / length }
    }
    return upperBound(direction: target.map { _ in 0 }, rowWeights: rowWeights)
  }

  private func reducedGain(of column: Int, at step: Step) -> Double {
    let gain = weighted(column, step.weights, step.sides) - along(step.odour, column)
    return gain / step.lengthPrice
  }
}
