import ParetoSearch
import SeededRandom
import Testing

@Suite struct SearchProblemTests {
  @Test func theGeneratorOfASeedRepeats() {
    var first = SplitMix64(seed: 3)
    var second = SplitMix64(seed: 3)
    #expect(first.next() == second.next())
  }
}
