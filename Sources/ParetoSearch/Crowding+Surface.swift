/// Room on a surface: nearest neighbours of members that are ordered by their first objective.
extension Crowding {
  func thinSurface(_ room: Int) {
    for place in 0..<count { measureSurface(around: place) }
    thin(room) { place in
      guard isOutdated(place) else { return false }
      measureSurface(around: place)
      return true
    }
  }

  /// Whether a neighbour that counted has gone.
  private func isOutdated(_ place: Int) -> Bool {
    let pair = neighbours[place]
    return pair.isFull && !(isKept[pair.nearest.place] && isKept[pair.second.place])
  }

  private func measureSurface(around place: Int) {
    // With a count that the compiler knows it unrolls the loop inside; three is the usual one.
    let pair =
      objectiveCount == 3
      ? findNeighbours(of: place, 3) : findNeighbours(of: place, objectiveCount)
    neighbours[place] = pair
    values[place] =
      isEnd[place] || !pair.isFull
      ? .infinity : pair.nearest.number * pair.second.number
  }

  /// Goes outwards along the first objective until that alone is farther than what was found.
  ///
  /// Both sides go in step as the two lanes of vectors, and nothing but the end is a branch: one at
  /// each neighbour found would often be mispredicted.
  @inline(__always)
  private func findNeighbours(of place: Int, _ objectiveCount: Int) -> NeighbourPair {
    let here = points + place * objectiveCount
    var (left, right) = (before[place], after[place])
    var nearest = SIMD2(repeating: NeighbourPair.none.value)
    var second = nearest
    while true {
      let leftPoint = points + left &* objectiveCount
      let rightPoint = points + right &* objectiveCount
      var gap = SIMD2(leftPoint[0], rightPoint[0]) - here[0]
      var distance = gap * gap
      // Of both sides together, in each lane.
      let bound = least(
        greatest(nearest, exchanged(nearest)), least(second, exchanged(second)))
      guard any(distance .< bound) else {
        return NeighbourPair(
          nearest: PlacedNumber(bits: least(nearest, exchanged(nearest))[0].bitPattern),
          second: PlacedNumber(bits: bound[0].bitPattern))
      }
      for index in 1..<objectiveCount {
        gap = SIMD2(leftPoint[index], rightPoint[index]) - here[index]
        distance += gap * gap
      }
      let keys = SIMD2(
        PlacedNumber(distance[0], at: left).value, PlacedNumber(distance[1], at: right).value)
      second = least(second, greatest(nearest, keys))
      nearest = least(nearest, keys)
      (left, right) = (before[left], after[right])
    }
  }

  @inline(__always)
  private func exchanged(_ lanes: SIMD2<Double>) -> SIMD2<Double> { SIMD2(lanes[1], lanes[0]) }

  @inline(__always)
  private func least(_ first: SIMD2<Double>, _ second: SIMD2<Double>) -> SIMD2<Double> {
    second.replacing(with: first, where: first .< second)
  }

  @inline(__always)
  private func greatest(_ first: SIMD2<Double>, _ second: SIMD2<Double>) -> SIMD2<Double> {
    first.replacing(with: second, where: first .< second)
  }
}

/// The two nearest neighbours of a member, as squared distances and places.
struct NeighbourPair {
  /// Farther than any member, nearer than what lies beyond the ends.
  static let none = PlacedNumber(1e100, at: 0)
  static let beyondEnds = 1e100

  var nearest = none
  var second = none

  /// Whether both are members.
  var isFull: Bool { second.value < Self.none.value }
}
