import SeededRandom
import Testing

@testable import TrainingCurves

@Suite struct AxisTests {
  private static let ranges: [(Double, Double)] = [
    (0.957, 0.9585), (0, 1), (-200, -180), (1e-7, 1.5e-7), (0.5, 0.5), (0, 0), (-3, 7),
    (1e12, 1e12 + 5), (-1e100, 1e100), (0, .leastNonzeroMagnitude), (0, 1e-90), (-1e-100, 1e-100),
    (123_456_789, 123_456_790),
  ]

  @Test(arguments: ranges)
  func ticksSpanTheRangeAndReadApart(least: Double, most: Double) {
    let axis = Axis(least, most)
    let slack = (axis.high - axis.low) * 1e-6
    #expect(axis.low <= least + slack && axis.high >= most - slack)
    #expect((2...12).contains(axis.ticks.count))
    #expect(Set(axis.ticks.map(axis.label)).count == axis.ticks.count)
  }

  @Test(arguments: [UInt64](0..<300))
  func labelsSayTheirTick(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let exponent = Int(generator.next() % 60) - 30
    var size = 1.0
    for _ in 0..<abs(exponent) { size = exponent < 0 ? size / 10 : size * 10 }
    let least = size * (2 * generator.nextUnit() - 1)
    let axis = Axis(least, least + size * generator.nextUnit())
    for tick in axis.ticks {
      let read = try #require(Double(axis.label(tick)))
      #expect(abs(read - tick) <= 1e-6 * (axis.high - axis.low), "\(axis.label(tick)) of \(tick)")
    }
  }

  @Test func aNarrowRangeKeepsItsDigits() {
    let axis = Axis(0.957, 0.9585)
    #expect(axis.ticks.map(axis.label).prefix(3) == ["0.95700", "0.95725", "0.95750"])
  }
}
