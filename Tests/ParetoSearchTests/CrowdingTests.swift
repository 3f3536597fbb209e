import SeededRandom
import Testing

@testable import ParetoSearch

@Suite struct CrowdingTests {
  private func measured(_ points: [[Double]], keeping room: Int) -> Crowding {
    var crowding = Crowding(objectiveCount: points[0].count)
    points.flatMap { $0 }.withUnsafeBufferPointer { table in
      crowding.measure(Array(points.indices)[...], keeping: room, table)
    }
    return crowding
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

  @Test func roomOnASurfaceIsTheProductOfSquaredDistancesToNeighbours() {
    // Ends take the first of equals; the two inner points have three neighbours each.
    let points: [[Double]] = [[0, 1, 1], [0.25, 0.5, 0.5], [0.5, 0.5, 0.5], [1, 0, 0]]
    let crowding = measured(points, keeping: 4)
    let near = 0.0625
    #expect(crowding.values[0] == .infinity && crowding.values[3] == .infinity)
    #expect(crowding.values[1] == near * (near + 0.5) * (0.5625 + 0.5))
    #expect(crowding.values[2] == near * (0.25 + 0.5) * (0.25 + 0.5))
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

  @Test(arguments: UInt64(0)..<200)
  func neighboursAreThoseFoundByMeasuringAll(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let count = Int.random(in: 2...40, using: &generator)
    let levels = Int.random(in: 2...50, using: &generator)
    var points = (0..<count).map { _ in
      (0..<3).map { _ in Double(Int.random(in: 0...levels, using: &generator)) }
    }
    points.sort { $0.lexicographicallyPrecedes($1) }
    let gone = Int.random(in: 0..<count, using: &generator)
    var before = Array(-1..<count - 1)
    var after = Array(1..<count + 1)
    if gone > 0 { after[gone - 1] = after[gone] }
    if gone < count - 1 { before[gone + 1] = before[gone] }
    var nearest = NearestNeighbours(count: count, dimensionCount: 3, neighbourCount: 3)
    let flat = points.flatMap { $0 }
    for place in points.indices where place != gone {
      nearest.find(around: place, in: flat.span, before.span, after.span)
      let distances = points.indices.filter { $0 != place && $0 != gone }.map { other in
        zip(points[place], points[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      #expect(nearest.product(around: place) == distances.sorted().prefix(3).reduce(1, *))
      #expect(!nearest.contains(gone, around: place))
    }
  }
}
