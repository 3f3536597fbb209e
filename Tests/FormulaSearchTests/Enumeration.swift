@testable import FormulaSearch

/// The optimum by trying every set of active rows: exact, and only for a few variables.
enum Enumeration {
  /// The least objective over all feasible points of stationary active sets; nil when there are
  /// none.
  static func bestObjective(of problem: QuadraticProgram) -> Double? {
    let rows = allRows(of: problem)
    var best: Double?
    for subset in 0..<(1 << rows.count) {
      let chosen = rows.indices.filter { subset >> $0 & 1 == 1 }
      guard chosen.count <= problem.variableCount,
        let x = stationaryPoint(of: problem, on: chosen.map { rows[$0] }),
        isFeasible(x, in: problem)
      else { continue }
      let value = problem.objective(at: x)
      if best.map({ value < $0 }) ?? true { best = value }
    }
    return best
  }

  private static func allRows(of problem: QuadraticProgram) -> [LinearConstraint] {
    var rows = problem.constraints
    for index in 0..<problem.variableCount {
      var unit = [Double](repeating: 0, count: problem.variableCount)
      unit[index] = 1
      rows.append(.atLeast(unit, problem.lower[index]))
      rows.append(.atMost(unit, problem.upper[index]))
    }
    return rows
  }

  private static func isFeasible(_ x: [Double], in problem: QuadraticProgram) -> Bool {
    allRows(of: problem).allSatisfy { row in
      let surplus = zip(row.coefficients, x).reduce(-row.bound) { $0 + $1.0 * $1.1 }
      return row.relation == .equal ? abs(surplus) < 1e-8 : surplus > -1e-8
    }
  }

  /// Solves [G -N; N' 0][x; u] = [-g; b] by elimination with row exchanges.
  private static func stationaryPoint(
    of problem: QuadraticProgram, on rows: [LinearConstraint]
  ) -> [Double]? {
    let count = problem.variableCount
    let size = count + rows.count
    var table = [[Double]](repeating: Array(repeating: 0, count: size + 1), count: size)
    for row in 0..<count {
      for column in 0..<count { table[row][column] = problem.hessian[row * count + column] }
      for (index, constraint) in rows.enumerated() {
        table[row][count + index] = -constraint.coefficients[row]
        table[count + index][row] = constraint.coefficients[row]
        table[count + index][size] = constraint.bound
      }
      table[row][size] = -problem.gradient[row]
    }
    for pivot in 0..<size {
      guard let row = (pivot..<size).max(by: { abs(table[$0][pivot]) < abs(table[$1][pivot]) }),
        abs(table[row][pivot]) > 1e-10
      else { return nil }
      table.swapAt(pivot, row)
      for other in 0..<size where other != pivot {
        let factor = table[other][pivot] / table[pivot][pivot]
        for column in pivot...size { table[other][column] -= factor * table[pivot][column] }
      }
    }
    return (0..<count).map { table[$0][size] / table[$0][$0] }
  }
}
