/// How much room each member of a front has, and who goes when the front is too large.
///
/// Members go one at a time, the one with the least room first (of equals the first), and the room
/// of those left is measured anew; taking all at once from the first measurement would empty
/// whole regions (S. Kukkonen, K. Deb, "Improved pruning of non-dominated solutions based on
/// crowding distance for bi-objective optimization problems", CEC 2006).
///
/// - Up to two objectives: room is the distance between the neighbours along the curve, summed over
///   the objectives, and infinite at its ends.
/// - More: the product of the squared distances to the two nearest neighbours, and infinite for a
///   member with the least or the largest value of an objective. After S. Kukkonen, K. Deb, "A fast
///   and effective method for pruning of non-dominated solutions in many-objective problems", PPSN
///   2006, who take as many neighbours as objectives; on three objectives two do as well.
///
/// Memory is taken once for fronts of up to `capacity` members.
final class Crowding {
  let objectiveCount: Int
  private let capacity: Int

  /// Members of the front last measured.
  private(set) var count = 0

  /// Room of each member, infinite at the ends; of those that went an earlier one.
  let values: UnsafeMutablePointer<Double>

  /// Which of them stay.
  let isKept: UnsafeMutablePointer<Bool>

  /// Objectives, each scaled to 0...1; `[front × objectiveCount]`. One without extent, or with an
  /// infinite one, is 0. The first of the places -1 and `count` is
  /// beyond all.
  let points: UnsafeMutablePointer<Double>

  /// Members with the least or the largest value of an objective.
  let isEnd: UnsafeMutablePointer<Bool>

  /// The next members on both sides that stay; -1 and `count` beyond the ends, next to themselves.
  let before: UnsafeMutablePointer<Int>
  let after: UnsafeMutablePointer<Int>

  /// Nearest neighbours of each member when its room was measured.
  let neighbours: UnsafeMutablePointer<NeighbourPair>
  private let heap: RoomHeap

  init(objectiveCount: Int, capacity: Int) {
    precondition(capacity <= PlacedNumber.placeCount, "a front of that many members")
    self.objectiveCount = objectiveCount
    self.capacity = capacity
    values = .filled(capacity, with: 0)
    isKept = .filled(capacity, with: false)
    points = .filled((capacity + 2) * objectiveCount, with: 0) + objectiveCount
    isEnd = .filled(capacity, with: false)
    before = .filled(capacity + 2, with: 0) + 1
    after = .filled(capacity + 2, with: 0) + 1
    neighbours = .filled(capacity, with: NeighbourPair())
    heap = RoomHeap(capacity: capacity)
  }

  deinit {
    values.deallocate()
    isKept.deallocate()
    (points - objectiveCount).deallocate()
    isEnd.deallocate()
    (before - 1).deallocate()
    (after - 1).deallocate()
    neighbours.deallocate()
  }

  /// - Parameters:
  ///   - front: slots ordered by their first objective, at most `capacity`.
  ///   - room: how many may stay.
  ///   - table: `[all slots × objectives]`
  func measure(
    _ front: ArraySlice<Int>, keeping room: Int, _ table: UnsafeBufferPointer<Double>
  ) {
    precondition(front.count <= capacity, "a front of more members than there is memory for")
    count = front.count
    for place in 0..<count {
      isKept[place] = true
      isEnd[place] = false
      before[place] = place - 1
      after[place] = place + 1
    }
    for index in 0..<objectiveCount { scale(index, front, table) }
    before[-1] = -1
    after[count] = count
    points[-objectiveCount] = -NeighbourPair.beyondEnds
    points[count * objectiveCount] = NeighbourPair.beyondEnds
    if objectiveCount <= 2 {
      thinCurve(room)
    } else {
      thinSurface(room)
    }
  }

  private func scale(
    _ index: Int, _ front: ArraySlice<Int>, _ table: UnsafeBufferPointer<Double>
  ) {
    var (low, high, lowest, highest) = (Double.infinity, -Double.infinity, 0, 0)
    for (place, slot) in front.enumerated() {
      let value = table[slot * objectiveCount + index]
      if value < low { (low, lowest) = (value, place) }
      if value > high { (high, highest) = (value, place) }
      points[place * objectiveCount + index] = value
    }
    let extent = high - low
    let hasExtent = extent > 0 && extent.isFinite
    if hasExtent { (isEnd[lowest], isEnd[highest]) = (true, true) }
    for place in 0..<count {
      let value = points[place * objectiveCount + index]
      points[place * objectiveCount + index] = hasExtent ? (value - low) / extent : 0
    }
  }

  private func thinCurve(_ room: Int) {
    for place in 0..<count { values[place] = distanceAround(place) }
    thin(room) { place in
      let distance = distanceAround(place)
      guard distance != values[place] else { return false }
      values[place] = distance
      return true
    }
  }

  /// Takes out the member with the least room until the others fit.
  ///
  /// Room only grows when others go, so one measured before is a lower bound: it is measured anew
  /// when it is the least, and at the end.
  ///
  /// - Parameter renew: measures a member's room anew; false when no neighbour has gone since.
  func thin(_ room: Int, _ renew: (Int) -> Bool) {
    guard count > room else { return }
    heap.fill(values, count)
    var surplus = count - room
    while surplus > 0 {
      let least = heap.least
      if renew(least) {
        heap.raiseLeast(to: values[least])
      } else {
        heap.removeLeast()
        remove(least)
        surplus -= 1
      }
    }
    for place in 0..<count where isKept[place] { _ = renew(place) }
  }

  private func distanceAround(_ place: Int) -> Double {
    guard before[place] >= 0, after[place] < count else { return .infinity }
    var sum = 0.0
    for index in 0..<objectiveCount {
      sum += abs(
        points[before[place] * objectiveCount + index]
          - points[after[place] * objectiveCount + index])
    }
    return sum
  }

  private func remove(_ place: Int) {
    isKept[place] = false
    if before[place] >= 0 { after[before[place]] = after[place] }
    if after[place] < count { before[after[place]] = before[place] }
  }
}

extension UnsafeMutablePointer {
  /// Memory for so many values, all the same; the caller gives it back.
  static func filled(_ count: Int, with value: Pointee) -> UnsafeMutablePointer {
    let memory = allocate(capacity: count)
    memory.initialize(repeating: value, count: count)
    return memory
  }
}
