// The dual active-set method of D. Goldfarb and A. Idnani, "A numerically stable dual method for
// solving strictly convex quadratic programs", Mathematical Programming 27 (1983) 1-33.
//
// It starts at the minimum without any row and takes in the most violated row, one after another,
// while every multiplier stays non-negative; a row whose multiplier falls to zero on the way is let
// go. Each point on the way is the exact optimum for the rows taken in so far, so the method needs
// no feasible start, and when a violated row cannot be reached it holds the proof in its hands: the
// multipliers that would have to grow for ever. That proof names the limits in conflict, which is
// why this method and not a primal or an interior one.
//
// Departures: rows are scaled to unit length before their violations are compared; variable bounds
// are rows that are never stored; ties go to the lowest row, so that a run repeats to the last bit.

/// One run of the dual method on one problem.
struct DualActiveSet {
  /// The problem with every row scaled to unit length.
  private let problem: QuadraticProgram
  private let rowCount: Int
  private let variableCount: Int
  private var factors: ActiveSetFactors
  private var x: [Double]

  /// Rows in force, in the order of the columns of the factors. Row numbers count the constraints,
  /// then the lower bounds, then the upper bounds.
  private var active: [ActiveRow] = []
  private var isActive: [Bool]

  /// What each row was multiplied by.
  private let rowScales: [Double]
  private var iterationCount = 0

  private struct ActiveRow {
    var row: Int
    var multiplier: Double

    /// -1 for an equality taken in from above, whose row is then used negated.
    var sign: Double
    var isEquality: Bool
  }

  private enum StepOutcome { case taken, infeasible([Double]), failed }

  static func solve(_ problem: QuadraticProgram) -> QuadraticOutcome {
    guard var run = DualActiveSet(problem) else { return .failed }
    return run.run()
  }

  private init?(_ problem: QuadraticProgram) {
    let count = problem.variableCount
    guard let factors = ActiveSetFactors(hessian: problem.hessian, size: count) else { return nil }
    self.factors = factors
    variableCount = count
    rowCount = problem.constraints.count
    let scales = problem.constraints.map { constraint in
      let length = constraint.coefficients.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length > 0 ? 1 / length : 1
    }
    rowScales = scales
    var scaled = problem
    for row in scaled.constraints.indices {
      scaled.constraints[row].bound *= scales[row]
      for column in 0..<count { scaled.constraints[row].coefficients[column] *= scales[row] }
    }
    self.problem = scaled
    isActive = Array(repeating: false, count: rowCount + 2 * count)
    // With no active row the direction of J'g is G^-1 g.
    x = factors.primalDirection(factors.projected(problem.gradient)).map { -$0 }
  }

  private mutating func run() -> QuadraticOutcome {
    for row in 0..<rowCount where problem.constraints[row].relation == .equal {
      let surplus = surplus(row)
      if case .infeasible(let weights) = takeIn(row, sign: surplus > 0 ? -1 : 1, equality: true) {
        return .infeasible(spread(weights, closing: row, sign: surplus > 0 ? -1 : 1))
      }
    }
    while let row = mostViolatedRow() {
      switch takeIn(row, sign: 1, equality: false) {
      case .taken: continue
      case .infeasible(let weights): return .infeasible(spread(weights, closing: row, sign: 1))
      case .failed: return .failed
      }
    }
    guard x.allSatisfy(\.isFinite) else { return .failed }
    return .optimal(
      QuadraticSolution(
        x: x, multipliers: spread(active.map(\.multiplier), closing: nil, sign: 1),
        iterationCount: iterationCount))
  }

  /// Moves to the optimum of the active rows and `row`, letting go of rows on the way.
  private mutating func takeIn(_ row: Int, sign: Double, equality: Bool) -> StepOutcome {
    var multiplier = 0.0
    while true {
      iterationCount += 1
      guard iterationCount <= 100 * (rowCount + 2 * variableCount + 1) else { return .failed }
      let d = projection(row, sign: sign)
      let fall = factors.dualDirection(d)
      let reach = squaredReach(d)
      let blocking = firstBlocking(fall)
      let missing = -sign * surplus(row)
      guard let reach else {
        if equality, missing <= tolerance(row) { return .taken }
        guard let blocking else { return .infeasible(fall.map { -$0 }) }
        multiplier += blocking.length
        lower(by: blocking.length, fall)
        letGo(blocking.position)
        continue
      }
      let full = max(0, missing) / reach
      let length = min(full, blocking?.length ?? .infinity)
      let direction = factors.primalDirection(d)
      for index in x.indices { x[index] += length * direction[index] }
      multiplier += length
      lower(by: length, fall)
      if let blocking, blocking.length < full {
        letGo(blocking.position)
        continue
      }
      factors.append(d)
      active.append(
        ActiveRow(row: row, multiplier: multiplier, sign: sign, isEquality: equality))
      isActive[row] = true
      return .taken
    }
  }

