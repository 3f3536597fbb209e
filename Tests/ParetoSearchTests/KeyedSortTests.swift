import SeededRandom
import Testing

@testable import ParetoSearch

@Suite struct KeyedSortTests {
  /// Even, crowded in one bucket but for one, and with many ties.
  private func keys(_ seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
    let count = Int.random(in: 0...120, using: &generator)
    return (0..<count).map { index in
      switch seed % 4 {
      case 0: generator.nextUnit() * 2 - 1
      case 1: index == 0 ? 1e9 : generator.nextUnit()
      case 2: Double(Int.random(in: -3...3, using: &generator))
      default:
        [-1e300, 1e300, 0, -0.0, .leastNonzeroMagnitude][Int.random(in: 0..<5, using: &generator)]
      }
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func numbersRiseAndEqualOnesKeepTheirOrder(seed: UInt64) {
    let keys = keys(seed)
    let sort = KeyedSort(capacity: keys.count)
    let expected = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    for _ in 0..<2 {
      let sorted = sort.sort(keys.count) { KeyedSort.Entry(key: keys[$0], place: $0) }
      #expect(sorted.map(\.place) == expected)
    }
  }
}
