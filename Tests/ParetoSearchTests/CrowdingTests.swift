import SeededRandom
import Testing

@testable import ParetoSearch

@Suite struct CrowdingTests {
  private func measured(_ points: [[Double]], keeping room: Int) -> (
    values: [Double], isKept: [Bool]
  ) {
    let crowding = Crowding(objectiveCount: points[0].count, capacity: points.count)
    points.flatMap { $0 }.withUnsafeBufferPointer { table in
      crowding.measure(Array(points.indices)[...], keeping: room, table)
    }
    return (
      points.indices.map { crowding.values[$0] }, points.indices.map { crowding.isKept[$0] }
    )
  }

  @Test func roomOnACurveIsTheScaledDistanceBetweenNeighbours() {
    let crowding = measured([[0, 100], [1, 50], [2, 40], [10, 0]], keeping: 4)
    #expect(crowding.values == [.infinity, 0.2 + 0.6, 0.9 + 0.5, .infinity])
    #expect(crowding.isKept == [true, true, true, true])
  }

  @Test func roomIsMeasuredAnewAfterEachMemberThatGoes() {
    // From one measurement the second and third (0.4 and 0.4) would go, and leave a gap.
    let points: [[Double]] = [[0, 10], [1, 9], [2, 8], [3, 7], [10, 0]]
    let crowding = measured(points, keeping: 3)
    #expect(crowding.isKept == [true, false, false, true, true])
    #expect(crowding.values[3] == 2)
  }

  @Test func duplicatesGoFirst() {
    let points: [[Double]] = [[0, 10], [5, 5], [5, 5], [5, 5], [6, 4], [10, 0]]
    let isKept = measured(points, keeping: 4).isKept
    #expect(isKept[1...3].count { $0 } == 1)
    #expect(isKept[0] && isKept[4] && isKept[5])
  }

  @Test func roomOnASurfaceIsTheProductOfSquaredDistancesToTwoNeighbours() {
    let points: [[Double]] = [[0, 1, 1], [0.25, 0.5, 0.5], [0.5, 0.5, 0.5], [1, 0, 0]]
    let crowding = measured(points, keeping: 4)
    #expect(crowding.values == [.infinity, 0.0625 * 0.5625, 0.0625 * 0.75, .infinity])
  }

  @Test func anObjectiveWithoutExtentCountsNothing() {
    let crowding = measured([[0, 3], [2, 3], [8, 3]], keeping: 3)
    #expect(crowding.values == [.infinity, 1, .infinity])
    #expect(measured([[1, 1, 1], [1, 1, 1]], keeping: 1).isKept == [false, true])
  }

  @Test func infiniteObjectivesLeaveAllWithTheSameRoom() {
    let points = Array(repeating: [Double.infinity, .infinity, .infinity], count: 5)
    #expect(measured(points, keeping: 2).isKept.filter { $0 }.count == 2)
  }

  /// What is measured only when asked must come out as if all were measured after each that goes.
  @Test(arguments: UInt64(0)..<200)
  func aSurfaceIsThinnedAsIfAllWereMeasuredAnewEachTime(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let objectiveCount = 3 + Int(seed % 3)
    let count = Int.random(in: 5...40, using: &generator)
    var points = (0..<count).map { _ in
      (0..<objectiveCount).map { _ in generator.nextUnit() }
    }
    // The extent of each objective is 1, so that nothing is scaled.
    points += [
      Array(repeating: 0, count: objectiveCount), Array(repeating: 1, count: objectiveCount),
    ]
    points.sort { $0.lexicographicallyPrecedes($1) }
    let room = Int.random(in: 4...count, using: &generator)
    var kept = Array(points.indices)
    func rooms() -> [Double] {
      kept.map { place in
        if points[place].allSatisfy({ $0 == 0 }) || points[place].allSatisfy({ $0 == 1 }) {
          return .infinity
        }
        let distances = kept.filter { $0 != place }.map { other in
          zip(points[place], points[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        return distances.sorted().prefix(2).reduce(1, *)
      }
    }
    while kept.count > room {
      let all = rooms()
      kept.remove(at: all.indices.min { all[$0] < all[$1] } ?? 0)
    }
    let crowding = measured(points, keeping: room)
    #expect(crowding.isKept.indices.filter { crowding.isKept[$0] } == kept)
    for (place, expected) in zip(kept, rooms()) where expected < .infinity {
      #expect(abs(crowding.values[place] - expected) <= 1e-10 * expected)
    }
    #expect(crowding.values.count { $0 == .infinity } == 2)
  }

  @Test(arguments: 1...4)
  func noRoomIsTooSmall(objectiveCount: Int) {
    for count in 1...6 {
      for room in 0...count {
        let points = (0..<count).map { Array(repeating: Double($0 / 2), count: objectiveCount) }
        #expect(measured(points, keeping: room).isKept.count { $0 } == room)
      }
    }
  }
}
