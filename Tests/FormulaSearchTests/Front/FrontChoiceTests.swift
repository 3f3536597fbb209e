import SeededRandom
import Testing

@testable import FormulaSearch

@Suite struct FrontChoiceTests {
  @Test func `the best in each come first, then the balanced, then the farthest`() {
    let points = [[0, 10], [0.1, 9.9], [0.2, 3], [0.5, 1], [0.9, 0.5], [1, 0]]
    let picks = FrontChoice(points: points, objectives: [.fit, .cost]).picks(4)
    #expect(picks.map(\.index) == [0, 5, 2, 3])
    #expect(picks.map(\.merits) == [[.bestFit], [.cheapest], [.balanced], [.between]])
  }

  @Test func `one point can be best at everything`() {
    let picks = FrontChoice(points: [[0.3, 5, -2]], objectives: [.fit, .cost, .longevity]).picks(5)
    #expect(picks == [.init(index: 0, merits: [.bestFit, .cheapest, .longest, .balanced])])
  }

  @Test func `points that hardly differ are not told apart`() {
    let points = [[0, 1], [0.001, 0.999], [0.002, 0.998], [1, 0]]
    let picks = FrontChoice(points: points, objectives: [.fit, .cost]).picks(10)
    #expect(Set(picks.map(\.index)).isSubset(of: [0, 2, 3]))
  }

  @Test(arguments: UInt64(1)...200)
  func `picks are few, different and hold every extreme`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let points = (0..<40).map { _ in (0..<3).map { _ in random.nextUnit() } }
    let front = points.filter { point in
      !points.contains { FrontChoice.dominates($0, point) }
    }
    let picks = FrontChoice(points: front, objectives: [.fit, .cost, .longevity]).picks(6)
    #expect(picks.count <= 6)
    #expect(Set(picks.map(\.index)).count == picks.count)
    for axis in 0..<3 {
      let best = front.map { $0[axis] }.min()
      #expect(picks.contains { front[$0.index][axis] == best })
    }
  }

  @Test func `nothing comes of nothing`() {
    #expect(FrontChoice(points: [], objectives: [.fit, .cost]).picks(3).isEmpty)
  }
}
