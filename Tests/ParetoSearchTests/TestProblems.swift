import ParetoSearch

/// E. Zitzler, K. Deb, L. Thiele 2000: a convex front, f2 = 1 - sqrt(f1).
struct ZDT1: BoxProblem {
  let objectiveCount = 2
  let variation: BoxVariation

  init(variableCount: Int) {
    variation = BoxVariation(
      lower: Array(repeating: 0, count: variableCount),
      upper: Array(repeating: 1, count: variableCount))
  }

  func evaluate(
    _ candidate: [Double], into objectives: inout MutableSpan<Double>, scratch: inout Void
  ) -> Double {
    let rest = candidate.dropFirst().reduce(0, +) / Double(candidate.count - 1)
    let distance = 1 + 9 * rest
    objectives[0] = candidate[0]
    objectives[1] = distance * (1 - (candidate[0] / distance).squareRoot())
    return 0
  }
}