  private mutating func lower(by length: Double, _ fall: [Double]) {
    for position in active.indices {
      active[position].multiplier -= length * fall[position]
      // Rounding must not leave an inequality with a price below nothing.
      if !active[position].isEquality {
        active[position].multiplier = max(0, active[position].multiplier)
      }
    }
  }

  private mutating func letGo(_ position: Int) {
    factors.remove(at: position)
    isActive[active[position].row] = false
    active.remove(at: position)
  }

  /// The inequality whose multiplier reaches zero first.
  private func firstBlocking(_ fall: [Double]) -> (position: Int, length: Double)? {
    var first: (position: Int, length: Double)?
    for position in active.indices where !active[position].isEquality && fall[position] > 1e-12 {
      let length = active[position].multiplier / fall[position]
      if first.map({ length < $0.length }) ?? true { first = (position, length) }
    }
    return first
  }

  /// How fast the row's value grows along the primal direction; nil when it depends on the active
  /// rows.
  private func squaredReach(_ d: [Double]) -> Double? {
    var free = 0.0
    var all = 0.0
    for index in d.indices {
      all += d[index] * d[index]
      if index >= factors.activeCount { free += d[index] * d[index] }
    }
    // An angle under 1e-9 to the span of the active rows is rounding.
    return free > 1e-18 * all ? free : nil
  }

  private func mostViolatedRow() -> Int? {
    var worst: (row: Int, violation: Double)?
    for row in isActive.indices where !isActive[row] {
      if row < rowCount, problem.constraints[row].relation == .equal { continue }
      let violation = -surplus(row)
      guard violation > tolerance(row) else { continue }
      if worst.map({ violation > $0.violation }) ?? true { worst = (row, violation) }
    }
    return worst?.row
  }

  /// By how much a row is over its bound; negative when it is violated.
  private func surplus(_ row: Int) -> Double {
    if row < rowCount {
      let constraint = problem.constraints[row]
      var value = -constraint.bound
      for index in x.indices { value += constraint.coefficients[index] * x[index] }
      return value
    }
    let variable = (row - rowCount) % variableCount
    return row < rowCount + variableCount
      ? x[variable] - problem.lower[variable] : problem.upper[variable] - x[variable]
  }

  private func tolerance(_ row: Int) -> Double {
    if row < rowCount {
      return 1e-11 * (1 + abs(problem.constraints[row].bound))
    }
    let variable = (row - rowCount) % variableCount
    let bound =
      row < rowCount + variableCount ? problem.lower[variable] : problem.upper[variable]
    return 1e-11 * (1 + abs(bound.isFinite ? bound : 0))
  }

  private func projection(_ row: Int, sign: Double) -> [Double] {
    if row < rowCount {
      let d = factors.projected(problem.constraints[row].coefficients)
      return sign > 0 ? d : d.map { -$0 }
    }
    let variable = (row - rowCount) % variableCount
    return factors.projectedUnit(variable, sign: row < rowCount + variableCount ? 1 : -1)
  }

  /// Numbers of the active rows, in the shape of the problem; `closing` gets weight 1.
  private func spread(_ values: [Double], closing: Int?, sign: Double) -> RowWeights {
    var all = [Double](repeating: 0, count: rowCount + 2 * variableCount)
    for (entry, value) in zip(active, values) { all[entry.row] = entry.sign * value }
    if let closing { all[closing] = sign }
    for row in 0..<rowCount { all[row] *= rowScales[row] }
    return RowWeights(
      constraints: Array(all[..<rowCount]),
      lower: Array(all[rowCount..<(rowCount + variableCount)]),
      upper: Array(all[(rowCount + variableCount)...]))
  }
}
