/// The volume that points dominate up to a reference point, all objectives to be made small.
package enum Hypervolume {
  /// Exact. Points that are not finite or not below the reference in each objective add nothing.
  ///
  /// Two objectives by a sweep, three by slices along the third with a sweep's staircase, more by
  /// L. While, L. Bradstreet, L. Barone, "A fast way of calculating exact hypervolumes" (WFG), IEEE
  /// Transactions on Evolutionary Computation 16 (2012) 86–95.
  ///
  /// - Parameters:
  ///   - points: each `[objectives]`.
  ///   - reference: `[objectives]`, at least one.
  package static func of(_ points: [[Double]], reference: [Double]) -> Double {
    precondition(points.allSatisfy { $0.count == reference.count }, "points of another space")
    let inside = points.filter { point in
      zip(point, reference).allSatisfy { $0.isFinite && $0 < $1 }
    }
    return volume(inside, reference)
  }

  private static func volume(_ points: [[Double]], _ reference: [Double]) -> Double {
    switch reference.count {
    case 0: 0
    case 1: points.map { reference[0] - $0[0] }.max() ?? 0
    case 2: area(points, reference)
    case 3: slices(points, reference)
    default: exclusiveParts(points, reference)
    }
  }

  private static func area(_ points: [[Double]], _ reference: [Double]) -> Double {
    var area = 0.0
    var height = reference[1]
    for point in points.sorted(by: { $0[0] < $1[0] }) where point[1] < height {
      area += (reference[0] - point[0]) * (height - point[1])
      height = point[1]
    }
    return area
  }

  /// Adds the points by their third objective to a staircase whose area is kept up to date.
  private static func slices(_ points: [[Double]], _ reference: [Double]) -> Double {
    var staircase = Staircase(reference: (reference[0], reference[1]))
    var volume = 0.0
    var depth = 0.0
    for point in points.sorted(by: { $0[2] < $1[2] }) {
      volume += staircase.area * (point[2] - depth)
      depth = point[2]
      staircase.add(point[0], point[1])
    }
    return volume + staircase.area * (reference[2] - depth)
  }

  /// The sum of what each point adds to those after it.
  private static func exclusiveParts(_ points: [[Double]], _ reference: [Double]) -> Double {
    let last = reference.count - 1
    // The worst in the last objective first: those after it, limited to it, then share their last
    // objective, and the volume left is one of a dimension less.
    let sorted = nondominated(points).sorted { $0[last] > $1[last] }
    var total = 0.0
    for (place, point) in sorted.enumerated() {
      let base = zip(point, reference).dropLast().reduce(1) { $0 * ($1.1 - $1.0) }
      let limited = sorted[(place + 1)...].map { zip($0, point).dropLast().map { max($0, $1) } }
      let covered = volume(nondominated(limited), Array(reference.dropLast()))
      total += (base - covered) * (reference[last] - point[last])
    }
    return total
  }

  /// The points that no other dominates, of equal ones the first.
  private static func nondominated(_ points: [[Double]]) -> [[Double]] {
    var kept: [[Double]] = []
    for point in points.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let isDominated = kept.contains { other in zip(other, point).allSatisfy { $0 <= $1 } }
      if !isDominated { kept.append(point) }
    }
    return kept
  }
}

/// The corners of the region of a plane that points dominate, and its area.
private struct Staircase {
  private let reference: (Double, Double)

  /// By the first coordinate rising, the second falling.
  private var corners: [(Double, Double)] = []
  private(set) var area = 0.0

  init(reference: (Double, Double)) { self.reference = reference }

  mutating func add(_ x: Double, _ y: Double) {
    var start = 0
    var end = corners.count
    while start < end {
      let middle = (start + end) / 2
      if corners[middle].0 <= x { start = middle + 1 } else { end = middle }
    }
    let height = start > 0 ? corners[start - 1].1 : reference.1
    guard y < height else { return }
    // From x on, the steps above y are cut down to it.
    var left = x
    var top = height
    end = start
    while end < corners.count, corners[end].1 >= y {
      area += (corners[end].0 - left) * (top - y)
      (left, top) = corners[end]
      end += 1
    }
    area += ((end < corners.count ? corners[end].0 : reference.0) - left) * (top - y)
    corners.replaceSubrange(start..<end, with: CollectionOfOne((x, y)))
  }
}
