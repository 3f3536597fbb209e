/// The nearest neighbours of points ordered by their first coordinate.
///
/// A search goes outwards along the first coordinate and ends where that alone is farther than the
/// neighbours found; on a surface of 200 points it looks at about thirty.
struct NearestNeighbours {
  private let dimensionCount: Int
  private let neighbourCount: Int

  /// Nearest first, `[points × neighbourCount]`.
  private var neighbours: [Neighbour]

  private struct Neighbour {
    var squaredDistance: Double
    var place: Int

    static let none = Neighbour(squaredDistance: .infinity, place: -1)
  }

  init(count: Int, dimensionCount: Int, neighbourCount: Int) {
    self.dimensionCount = dimensionCount
    self.neighbourCount = neighbourCount
    neighbours = Array(repeating: .none, count: count * neighbourCount)
  }

  /// - Parameters:
  ///   - points: `[points × dimensions]`
  ///   - before: the next point to look at towards the front, -1 beyond it; `after` likewise, the
  ///     points' count beyond the end.
  mutating func find(
    around place: Int, in points: Span<Double>, _ before: Span<Int>, _ after: Span<Int>
  ) {
    let first = place * neighbourCount
    let look = Look(
      dimensionCount: dimensionCount, here: place * dimensionCount, first: first,
      last: first + neighbourCount - 1)
    var list = neighbours.mutableSpan
    for index in look.first...look.last { list[index] = .none }
    var (left, right) = (before[place], after[place])
    while left >= 0 || right < after.count {
      if right < after.count {
        right = look.takes(right, points, &list) ? after[right] : after.count
      }
      if left >= 0 { left = look.takes(left, points, &list) ? before[left] : -1 }
    }
  }

  func contains(_ other: Int, around place: Int) -> Bool {
    let first = place * neighbourCount
    for index in first..<first + neighbourCount where neighbours[index].place == other {
      return true
    }
    return false
  }

  /// The product of the squared distances to the neighbours.
  func product(around place: Int) -> Double {
    let first = place * neighbourCount
    var product = 1.0
    for index in first..<first + neighbourCount where neighbours[index].place >= 0 {
      product *= neighbours[index].squaredDistance
    }
    return product
  }

  /// A look around a point: where its coordinates begin, and where its list of neighbours is.
  private struct Look {
    let dimensionCount: Int
    let here: Int
    let first: Int
    let last: Int

    /// Takes a point in where it is near enough; false when none beyond it can be.
    @inline(__always)
    func takes(
      _ place: Int, _ points: Span<Double>, _ list: inout MutableSpan<Neighbour>
    ) -> Bool {
      let there = place * dimensionCount
      let bound = list[last].squaredDistance
      var gap = points[there] - points[here]
      var distance = gap * gap
      guard distance < bound else { return false }
      for index in 1..<dimensionCount {
        gap = points[there + index] - points[here + index]
        distance += gap * gap
      }
      guard distance < bound else { return true }
      var index = last
      while index > first, list[index - 1].squaredDistance > distance {
        list[index] = list[index - 1]
        index -= 1
      }
      list[index] = Neighbour(squaredDistance: distance, place: place)
      return true
    }
  }
}
