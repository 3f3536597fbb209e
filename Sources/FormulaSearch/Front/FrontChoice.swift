/// Picks a few points that stand for a whole front.
///
/// The best in each objective come first, then the point nearest to the best in all, then, one by
/// one, the point farthest from all that were picked. Distances count each objective in ranges of
/// the front.
struct FrontChoice {
  struct Pick: Equatable {
    var index: Int
    var merits: [Front.Merit]
  }

  private let points: [[Double]]
  private let objectives: [FrontObjective]

  /// Closer than this, two formulas do not differ to a reader.
  private static let leastDistance = 0.02

  /// - Parameter points: `[members × objectives]`, less is better, none dominated.
  init(points: [[Double]], objectives: [FrontObjective]) {
    self.objectives = objectives
    let lowest = objectives.indices.map { axis in points.map { $0[axis] }.min() ?? 0 }
    let highest = objectives.indices.map { axis in points.map { $0[axis] }.max() ?? 0 }
    self.points = points.map { point in
      objectives.indices.map { axis in
        let range = highest[axis] - lowest[axis]
        return range > 0 ? (point[axis] - lowest[axis]) / range : 0
      }
    }
  }

  /// Up to `count` picks, in the order in which they were picked.
  func picks(_ count: Int) -> [Pick] {
    guard !points.isEmpty, count > 0 else { return [] }
    var picks: [Pick] = []
    func pick(_ index: Int, _ merit: Front.Merit) {
      if let known = picks.firstIndex(where: { $0.index == index }) {
        picks[known].merits.append(merit)
      } else if picks.count < count {
        picks.append(Pick(index: index, merits: [merit]))
      }
    }
    for (axis, objective) in objectives.enumerated() {
      // Of several that are best at one thing, the best at everything else.
      let best = points.indices.min { (points[$0][axis], size($0)) < (points[$1][axis], size($1)) }
      if let best { pick(best, objective.merit) }
    }
    if let balanced = points.indices.min(by: { size($0) < size($1) }) { pick(balanced, .balanced) }
    while picks.count < count {
      let distances = points.indices.map { index in
        picks.map { distance(index, $0.index) }.min() ?? 0
      }
      let farthest = distances.indices.max { distances[$0] < distances[$1] }
      guard let farthest, distances[farthest] > Self.leastDistance else { break }
      pick(farthest, .between)
    }
    return picks
  }

  /// Whether a point is at least as good as another in everything and better in something.
  static func dominates(_ left: [Double], _ right: [Double]) -> Bool {
    var isBetter = false
    for (own, other) in zip(left, right) {
      if own > other { return false }
      if own < other { isBetter = true }
    }
    return isBetter
  }

  /// Distance from the best of all objectives.
  private func size(_ index: Int) -> Double {
    points[index].reduce(0) { $0 + $1 * $1 }
  }

  private func distance(_ left: Int, _ right: Int) -> Double {
    zip(points[left], points[right]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }
}

extension FrontObjective {
  fileprivate var merit: Front.Merit {
    switch self {
    case .fit: .bestFit
    case .cost: .cheapest
    case .longevity: .longest
    case .naturalness: .mostNatural
    }
  }
}
