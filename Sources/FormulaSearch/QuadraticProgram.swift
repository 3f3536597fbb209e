// A strictly convex quadratic program in dense form, and what a solver can say about it.
//
//   minimise    1/2 x'Gx + g'x
//   subject to  a·x  =  b    for the equalities
//               a·x >=  b    for the inequalities
//               lower <= x <= upper
//
// The Lagrangian is taken with x'-terms  - u·(a·x - b)  so that at the optimum
//
//   Gx + g = sum over rows of u·a + lowerMultipliers - upperMultipliers,   u >= 0 on inequalities,
//
// and u is the price of its row: the objective grows by u for each unit by which b is raised.

/// One row of a quadratic program: `coefficients · x = bound` or `>= bound`.
struct LinearConstraint: Sendable, Equatable {
  enum Relation: Sendable { case equal, atLeast }

  var coefficients: [Double]
  var relation: Relation
  var bound: Double

  static func equal(_ coefficients: [Double], _ bound: Double) -> Self {
    Self(coefficients: coefficients, relation: .equal, bound: bound)
  }

  static func atLeast(_ coefficients: [Double], _ bound: Double) -> Self {
    Self(coefficients: coefficients, relation: .atLeast, bound: bound)
  }

  /// `coefficients · x <= bound`, kept as `-coefficients · x >= -bound`.
  static func atMost(_ coefficients: [Double], _ bound: Double) -> Self {
    Self(coefficients: coefficients.map { -$0 }, relation: .atLeast, bound: -bound)
  }
}

/// A problem in `gradient.count` variables.
///
/// Invariant: `hessian` is `[n × n]` in rows, symmetric and positive definite; all rows, `lower`
/// and `upper` have n entries; bounds may be infinite.
struct QuadraticProgram: Sendable {
  var hessian: [Double]
  var gradient: [Double]
  var constraints: [LinearConstraint]
  var lower: [Double]
  var upper: [Double]

  var variableCount: Int { gradient.count }

  func objective(at x: [Double]) -> Double {
    var value = 0.0
    for row in x.indices {
      var product = 0.0
      for column in x.indices { product += hessian[row * x.count + column] * x[column] }
      value += x[row] * (0.5 * product + gradient[row])
    }
    return value
  }
}

/// One number per row and per bound of a quadratic program.
///
/// For an optimum these are the prices of the limits. For an infeasible program they are Farkas
/// weights: the weighted rows add up to `0 >= something positive`, which nothing can satisfy.
struct RowWeights: Sendable, Equatable {
  var constraints: [Double]
  var lower: [Double]
  var upper: [Double]
}

struct QuadraticSolution: Sendable {
  var x: [Double]
  var multipliers: RowWeights
  var iterationCount: Int
}

enum QuadraticOutcome: Sendable {
  case optimal(QuadraticSolution)

  /// No point satisfies the rows; the weights prove it.
  case infeasible(RowWeights)

  /// The hessian is not positive definite, or rounding kept the method from finishing.
  case failed
}
