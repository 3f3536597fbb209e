// The legal polytope as a search walks in it.
//
// The solvent is whatever the lines leave, so its share is taken out of every row: with s the
// solvent,  sum a_i x_i <= b  becomes  sum (a_i - a_s) x_i <= b - a_s,  the sum of one holds by
// construction, and the polytope has an inside. Rows are scaled to a largest coefficient of 1. Each
// material keeps the column of its coefficients, so a blend of 20 lines meets only the rows that
// know them.
//
// A move is a direction and a ratio test: the largest step that no row and no bound forbids. Loads
// are summed anew for every test and the step stays `guard` under each bound, so rounding never
// adds up over generations.

import Perfumery

/// Law and wishes as rows over sparse blends, with the moves that stay inside.
struct BlendSpace: Sendable {
  /// Shares under three millionths cannot be weighed even as a dilution.
  static let leastShare = 3e-6

  let polytope: SharePolytope

  /// Eligible materials that may be a line, ascending.
  let pool: [Int]

  /// Highest share by eligible position; 0 for what some row forbids outright.
  let most: [Double]

  /// Share of the concentrate that is one usual dose, by eligible position.
  let doses: [Double]

  /// Right sides of the scaled rows.
  let bounds: [Double]

  /// Entries of material i are `entries[starts[i]..<starts[i + 1]]`.
  private let starts: [Int]
  private let entries: [(row: Int, coefficient: Double)]

  /// Distance kept from each scaled bound.
  private static let guardWidth = 1e-13

  /// - Parameter customs: further demands beside those of the polytope.
  init(polytope: SharePolytope, customs: [Demand] = []) {
    let universe = polytope.universe
    let solvent = polytope.solvent
    doses = polytope.eligible.map { universe.doses[$0] }
    var most = polytope.most
    most[solvent] = 0
    var rows = polytope.rows.map { (coefficients: $0.coefficients, bound: $0.bound) }
    for demand in customs {
      let coefficients = polytope.eligible.map { -demand.perDose($0) / universe.doses[$0] }
      rows.append((coefficients, -demand.bound - demand.margin))
    }
    var sum = doses.map { _ in 1.0 }
    sum[solvent] = 0
    rows.append((sum, 1 - polytope.least[solvent]))
    rows.append((sum.map { -$0 }, polytope.most[solvent] - 1))
    var kept: [(coefficients: [Double], bound: Double)] = []
    for row in rows {
      let own = row.coefficients[solvent]
      var coefficients = row.coefficients.map { $0 - own }
      coefficients[solvent] = 0
      let bound = row.bound - own
      if bound <= 0, coefficients.allSatisfy({ $0 >= 0 }) {
        // Nothing of these materials fits under such a bound; no ratio test could say so.
        for index in coefficients.indices where coefficients[index] > 0 { most[index] = 0 }
        continue
      }
      let size = coefficients.reduce(0) { max($0, abs($1)) }
      guard size > 0 else { continue }
      kept.append((coefficients.map { $0 / size }, bound / size))
    }
    var starts = [0]
    var entries: [(row: Int, coefficient: Double)] = []
    for index in doses.indices {
      for (row, content) in kept.enumerated() where content.coefficients[index] != 0 {
        entries.append((row, content.coefficients[index]))
      }
      starts.append(entries.count)
    }
    self.polytope = polytope
    self.most = most
    self.starts = starts
    self.entries = entries
    bounds = kept.map(\.bound)
    pool = most.indices.filter { most[$0] > Self.leastShare }
  }

  func column(of index: Int) -> ArraySlice<(row: Int, coefficient: Double)> {
    entries[starts[index]..<starts[index + 1]]
  }

  /// Eligible position of a place of the universe.
  func index(of place: Int) -> Int? {
    var low = 0
    var high = polytope.eligible.count
    while low < high {
      let middle = (low + high) / 2
      if polytope.eligible[middle] < place { low = middle + 1 } else { high = middle }
    }
    return low < polytope.eligible.count && polytope.eligible[low] == place ? low : nil
  }

  /// What a blend puts on each row.
  func loads(of blend: Blend) -> [Double] {
    var loads = [Double](repeating: 0, count: bounds.count)
    for line in blend.lines {
      for entry in column(of: line.index) { loads[entry.row] += entry.coefficient * line.share }
    }
    return loads
  }

