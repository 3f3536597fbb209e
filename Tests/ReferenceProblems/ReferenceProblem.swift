import Glibc
package import ParetoSearch

/// Problems with known fronts, as the literature measures searches by them; all variables in 0...1.
package struct ReferenceProblem: BoxProblem {
  /// Which problem, and how many variables.
  package enum Kind: Sendable {
    /// E. Zitzler, K. Deb, L. Thiele, Evolutionary Computation 8 (2000): f2 = 1 - sqrt(f1), convex.
    case zdt1

    /// As ZDT1, but f2 = 1 - f1², concave.
    case zdt2

    /// K. Deb, L. Thiele, M. Laumanns, E. Zitzler, CEC 2002, three objectives: an eighth of a
    /// sphere.
    case dtlz2
  }

  package let kind: Kind
  package let variation: BoxVariation

  package init(_ kind: Kind, variableCount: Int) {
    self.kind = kind
    variation = BoxVariation(
      lower: Array(repeating: 0, count: variableCount),
      upper: Array(repeating: 1, count: variableCount))
  }

  package var objectiveCount: Int {
    switch kind {
    case .zdt1, .zdt2: 2
    case .dtlz2: 3
    }
  }

  package func evaluate(
    _ candidate: [Double], into objectives: inout MutableSpan<Double>, scratch: inout Void
  ) -> Double {
    switch kind {
    case .zdt1, .zdt2:
      var sum = 0.0
      for index in 1..<candidate.count { sum += candidate[index] }
      let distance = 1 + 9 * sum / Double(candidate.count - 1)
      let ratio = candidate[0] / distance
      objectives[0] = candidate[0]
      objectives[1] = distance * (1 - (kind == .zdt1 ? ratio.squareRoot() : ratio * ratio))
    case .dtlz2:
      var radius = 1.0
      for index in 2..<candidate.count {
        radius += (candidate[index] - 0.5) * (candidate[index] - 0.5)
      }
      let (first, second) = (candidate[0] * .pi / 2, candidate[1] * .pi / 2)
      let across = radius * cos(first)
      objectives[0] = across * cos(second)
      objectives[1] = across * sin(second)
      objectives[2] = radius * sin(first)
    }
    return 0
  }
}
