import SeededRandom
import Testing

@testable import PolicyLearning

@Suite struct RewardScaleTests {
  @Test func theWindowForgetsWhatIsOlder() {
    var scale = RewardScale(.window, discount: 0.99, environmentCount: 1)
    for _ in 0..<1000 { _ = scale.scaled(0, environment: 0, isLast: false) }
    for _ in 0..<999 { _ = scale.scaled(100, environment: 0, isLast: false) }
    // 999 hundreds and this 50: the mean is all but 100, whatever came before.
    let scaled = scale.scaled(50, environment: 0, isLast: false)
    let mean = (999 * 100 + 50) / 1000.0
    let deviation = ((999 * 100 * 100 + 50 * 50) / 1000 - mean * mean).squareRoot()
    #expect(abs(scaled - max(-10, (50 - mean) / deviation)) < 1e-6)
  }

  @Test func theFirstPassesAndOutliersAreHeld() {
    var scale = RewardScale(.window, discount: 0.99, environmentCount: 1)
    #expect(scale.scaled(7, environment: 0, isLast: false) == 7)
    for _ in 0..<500 { _ = scale.scaled(7, environment: 0, isLast: false) }
    #expect(scale.scaled(1e6, environment: 0, isLast: false) == 10)
  }

  @Test(arguments: [UInt64](1...20))
  func theWindowAgreesWithItsValuesSummedAnew(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var scale = RewardScale(.window, discount: 0.9, environmentCount: 1)
    var rewards: [Double] = []
    for _ in 0..<2500 {
      let reward = generator.nextUnit() * 3 - 1
      rewards.append(reward)
      let scaled = scale.scaled(reward, environment: 0, isLast: false)
      guard rewards.count > 2400 else { continue }
      let window = rewards.suffix(1000)
      let mean = window.reduce(0, +) / Double(window.count)
      let variance =
        window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(window.count)
      #expect(abs(scaled - (reward - mean) / (variance.squareRoot() + 1e-8)) < 1e-9)
    }
  }

  @Test func returnsScaleByTheDeviationOfTheDiscountedReturn() {
    var scale = RewardScale(.returns, discount: 0.5, environmentCount: 2)
    let rewards = [1.0, 2, -1, 4]
    var returns: [Double] = []
    var running = 0.0
    var last = 0.0
    for reward in rewards {
      running = 0.5 * running + reward
      returns.append(running)
      last = scale.scaled(reward, environment: 1, isLast: false)
    }
    let mean = returns.reduce(0, +) / 4
    let variance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
    #expect(abs(last - 4 / (variance + 1e-8).squareRoot()) < 1e-12)
  }
}
