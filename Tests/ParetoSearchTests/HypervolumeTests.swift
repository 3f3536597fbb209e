import SeededRandom
import Testing

@testable import ParetoSearch

@Suite struct HypervolumeTests {
  @Test(arguments: UInt64(0)..<200)
  func onAGridItIsTheNumberOfCellsThatPointsDominate(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for objectiveCount in 1...5 {
      let side = objectiveCount < 4 ? 7 : 4
      let points = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        (0..<objectiveCount).map { _ in Double(Int.random(in: 0...side, using: &generator)) }
      }
      let cellCount = (0..<objectiveCount).reduce(1) { count, _ in count * side }
      let dominated = (0..<cellCount).count { cell in
        var (rest, corner) = (cell, [Double]())
        for _ in 0..<objectiveCount {
          corner.append(Double(rest % side))
          rest /= side
        }
        return points.contains { zip($0, corner).allSatisfy { $0 <= $1 } }
      }
      let reference = Array(repeating: Double(side), count: objectiveCount)
      #expect(Hypervolume.of(points, reference: reference) == Double(dominated))
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func itIsTheSumAndDifferenceOfAllIntersections(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let objectiveCount = 2 + Int(seed % 4)
    let points = (0..<7).map { _ in (0..<objectiveCount).map { _ in generator.nextUnit() } }
    var expected = 0.0
    for subset in 1..<1 << points.count {
      let chosen = points.indices.filter { subset >> $0 & 1 == 1 }.map { points[$0] }
      let box = (0..<objectiveCount).reduce(1) { product, index in
        product * (1 - (chosen.map { $0[index] }.max() ?? 1))
      }
      expected += chosen.count % 2 == 1 ? box : -box
    }
    let found = Hypervolume.of(points, reference: Array(repeating: 1, count: objectiveCount))
    #expect(abs(found - expected) < 1e-12)
  }

  @Test func ofASphereItNearsOneMinusItsEighth() {
    // 60 × 60 points of f1² + f2² + f3² = 1: the limit is 1 - pi/6 = 0.4764.
    var points: [[Double]] = []
    for i in 0...60 {
      for j in 0...60 where i * i + j * j <= 3600 {
        let (x, y) = (Double(i) / 60, Double(j) / 60)
        points.append([x, y, (1 - x * x - y * y).squareRoot()])
      }
    }
    let volume = Hypervolume.of(points, reference: [1, 1, 1])
    #expect(volume > 0.45 && volume < 1 - .pi / 6)
  }

  @Test func pointsNotBelowTheReferenceAddNothing() {
    let reference = [1.0, 1.0]
    #expect(Hypervolume.of([], reference: reference) == 0)
    #expect(Hypervolume.of([[1, 0], [0, 1], [2, -1], [.nan, 0]], reference: reference) == 0)
    #expect(Hypervolume.of([[-.infinity, 0], [0.5, 0.5]], reference: reference) == 0.25)
  }

  @Test func orderAndDuplicatesDoNotMatter() {
    let points = [[0.2, 0.7, 0.1], [0.6, 0.3, 0.4], [0.2, 0.7, 0.1], [0.5, 0.5, 0.5]]
    let reference = [1.0, 1.0, 1.0]
    let once = Hypervolume.of(points, reference: reference)
    #expect(once == Hypervolume.of(points.reversed(), reference: reference))
    #expect(once == Hypervolume.of(Array(points[0...1] + points[3...3]), reference: reference))
  }
}
