import Testing

@testable import SeededRandom

@Suite("SplitMix64")
struct SplitMix64Tests {
  /// The first outputs for the seed 1234567 of the public-domain C program of S. Vigna (2015).
  @Test("gives the numbers of the reference program")
  func referenceNumbers() {
    var random = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.allSatisfy { $0 == random.next() })
  }

  @Test("draws from 0 up to but not including 1", arguments: [0, 1, .max] as [UInt64])
  func unitInterval(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let draws = (0..<1000).map { _ in random.nextUnit() }
    #expect(draws.allSatisfy { (0..<1).contains($0) })
    let mean = draws.reduce(0, +) / 1000
    #expect(abs(mean - 0.5) < 0.05)
  }
}
