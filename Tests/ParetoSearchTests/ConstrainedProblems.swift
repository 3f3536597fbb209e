import ParetoSearch

/// A problem between bounds given by its formula: objectives, then constraints `g >= 0`.
struct FormulaProblem: BoxProblem {
  let objectiveCount: Int
  let variation: BoxVariation
  let formula: @Sendable ([Double]) -> (objectives: [Double], constraints: [Double])

  func evaluate(
    _ candidate: [Double], into objectives: inout MutableSpan<Double>, scratch: inout Void
  ) -> Double {
    let (values, constraints) = formula(candidate)
    for index in values.indices { objectives[index] = values[index] }
    return constraints.reduce(0) { $0 + max(0, -$1) }
  }

  /// T. Binh, U. Korn 1997; its front has f1 from 0 to 136 and f2 from 4 to 50.
  static let binhKorn = FormulaProblem(
    objectiveCount: 2, variation: BoxVariation(lower: [0, 0], upper: [5, 3])
  ) { x in
    (
      [4 * (x[0] * x[0] + x[1] * x[1]), square(x[0] - 5) + square(x[1] - 5)],
      [25 - square(x[0] - 5) - square(x[1]), square(x[0] - 8) + square(x[1] + 3) - 7.7]
    )
  }

  /// A. Osyczka, S. Kundu 1995: six constraints, five stretches of front; f1 from -274 to -42.
  static let osyczkaKundu = FormulaProblem(
    objectiveCount: 2,
    variation: BoxVariation(lower: [0, 0, 1, 0, 1, 0], upper: [10, 10, 5, 6, 5, 10])
  ) { x in
    (
      [
        -25 * square(x[0] - 2) - square(x[1] - 2) - square(x[2] - 1) - square(x[3] - 4)
          - square(x[4] - 1),
        x.reduce(0) { $0 + square($1) },
      ],
      [
        x[0] + x[1] - 2, 6 - x[0] - x[1], 2 - x[1] + x[0], 2 - x[0] + 3 * x[1],
        4 - square(x[2] - 3) - x[3], square(x[4] - 3) + x[5] - 4,
      ]
    )
  }

  private static func square(_ value: Double) -> Double { value * value }
}
