@testable import FormulaSearch

extension RowWeights {
  /// Whether the weighted rows of `problem` add up to zero on the left and something positive on
  /// the right.
  func provesInfeasible(_ problem: QuadraticProgram) -> Bool {
    var promised = 0.0
    var sum = [Double](repeating: 0, count: problem.variableCount)
    for (row, constraint) in problem.constraints.enumerated() {
      if constraint.relation == .atLeast, constraints[row] < -1e-9 { return false }
      promised += constraints[row] * constraint.bound
      for column in sum.indices {
        sum[column] += constraints[row] * constraint.coefficients[column]
      }
    }
    for column in sum.indices {
      if lower[column] < -1e-9 || upper[column] < -1e-9 { return false }
      sum[column] += lower[column] - upper[column]
      if lower[column] != 0 { promised += lower[column] * problem.lower[column] }
      if upper[column] != 0 { promised -= upper[column] * problem.upper[column] }
    }
    return promised > 0 && sum.allSatisfy { abs($0) < 1e-7 * max(1, promised) }
  }
}
