import ParetoSearch
import SeededRandom
import Testing

@Suite struct BoxVariationTests {
  private func isInside(_ vector: [Double], _ lower: [Double], _ upper: [Double]) -> Bool {
    vector.indices.allSatisfy { lower[$0] <= vector[$0] && vector[$0] <= upper[$0] }
  }

  @Test(arguments: UInt64(0)..<200)
  func childrenStayBetweenTheBounds(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let lower = (0..<40).map { _ in generator.nextUnit() * 200 - 100 }
    let upper = lower.enumerated().map { $0 % 7 == 0 ? $1 : $1 + generator.nextUnit() * 50 }
    let box = BoxVariation(
      lower: lower, upper: upper, crossoverIndex: 1 + Int(seed % 30),
      mutationIndex: 1 + Int(seed % 40), mutationRate: 0.5)
    // Parents on the bounds are the hard case.
    var parents = [box.sample(using: &generator), lower, upper]
    for _ in 0..<20 {
      let first = parents[Int.random(in: 0..<parents.count, using: &generator)]
      let second = parents[Int.random(in: 0..<parents.count, using: &generator)]
      var children = (first, first)
      box.cross(first, second, into: &children.0, &children.1, using: &generator)
      #expect(isInside(children.0, lower, upper) && isInside(children.1, lower, upper))
      box.mutate(&children.0, using: &generator)
      box.mutate(&children.1, using: &generator)
      #expect(isInside(children.0, lower, upper) && isInside(children.1, lower, upper))
      parents += [children.0, children.1]
    }
  }

  @Test func farFromTheBoundsHalfOfTheChildrenLieBetweenTheirParentsAndKeepTheirMean() {
    let box = BoxVariation(
      lower: Array(repeating: -1e6, count: 30), upper: Array(repeating: 1e6, count: 30))
    var generator = SplitMix64(seed: 7)
    let first = Array(repeating: -1.0, count: 30)
    let second = Array(repeating: 1.0, count: 30)
    var (crossed, within, exchanged) = (0, 0, 0)
    for _ in 0..<300 {
      var children = (first, first)
      box.cross(first, second, into: &children.0, &children.1, using: &generator)
      for (left, right) in zip(children.0, children.1) where left != -1 {
        #expect(abs(left + right) < 1e-9)
        crossed += 1
        within += abs(left) < 1 ? 1 : 0
        exchanged += left > 0 ? 1 : 0
      }
    }
    #expect(abs(Double(crossed) - 4500) < 200)
    #expect(abs(Double(within) / Double(crossed) - 0.5) < 0.03)
    #expect(abs(Double(exchanged) / Double(crossed) - 0.5) < 0.03)
  }

  @Test func oneVariableAChildMutatesOnAverage() {
    let box = BoxVariation(
      lower: Array(repeating: 0, count: 25), upper: Array(repeating: 1, count: 25))
    var generator = SplitMix64(seed: 11)
    var (changed, up) = (0, 0)
    for _ in 0..<2000 {
      var vector = Array(repeating: 0.5, count: 25)
      box.mutate(&vector, using: &generator)
      changed += vector.count { $0 != 0.5 }
      up += vector.count { $0 > 0.5 }
    }
    #expect(abs(Double(changed) - 2000) < 150)
    #expect(abs(Double(up) / Double(changed) - 0.5) < 0.04)
  }

  @Test func ratesOfNoughtAndOneMutateNothingAndAll() {
    var generator = SplitMix64(seed: 3)
    for (rate, count) in [(0.0, 0), (1.0, 9)] {
      let box = BoxVariation(
        lower: Array(repeating: 0, count: 9), upper: Array(repeating: 1, count: 9),
        mutationRate: rate)
      var vector = Array(repeating: 0.5, count: 9)
      box.mutate(&vector, using: &generator)
      #expect(vector.count { $0 != 0.5 } == count)
    }
  }

  @Test func equalParentsHaveEqualChildren() {
    let box = BoxVariation(lower: [0, 0], upper: [1, 1])
    var generator = SplitMix64(seed: 5)
    let parent = [0.3, 0.9]
    var children = ([0.1, 0.2], [0.4, 0.5])
    box.cross(parent, parent, into: &children.0, &children.1, using: &generator)
    #expect(children == (parent, parent))
  }
}
