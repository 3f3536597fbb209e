/// Adds materials to a palette that admits no formula until it does, or until none can help.
///
/// Column generation with Farkas weights: the proof of infeasibility puts a weight on every row,
/// and a material outside the palette can break the proof only if its weighted column is positive.
/// When no eligible one is, the proof holds for all of them together, at the price of a small
/// program instead of one with hundreds of variables.
struct PaletteGrowth {
  /// Places that may be added.
  let eligible: [Int]

  /// Materials added at a time.
  private static let stepCount = 6

  func solve(
    from entries: [Palette.Entry], _ problem: ([Palette.Entry]) -> DoseProblem
  ) -> (problem: DoseProblem, outcome: QuadraticOutcome) {
    var entries = entries
    while true {
      let current = problem(entries)
      let outcome = DualActiveSet.solve(current.program)
      guard case .infeasible(let weights) = outcome else { return (current, outcome) }
      let helpful = best(
        outside: entries, by: { current.weightedColumn(of: $0, weights.constraints) })
      guard !helpful.isEmpty else { return (current, outcome) }
      entries += helpful
    }
  }

  /// The materials outside with the largest values, as long as they are above zero.
  func best(outside entries: [Palette.Entry], by value: (Int) -> Double) -> [Palette.Entry] {
    let known = Set(entries.map(\.place))
    let found = eligible.filter { !known.contains($0) }.map { (place: $0, value: value($0)) }
      .filter { $0.value > 1e-9 }
      .sorted { ($1.value, $0.place) < ($0.value, $1.place) }
    return found.prefix(Self.stepCount).map {
      Palette.Entry(place: $0.place, role: .reserve, expectedDoses: 0)
    }
  }
}
