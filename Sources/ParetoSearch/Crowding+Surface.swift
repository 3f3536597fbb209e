/// Room on a surface: nearest neighbours of members that are ordered by their first objective.
extension Crowding {
  /// Takes out the member with the least room until the others fit.
  ///
  /// Room only grows when others go, so one measured before is a lower bound: it is measured anew
  /// when it is the least, and at the end.
  func thinSurface(_ room: Int) {
    for place in 0..<count { measureSurface(around: place) }
    var surplus = max(0, count - room)
    guard surplus > 0 else { return }
    while surplus > 0 {
      let least = leastRoom()
      if isOutdated(least) {
        measureSurface(around: least)
      } else {
        remove(least)
        surplus -= 1
      }
    }
    for place in 0..<count where isKept[place] && isOutdated(place) {
      measureSurface(around: place)
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
      ? .infinity : pair.nearest.squaredDistance * pair.second.squaredDistance
  }

  /// Goes outwards along the first objective until that alone is farther than what was found.
  ///
  /// To both sides in turn; among 200 members it looks at about thirty.
  @inline(__always)
  private func findNeighbours(of place: Int, _ objectiveCount: Int) -> NeighbourPair {
    var pair = NeighbourPair()
    let here = points + place * objectiveCount
    var (left, right) = (before[place], after[place])
    while true {
      guard take(right, from: here, into: &pair, objectiveCount) else {
        while take(left, from: here, into: &pair, objectiveCount) { left = before[left] }
        return pair
      }
      right = after[right]
      guard take(left, from: here, into: &pair, objectiveCount) else {
        while take(right, from: here, into: &pair, objectiveCount) { right = after[right] }
        return pair
      }
      left = before[left]
    }
  }

  /// Takes a member in where it is near enough; false when none beyond it can be.
  ///
  /// The places beyond the ends are infinitely far.
  @inline(__always)
  private func take(
    _ place: Int, from here: UnsafeMutablePointer<Double>, into pair: inout NeighbourPair,
    _ objectiveCount: Int
  ) -> Bool {
    let there = points + place &* objectiveCount
    let gap = there[0] - here[0]
    var distance = gap * gap
    guard distance < pair.second.value else { return false }
    for index in 1..<objectiveCount {
      let gap = there[index] - here[index]
      distance += gap * gap
    }
    pair.take(NeighbourKey(squaredDistance: distance, place: place))
    return true
  }
}

/// The two nearest neighbours of a member, infinitely far while there are none.
struct NeighbourPair {
  private(set) var nearest = NeighbourKey.none
  private(set) var second = NeighbourKey.none

  /// Whether both are members.
  var isFull: Bool { second.value < .infinity }

  @inline(__always)
  mutating func take(_ key: NeighbourKey) {
    second = .least(second, .greatest(nearest, key))
    nearest = .least(nearest, key)
  }
}

/// A squared distance with whose it is in its last bits, so that both are ordered as one number.
///
/// The distance keeps 38 of its 52 bits.
struct NeighbourKey {
  static let placeCount = 1 << 14
  static let none = NeighbourKey(squaredDistance: .infinity, place: 0)
  private static let mask = UInt64(placeCount - 1)

  let value: Double

  @inline(__always)
  init(squaredDistance: Double, place: Int) {
    value = Double(
      bitPattern: squaredDistance.bitPattern & ~Self.mask | UInt64(truncatingIfNeeded: place))
  }

  var place: Int { Int(truncatingIfNeeded: value.bitPattern & Self.mask) }

  var squaredDistance: Double { Double(bitPattern: value.bitPattern & ~Self.mask) }

  // As vectors, for which there is no branch; one would be mispredicted at every other neighbour.

  @inline(__always)
  static func least(_ first: Self, _ second: Self) -> Self {
    let (first, second) = (SIMD2(repeating: first.value), SIMD2(repeating: second.value))
    return Self(value: second.replacing(with: first, where: first .< second)[0])
  }

  @inline(__always)
  static func greatest(_ first: Self, _ second: Self) -> Self {
    let (first, second) = (SIMD2(repeating: first.value), SIMD2(repeating: second.value))
    return Self(value: first.replacing(with: second, where: first .< second)[0])
  }

  private init(value: Double) { self.value = value }
}
