/// How much room each member of a front has, and who goes when the front is too large.
///
/// Members go one at a time, the one with the least room first (of equals the first), and the room
/// of those left is measured anew; taking all at once from the first measurement would empty
/// whole regions (S. Kukkonen, K. Deb, "Improved pruning of non-dominated solutions based on
/// crowding distance for bi-objective optimization problems", CEC 2006).
struct Crowding {
  private let objectiveCount: Int

  /// Room of each member of the front last measured; infinite at its ends.
  private(set) var values: [Double] = []

  /// Which of them stay.
  private(set) var isKept: [Bool] = []

  init(objectiveCount: Int) { self.objectiveCount = objectiveCount }

  /// - Parameters:
  ///   - front: slots ordered by their first objective.
  ///   - room: how many may stay.
  ///   - table: `[all slots × objectives]`
  mutating func measure(
    _ front: ArraySlice<Int>, keeping room: Int, _ table: UnsafeBufferPointer<Double>
  ) {
    let points = scaled(front, table)
    isKept = Array(repeating: true, count: points.count)
    values = Array(repeating: .infinity, count: points.count)
    if objectiveCount <= 2 {
      thinCurve(points, room)
    } else {
      thinSurface(points, room)
    }
  }

  /// The front's objectives from 0 to 1; those without extent, or with an infinite one, are left out.
  private func scaled(_ front: ArraySlice<Int>, _ table: UnsafeBufferPointer<Double>)
    -> [[Double]]
  {
    var points = front.map { _ in [Double]() }
    for index in 0..<objectiveCount {
      let column = front.map { table[$0 * objectiveCount + index] }
      guard let low = column.min(), let high = column.max() else { continue }
      let extent = high - low
      guard extent > 0, extent.isFinite else { continue }
      for (place, value) in column.enumerated() { points[place].append((value - low) / extent) }
    }
    return points
  }

  /// Up to two objectives: the distance between the neighbours along the curve, summed over objectives.
  private mutating func thinCurve(_ points: [[Double]], _ room: Int) {
    var before = points.indices.map { $0 - 1 }
    var after = points.indices.map { $0 + 1 }
    func distance(_ place: Int) -> Double {
      guard before[place] >= 0, after[place] < points.count else { return .infinity }
      return zip(points[before[place]], points[after[place]]).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    for place in points.indices { values[place] = distance(place) }
    for _ in 0..<max(0, points.count - room) {
      let gone = leastRoom()
      isKept[gone] = false
      if before[gone] >= 0 { after[before[gone]] = after[gone] }
      if after[gone] < points.count { before[after[gone]] = before[gone] }
      for place in [before[gone], after[gone]] where points.indices.contains(place) {
        values[place] = distance(place)
      }
    }
  }

  /// More objectives: the product of the distances to as many nearest neighbours as objectives.
  ///
  /// S. Kukkonen, K. Deb, "A fast and effective method for pruning of non-dominated solutions in
  /// many-objective problems", PPSN 2006. Squared distances order the same. Members with the least
  /// or the largest value of an objective have infinite room.
  private mutating func thinSurface(_ points: [[Double]], _ room: Int) {
    var isEnd = points.map { _ in false }
    for index in 0..<(points.first?.count ?? 0) {
      for end in [0.0, 1.0] {
        if let place = points.firstIndex(where: { $0[index] == end }) { isEnd[place] = true }
      }
    }
    var neighbours = points.map { _ in [Int]() }
    func renew(_ place: Int) {
      var nearest: [(distance: Double, place: Int)] = []
      for other in points.indices where other != place && isKept[other] {
        let distance = zip(points[place], points[other]).reduce(0) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
        let position = nearest.firstIndex { $0.distance > distance } ?? nearest.count
        guard position < objectiveCount else { continue }
        nearest.insert((distance, other), at: position)
        if nearest.count > objectiveCount { nearest.removeLast() }
      }
      neighbours[place] = nearest.map(\.place)
      values[place] = isEnd[place] ? .infinity : nearest.reduce(1) { $0 * $1.distance }
    }
    points.indices.forEach(renew)
    for _ in 0..<max(0, points.count - room) {
      let gone = leastRoom()
      isKept[gone] = false
      for place in points.indices where isKept[place] && neighbours[place].contains(gone) {
        renew(place)
      }
    }
  }

  private func leastRoom() -> Int {
    var least = -1
    for place in values.indices where isKept[place] {
      if least < 0 || values[place] < values[least] { least = place }
    }
    return least
  }
}
