import Testing

@testable import FormulaSearch

@Suite("The factors of the active set")
struct ActiveSetFactorsTests {
  private let size = 9

  /// Random normals, and the factors after taking in some and letting go of others.
  private func worked(seed: UInt64) throws -> (ActiveSetFactors, [[Double]], QuadraticProgram) {
    let problem = DualActiveSetTests.feasibleProblem(seed: seed, variables: size, rows: 8)
    var factors = try #require(ActiveSetFactors(hessian: problem.hessian, size: size))
    var normals = problem.constraints.prefix(6).map(\.coefficients)
    for normal in normals { factors.append(factors.projected(normal)) }
    for position in [4, 0, 2] {
      factors.remove(at: position)
      normals.remove(at: position)
    }
    for constraint in problem.constraints.dropFirst(6) {
      factors.append(factors.projected(constraint.coefficients))
      normals.append(constraint.coefficients)
    }
    return (factors, normals, problem)
  }

  @Test(
    "keep the free directions at right angles to every active row",
    arguments: 1...10 as ClosedRange<UInt64>)
  func freeDirections(seed: UInt64) throws {
    let (factors, normals, _) = try worked(seed: seed)
    #expect(factors.activeCount == normals.count)
    for normal in normals {
      let d = factors.projected(normal)
      #expect(d[factors.activeCount...].allSatisfy { abs($0) < 1e-9 })
    }
  }

  @Test(
    "express a sum of active rows by its own coefficients", arguments: 1...10 as ClosedRange<UInt64>
  )
  func dualDirections(seed: UInt64) throws {
    let (factors, normals, _) = try worked(seed: seed)
    let weights = normals.indices.map { Double($0) - 1.5 }
    let sum = (0..<size).map { column in
      zip(weights, normals).reduce(0) { $0 + $1.0 * $1.1[column] }
    }
    let found = factors.dualDirection(factors.projected(sum))
    #expect(zip(found, weights).allSatisfy { abs($0 - $1) < 1e-8 })
  }

  @Test("invert the hessian while no row is active", arguments: 1...5 as ClosedRange<UInt64>)
  func inverse(seed: UInt64) throws {
    let problem = DualActiveSetTests.feasibleProblem(seed: seed, variables: size, rows: 1)
    let factors = try #require(ActiveSetFactors(hessian: problem.hessian, size: size))
    for column in 0..<size {
      let solved = factors.primalDirection(factors.projectedUnit(column, sign: 1))
      for row in 0..<size {
        let product = (0..<size).reduce(0) { $0 + problem.hessian[row * size + $1] * solved[$1] }
        #expect(abs(product - (row == column ? 1 : 0)) < 1e-8)
      }
    }
  }

  @Test("do not exist for a matrix that is not positive definite")
  func refusal() {
    #expect(ActiveSetFactors(hessian: [1, 0, 0, 0], size: 2) == nil)
    #expect(ActiveSetFactors(hessian: [1, 1, 1, 1], size: 2) == nil)
    #expect(ActiveSetFactors(hessian: [.nan, 0, 0, 1], size: 2) == nil)
  }
}
