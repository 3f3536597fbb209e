import SeededRandom
import Testing

@testable import Perfumery

@Suite struct MassFractionTests {
  @Test(arguments: [(0.07, 70_000), (0.1 + 0.2, 300_000), (1, 1_000_000), (0.000_001, 1), (0, 0)])
  func `Decimal shares are kept exactly`(fraction: Double, millionths: Int) {
    #expect(MassFraction(roundingDown: fraction).millionths == millionths)
  }

  @Test func `Anything between two millionths is rounded down`() {
    #expect(MassFraction(roundingDown: 0.000_001_999).millionths == 1)
    #expect(MassFraction(roundingDown: -0.000_000_5).millionths == -1)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `What is not finite becomes zero`(value: Double) {
    #expect(MassFraction(roundingDown: value) == .zero)
  }

  @Test func `Huge values are bounded instead of trapping`() {
    #expect(MassFraction(roundingDown: 1e300).millionths == 1_000_000_000_000_000)
    #expect(MassFraction(roundingDown: -1e300).millionths == -1_000_000_000_000_000)
  }

  @Test(arguments: UInt64(1)...50)
  func `Rounding never exceeds the value by more than binary error`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let value = Double.random(in: 0...1, using: &random)
      let rounded = MassFraction(roundingDown: value)
      #expect(rounded.fraction <= value + 1e-14)
      #expect(rounded.fraction > value - 1e-6)
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `Rounded parts and their remainder sum to exactly everything`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let weights = (0..<30).map { _ in Double.random(in: 0.001...1, using: &random) }
    let total = weights.reduce(0, +)
    let parts = weights.map { MassFraction(roundingDown: $0 / total) }
    let sum = parts.reduce(.zero, +)
    let remainder = MassFraction.one - sum
    #expect(remainder >= .zero && remainder.millionths <= weights.count)
    #expect(sum + remainder == .one)
  }

  @Test func `Units agree`() {
    let share = MassFraction(millionths: 123_456)
    #expect(share.fraction == 0.123456)
    #expect(share.percent == 12.3456)
    #expect(share.partsPerThousand == 123.456)
  }
}
