import SeededRandom
import Testing

@testable import FormulaSearch

@Suite("The quadratic solver")
struct DualActiveSetTests {
  /// A strictly convex problem with rows drawn through a feasible point, so that it has an optimum.
  static func feasibleProblem(
    seed: UInt64, variables: Int, rows: Int, degenerate: Bool = false
  ) -> QuadraticProgram {
    var random = SplitMix64(seed: seed)
    func draw() -> Double { random.nextUnit() * 2 - 1 }
    let square = (0..<variables * variables).map { _ in draw() }
    var hessian = [Double](repeating: 0, count: variables * variables)
    for row in 0..<variables {
      for column in 0..<variables {
        for inner in 0..<variables {
          hessian[row * variables + column] +=
            square[inner * variables + row] * square[inner * variables + column]
        }
      }
      hessian[row * variables + row] += 0.05
    }
    let point = (0..<variables).map { _ in draw() }
    var constraints: [LinearConstraint] = []
    for index in 0..<rows {
      var normal = (0..<variables).map { _ in draw() }
      if degenerate, index % 3 == 2, let earlier = constraints.last {
        normal = earlier.coefficients.map { $0 * 2 }
      }
      let value = zip(normal, point).reduce(0) { $0 + $1.0 * $1.1 }
      if index == 0 {
        constraints.append(.equal(normal, value))
      } else {
        // Without slack many rows meet in one point.
        constraints.append(.atLeast(normal, value - (degenerate ? 0 : random.nextUnit() * 0.3)))
      }
    }
    return QuadraticProgram(
      hessian: hessian, gradient: (0..<variables).map { _ in 5 * draw() },
      constraints: constraints, lower: point.map { $0 - 0.4 }, upper: point.map { $0 + 0.6 })
  }

  /// The largest breach of the optimality conditions.
  static func residual(_ problem: QuadraticProgram, _ solution: QuadraticSolution) -> Double {
    let count = problem.variableCount
    var worst = 0.0
    for index in 0..<count {
      var slope = problem.gradient[index]
      for column in 0..<count {
        slope += problem.hessian[index * count + column] * solution.x[column]
      }
      slope -= solution.multipliers.lower[index] - solution.multipliers.upper[index]
      for (row, constraint) in problem.constraints.enumerated() {
        slope -= solution.multipliers.constraints[row] * constraint.coefficients[index]
      }
      worst = max(worst, abs(slope))
      let under = solution.x[index] - problem.lower[index]
      let over = problem.upper[index] - solution.x[index]
      worst = max(worst, -under, -over)
      worst = max(worst, -solution.multipliers.lower[index], -solution.multipliers.upper[index])
      if under.isFinite { worst = max(worst, abs(under * solution.multipliers.lower[index])) }
      if over.isFinite { worst = max(worst, abs(over * solution.multipliers.upper[index])) }
    }
    for (row, constraint) in problem.constraints.enumerated() {
      let price = solution.multipliers.constraints[row]
      let surplus = zip(constraint.coefficients, solution.x).reduce(-constraint.bound) {
        $0 + $1.0 * $1.1
      }
      switch constraint.relation {
      case .equal: worst = max(worst, abs(surplus))
      case .atLeast: worst = max(worst, -surplus, -price, abs(surplus * price))
      }
    }
    return worst
  }

  private func optimum(_ problem: QuadraticProgram) throws -> QuadraticSolution {
    guard case .optimal(let solution) = DualActiveSet.solve(problem) else {
      throw Unsolved()
    }
    return solution
  }

  struct Unsolved: Error {}

  @Test(
    "meets the optimality conditions on random problems", arguments: 1...60 as ClosedRange<UInt64>)
  func optimalityConditions(seed: UInt64) throws {
    let problem = Self.feasibleProblem(
      seed: seed, variables: 2 + Int(seed % 39), rows: 1 + Int(seed * 7 % 61))
    #expect(try Self.residual(problem, optimum(problem)) < 1e-7)
  }

  @Test(
    "copes with parallel rows and many rows in one point", arguments: 1...40 as ClosedRange<UInt64>)
  func degenerateProblems(seed: UInt64) throws {
    let problem = Self.feasibleProblem(
      seed: seed, variables: 2 + Int(seed % 12), rows: 40, degenerate: true)
    #expect(try Self.residual(problem, optimum(problem)) < 1e-6)
  }

  @Test("finds what trying every active set finds", arguments: 100...140 as ClosedRange<UInt64>)
  func agreesWithEnumeration(seed: UInt64) throws {
    let problem = Self.feasibleProblem(seed: seed, variables: 2 + Int(seed % 2), rows: 4)
    let best = try #require(Enumeration.bestObjective(of: problem))
    let found = problem.objective(at: try optimum(problem).x)
    #expect(abs(found - best) < 1e-8 * max(1, abs(best)))
  }

  @Test("proves that a problem has no solution", arguments: 1...40 as ClosedRange<UInt64>)
  func infeasibleProblems(seed: UInt64) throws {
    var problem = Self.feasibleProblem(
      seed: seed, variables: 2 + Int(seed % 20), rows: 1 + Int(seed % 17))
    // A row that asks for more than the bounds of the variables can give.
    let row = problem.constraints[Int(seed) % problem.constraints.count].coefficients
    let most = row.indices.reduce(0.0) {
      $0 + max(row[$1] * problem.lower[$1], row[$1] * problem.upper[$1])
    }
    problem.constraints.append(.atLeast(row, most + 0.01))
    guard case .infeasible(let weights) = DualActiveSet.solve(problem) else {
      Issue.record("no proof")
      return
    }
    #expect(weights.provesInfeasible(problem))
  }

  @Test(
    "prices a limit by what a little more of it gains", arguments: 1...20 as ClosedRange<UInt64>)
  func multipliersAreDerivatives(seed: UInt64) throws {
    var problem = Self.feasibleProblem(seed: seed, variables: 6, rows: 9)
    let before = try optimum(problem)
    let step = 1e-6
    for row in problem.constraints.indices {
      problem.constraints[row].bound += step
      let after = try optimum(problem)
      problem.constraints[row].bound -= step
      let slope = (problem.objective(at: after.x) - problem.objective(at: before.x)) / step
      #expect(abs(slope - before.multipliers.constraints[row]) < 1e-3 * max(1, abs(slope)))
    }
  }

  @Test("says so when the objective is not strictly convex")
  func indefiniteHessian() {
    let problem = QuadraticProgram(
      hessian: [1, 2, 2, 1], gradient: [0, 0], constraints: [], lower: [0, 0], upper: [1, 1])
    guard case .failed = DualActiveSet.solve(problem) else {
      Issue.record("an indefinite problem was solved")
      return
    }
  }

  @Test("refuses contradicting equalities and takes repeated ones")
  func equalities() throws {
    var problem = QuadraticProgram(
      hessian: [1, 0, 0, 1], gradient: [0, 0],
      constraints: [.equal([1, 1], 1), .equal([2, 2], 2)],
      lower: [0, 0], upper: [.infinity, .infinity])
    #expect(try abs(optimum(problem).x[0] - 0.5) < 1e-12)
    problem.constraints[1].bound = 3
    guard case .infeasible = DualActiveSet.solve(problem) else {
      Issue.record("contradicting equalities were accepted")
      return
    }
  }

  @Test("repeats to the last bit")
  func deterministic() throws {
    let problem = Self.feasibleProblem(seed: 7, variables: 30, rows: 50)
    #expect(try optimum(problem).x == optimum(problem).x)
  }
}
