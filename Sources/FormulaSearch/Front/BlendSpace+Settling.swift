extension BlendSpace {
  /// Distance a settled blend keeps from each scaled row: far above the rounding of the solver, far
  /// below a millionth.
  private static let settlingMargin = 1e-9

  /// The blend inside nearest to given shares, with the same materials.
  ///
  /// Distances count in usual doses, so that a trace does not vanish beside a solvent.
  ///
  /// - Parameter shares: by eligible position; the solvent's own is ignored.
  /// - Returns: nil when these materials admit no blend of 8 to 30 lines.
  func settled(_ shares: [(index: Int, share: Double)]) -> Blend? {
    let known = shares.filter { most[$0.index] > Self.leastShare }
      .sorted { $0.index < $1.index }
    guard !known.isEmpty else { return nil }
    let count = known.count
    var rows = Array(repeating: [Double](repeating: 0, count: count), count: bounds.count)
    var isTouched = Array(repeating: false, count: bounds.count)
    for (column, line) in known.enumerated() {
      for entry in self.column(of: line.index) {
        rows[entry.row][column] = entry.coefficient * doses[line.index]
        isTouched[entry.row] = true
      }
    }
    var hessian = [Double](repeating: 0, count: count * count)
    for column in 0..<count { hessian[column * count + column] = 1 }
    var constraints: [LinearConstraint] = []
    for row in bounds.indices {
      let bound = bounds[row] - Self.settlingMargin
      if isTouched[row] {
        constraints.append(.atMost(rows[row], bound))
      } else if bound < 0 {
        return nil
      }
    }
    let program = QuadraticProgram(
      hessian: hessian, gradient: known.map { -$0.share / doses[$0.index] },
      constraints: constraints,
      lower: known.map { Self.leastShare * (1 + 1e-9) / doses[$0.index] },
      upper: known.map { most[$0.index] * (1 - 1e-9) / doses[$0.index] })
    guard case .optimal(let solution) = DualActiveSet.solve(program) else { return nil }
    let lines = zip(known, solution.x).map {
      Blend.Line(index: $0.index, share: $1 * doses[$0.index])
    }
    guard let blend = weighable(Blend(lines: lines)), admits(blend, tolerance: 0) else {
      return nil
    }
    return blend
  }
}
