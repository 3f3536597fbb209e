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

  /// Room of each member, infinite at the ends; not a number for who went.
  let values: UnsafeMutablePointer<Double>

  /// Which of them stay.
  let isKept: UnsafeMutablePointer<Bool>

  /// Objectives, each scaled to 0...1; `[front × objectiveCount]`. One without extent, or with an
  /// infinite one, is 0. The first of the places -1 and `count` is infinite.
  let points: UnsafeMutablePointer<Double>

  /// Members with the least or the largest value of an objective.
  let isEnd: UnsafeMutablePointer<Bool>

  /// The next members on both sides that stay; -1 and `count` beyond the ends.
  let before: UnsafeMutablePointer<Int>
  let after: UnsafeMutablePointer<Int>

  /// Nearest neighbours of each member when its room was measured.
  let neighbours: UnsafeMutablePointer<NeighbourPair>

  init(objectiveCount: Int, capacity: Int) {
    precondition(capacity <= NeighbourKey.placeCount, "a front of that many members")
    self.objectiveCount = objectiveCount
    self.capacity = capacity
    values = .filled(capacity, with: 0)
    isKept = .filled(capacity, with: false)
    points = .filled((capacity + 2) * objectiveCount, with: 0) + objectiveCount
    isEnd = .filled(capacity, with: false)
    before = .filled(capacity, with: 0)
    after = .filled(capacity, with: 0)
    neighbours = .filled(capacity, with: NeighbourPair())
  }

  deinit {
    values.deallocate()
    isKept.deallocate()
    (points - objectiveCount).deallocate()
    isEnd.deallocate()
    before.deallocate()
    after.deallocate()
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
    points[-objectiveCount] = -.infinity
    points[count * objectiveCount] = .infinity
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
    for _ in 0..<max(0, count - room) {
      let gone = leastRoom()
      remove(gone)
      if before[gone] >= 0 { values[before[gone]] = distanceAround(before[gone]) }
      if after[gone] < count { values[after[gone]] = distanceAround(after[gone]) }
    }
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

  func remove(_ place: Int) {
    isKept[place] = false
    values[place] = .nan
    if before[place] >= 0 { after[before[place]] = after[place] }
    if after[place] < count { before[after[place]] = before[place] }
  }

  func leastRoom() -> Int {
    var least = Double.infinity
    var found = -1
    for place in 0..<count where values[place] < least { (least, found) = (values[place], place) }
    if found >= 0 { return found }
    return (0..<count).first { isKept[$0] } ?? 0
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