  /// Whether all rows hold and every line can be a line.
  ///
  /// - Parameter tolerance: on the scaled rows, absolute.
  func admits(_ blend: Blend, tolerance: Double = 1e-12) -> Bool {
    let isWeighable = blend.lines.allSatisfy {
      $0.share >= Self.leastShare && $0.share <= most[$0.index] + tolerance
    }
    return isWeighable && zip(loads(of: blend), bounds).allSatisfy { $0 <= $1 + tolerance }
  }

  /// The largest step along a direction that all rows and bounds admit, at most `limit`.
  func reach(of blend: Blend, along steps: [Step], upTo limit: Double) -> Double {
    var length = limit
    var rates = [Double](repeating: 0, count: bounds.count)
    for step in steps where step.rate != 0 {
      let share = blend.share(of: step.index)
      if step.rate > 0 {
        length = min(length, (most[step.index] - share) / step.rate)
      } else {
        length = min(length, share / -step.rate)
      }
      for entry in column(of: step.index) { rates[entry.row] += entry.coefficient * step.rate }
    }
    guard length > 0 else { return 0 }
    let loads = loads(of: blend)
    for row in rates.indices where rates[row] > 0 {
      length = min(length, (bounds[row] - Self.guardWidth - loads[row]) / rates[row])
    }
    return max(0, length)
  }

  /// As far along a direction as can be gone, and what is then left too light made weighable.
  ///
  /// - Returns: nil when no blend of 8 to 30 weighable lines was found there.
  func moved(_ blend: Blend, along steps: [Step], upTo limit: Double = 1) -> Blend? {
    let length = reach(of: blend, along: steps, upTo: limit)
    guard length > 0 else { return nil }
    return weighable(blend.moved(along: steps, by: length))
  }

  /// The blend between two; weight 1 is the first.
  func blend(_ first: Blend, _ second: Blend, weight: Double) -> Blend? {
    // Convexity keeps every row; only the count and the lightest lines have to be seen to.
    let mixed = second.moved(along: second.steps(to: first), by: weight)
    return weighable(mixed)
  }

  /// Removes or raises lines that are too light, then removes the weakest beyond 30.
  ///
  /// - Returns: nil when some row stands in the way.
  func weighable(_ blend: Blend) -> Blend? {
    var blend = blend
    while let line = blend.lines.first(where: { $0.share < Self.leastShare }) {
      if blend.lineCount > Formulation.fewestLines, let next = without(line.index, in: blend) {
        blend = next
        continue
      }
      let step = [Step(index: line.index, rate: 1)]
      let missing = Self.leastShare - line.share + 1e-15
      guard reach(of: blend, along: step, upTo: missing) >= missing else { return nil }
      blend = blend.moved(along: step, by: missing)
    }
    guard blend.lineCount > Formulation.mostLines else {
      return blend.lineCount >= Formulation.fewestLines ? blend : nil
    }
    let weakest = blend.lines.sorted {
      ($0.share / doses[$0.index], $0.index) < ($1.share / doses[$1.index], $1.index)
    }
    for line in weakest where blend.lineCount > Formulation.mostLines {
      if let next = without(line.index, in: blend) { blend = next }
    }
    return blend.lineCount <= Formulation.mostLines ? blend : nil
  }

  /// The blend without a line, its mass gone to the solvent or, where a row forbids that, to one
  /// other line; nil when none can take it.
  func without(_ index: Int, in blend: Blend) -> Blend? {
    let share = blend.share(of: index)
    let removal = Step(index: index, rate: -share)
    if let next = emptied(blend, [removal]) { return next }
    let heirs = blend.lines.filter { $0.index != index && $0.share >= Self.leastShare }
      .sorted { ($1.share, $0.index) < ($0.share, $1.index) }
    for heir in heirs {
      let steps = [removal, Step(index: heir.index, rate: share)]
      if let next = emptied(blend, steps) { return next }
    }
    return nil
  }

  /// The blend a whole step on, if all of it can be taken.
  private func emptied(_ blend: Blend, _ steps: [Step]) -> Blend? {
    guard reach(of: blend, along: steps, upTo: 1) >= 1 else { return nil }
    return blend.moved(along: steps, by: 1)
  }
}
