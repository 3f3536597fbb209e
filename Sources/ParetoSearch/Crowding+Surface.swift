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
    let keys = neighbours + place * objectiveCount
    for index in 0..<objectiveCount where keys[index] != .none {
      if !isKept[keys[index].place] { return true }
    }
    return false
  }

  private func measureSurface(around place: Int) {
    // With a count that the compiler knows it unrolls the loops inside; three is the usual one.
    if objectiveCount == 3 {
      findNeighbours(of: place, 3)
    } else {
      findNeighbours(of: place, objectiveCount)
    }
    var product = 1.0
    let keys = neighbours + place * objectiveCount
    for index in 0..<objectiveCount where keys[index] != .none {
      product *= keys[index].squaredDistance
    }
    values[place] = isEnd[place] ? .infinity : product
  }

  /// Goes outwards along the first objective, to both sides in turn, to where that alone is farther
  /// than the neighbours found; among 200 members it looks at about thirty.
  @inline(__always)
  private func findNeighbours(of place: Int, _ objectiveCount: Int) {
    let keys = neighbours + place * objectiveCount
    let here = points + place * objectiveCount
    for index in 0..<objectiveCount { keys[index] = .none }
    var (left, right) = (before[place], after[place])
    while true {
      guard take(right, from: here, into: keys, objectiveCount) else {
        while take(left, from: here, into: keys, objectiveCount) { left = before[left] }
        return
      }
      right = after[right]
      guard take(left, from: here, into: keys, objectiveCount) else {
        while take(right, from: here, into: keys, objectiveCount) { right = after[right] }
        return
      }
      left = before[left]
    }
  }

  /// Takes a member in where it is near enough; false when none beyond it can be.
  ///
  /// The places beyond the ends are infinitely far.
  @inline(__always)
  private func take(
    _ place: Int, from here: UnsafeMutablePointer<Double>,
    into keys: UnsafeMutablePointer<NeighbourKey>, _ objectiveCount: Int
  ) -> Bool {
    let there = points + place &* objectiveCount
    let gap = there[0] - here[0]
    var distance = gap * gap
    guard distance < keys[objectiveCount - 1].value else { return false }
    for index in 1..<objectiveCount {
      let gap = there[index] - here[index]
      distance += gap * gap
    }
    var key = NeighbourKey(squaredDistance: distance, place: place)
    for index in 0..<objectiveCount { key.passNearer(to: &keys[index]) }
    return true
  }
}

/// A squared distance with whose it is in its last bits, so that both are ordered as one number.
///
/// The distance keeps 38 of its 52 bits.
struct NeighbourKey: Equatable {
  static let placeCount = 1 << 14
  static let none = NeighbourKey(squaredDistance: .infinity, place: 0)
  private static let mask = UInt64(placeCount - 1)

  private(set) var value: Double

  @inline(__always)
  init(squaredDistance: Double, place: Int) {
    value = Double(
      bitPattern: squaredDistance.bitPattern & ~Self.mask | UInt64(truncatingIfNeeded: place))
  }

  var place: Int { Int(truncatingIfNeeded: value.bitPattern & Self.mask) }

  var squaredDistance: Double { Double(bitPattern: value.bitPattern & ~Self.mask) }

  /// Leaves the nearer of the two in `other` and keeps the farther.
  ///
  /// As vectors, for which there is no branch; one would be mispredicted at every other neighbour.
  @inline(__always)
  mutating func passNearer(to other: inout NeighbourKey) {
    let (mine, held) = (SIMD2(repeating: value), SIMD2(repeating: other.value))
    other.value = held.replacing(with: mine, where: mine .< held)[0]
    value = mine.replacing(with: held, where: mine .< held)[0]
  }
}
