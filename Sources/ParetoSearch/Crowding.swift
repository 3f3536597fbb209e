/// How much room each member of a front has, and who goes when the front is too large.
///
/// Members go one at a time, the one with the least room first (of equals the first), and the room
/// of those left is measured anew; taking all at once from the first measurement would empty
/// whole regions (S. Kukkonen, K. Deb, "Improved pruning of non-dominated solutions based on
/// crowding distance for bi-objective optimization problems", CEC 2006).
///
/// - Up to two objectives: room is the distance between the neighbours along the curve, summed over
///   the objectives, and infinite at its ends.
/// - More: the product of the squared distances to as many nearest neighbours as there are
///   objectives, and infinite for a member with the least or the largest value of one (S. Kukkonen,
///   K. Deb, "A fast and effective method for pruning of non-dominated solutions in many-objective
///   problems", PPSN 2006).
struct Crowding {
  private let objectiveCount: Int

  /// Room of each member of the front last measured; infinite at its ends.
  private(set) var values: [Double] = []

  /// Which of them stay.
  private(set) var isKept: [Bool] = []

  /// Objectives of the front, each scaled to 0...1; `[front × objectiveCount]`. One without extent,
  /// or with an infinite one, is 0.
  private var points: [Double] = []
  private var isEnd: [Bool] = []

  /// The next members on both sides that are kept; -1 and the front's count beyond the ends.
  private var before: [Int] = []
  private var after: [Int] = []

  init(objectiveCount: Int) { self.objectiveCount = objectiveCount }

  /// - Parameters:
  ///   - front: slots ordered by their first objective.
  ///   - room: how many may stay.
  ///   - table: `[all slots × objectives]`
  mutating func measure(
    _ front: ArraySlice<Int>, keeping room: Int, _ table: UnsafeBufferPointer<Double>
  ) {
    let count = front.count
    isKept = Array(repeating: true, count: count)
    values = Array(repeating: .infinity, count: count)
    before = Array(-1..<count - 1)
    after = Array(1..<count + 1)
    scale(front, table)
    if objectiveCount <= 2 {
      thinCurve(room)
    } else {
      thinSurface(room)
    }
  }

  private mutating func scale(_ front: ArraySlice<Int>, _ table: UnsafeBufferPointer<Double>) {
    points = Array(repeating: 0, count: front.count * objectiveCount)
    isEnd = Array(repeating: false, count: front.count)
    for index in 0..<objectiveCount {
      let column = front.map { table[$0 * objectiveCount + index] }
      guard let low = column.min(), let high = column.max() else { continue }
      let extent = high - low
      guard extent > 0, extent.isFinite else { continue }
      for (place, value) in column.enumerated() {
        points[place * objectiveCount + index] = (value - low) / extent
      }
      for end in [low, high] {
        if let place = column.firstIndex(of: end) { isEnd[place] = true }
      }
    }
  }

  private mutating func thinCurve(_ room: Int) {
    for place in values.indices { values[place] = distanceAround(place) }
    for _ in 0..<max(0, values.count - room) {
      let gone = leastRoom()
      remove(gone)
      if before[gone] >= 0 { values[before[gone]] = distanceAround(before[gone]) }
      if after[gone] < values.count { values[after[gone]] = distanceAround(after[gone]) }
    }
  }

  private func distanceAround(_ place: Int) -> Double {
    guard before[place] >= 0, after[place] < values.count else { return .infinity }
    var sum = 0.0
    for index in 0..<objectiveCount {
      sum += abs(
        points[before[place] * objectiveCount + index]
          - points[after[place] * objectiveCount + index])
    }
    return sum
  }

  private mutating func thinSurface(_ room: Int) {
    var nearest = NearestNeighbours(
      count: values.count, dimensionCount: objectiveCount, neighbourCount: objectiveCount)
    for place in values.indices { renew(place, &nearest) }
    for _ in 0..<max(0, values.count - room) {
      let gone = leastRoom()
      remove(gone)
      var place = firstKept
      while place < values.count {
        if nearest.contains(gone, around: place) { renew(place, &nearest) }
        place = after[place]
      }
    }
  }

  private mutating func renew(_ place: Int, _ nearest: inout NearestNeighbours) {
    nearest.find(around: place, in: points.span, before.span, after.span)
    values[place] = isEnd[place] ? .infinity : nearest.product(around: place)
  }

  private mutating func remove(_ place: Int) {
    isKept[place] = false
    if before[place] >= 0 { after[before[place]] = after[place] }
    if after[place] < values.count { before[after[place]] = before[place] }
  }

  private var firstKept: Int { isKept.firstIndex(of: true) ?? values.count }

  private func leastRoom() -> Int {
    let values = values.span
    let after = after.span
    var least = firstKept
    var place = least
    while place < values.count {
      if values[place] < values[least] { least = place }
      place = after[place]
    }
    return least
  }
}
