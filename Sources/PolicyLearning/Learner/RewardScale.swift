/// Turns raw rewards into those that are learned from; reports keep the raw ones.
package struct RewardScale: Sendable, Equatable {
  /// How rewards are scaled.
  package let kind: RewardScaling

  /// Scaled rewards are held within this.
  package static let limit = 10.0

  /// Rewards the sliding window holds.
  package static let windowSize = 1000

  private static let epsilon = 1e-8
  private let discount: Double

  /// The last rewards, the oldest at `oldest` once the window is full.
  private(set) var window: [Double] = []
  private(set) var oldest = 0

  /// Discounted return of each environment's episode so far, with their count, mean and sum of
  /// squared distances over all steps.
  private(set) var returns: [Double]
  private(set) var moments = [0.0, 0.0, 0.0]

  /// Of the window: its sum and its sum of squares, as they came about.
  private(set) var sums = [0.0, 0.0]

  /// - Parameters:
  ///   - discount: of the returns, 0...1.
  ///   - environmentCount: whose steps come in turn.
  package init(_ kind: RewardScaling, discount: Double, environmentCount: Int) {
    self.kind = kind
    self.discount = discount
    returns = [Double](repeating: 0, count: environmentCount)
  }

  /// Takes up what was stored; false when it cannot be this scale's.
  mutating func restore(
    window: [Double], oldest: Int, sums: [Double], returns: [Double], moments: [Double]
  ) -> Bool {
    guard window.count <= Self.windowSize, oldest == 0 || (0..<window.count).contains(oldest),
      sums.count == 2, returns.count == self.returns.count, moments.count == 3
    else { return false }
    (self.window, self.oldest, self.sums) = (window, oldest, sums)
    (self.returns, self.moments) = (returns, moments)
    return true
  }

  /// The reward to learn from, for the next step of an environment.
  package mutating func scaled(_ reward: Double, environment: Int, isLast: Bool) -> Double {
    switch kind {
    case .none: return reward
    case .window:
      push(reward)
      guard window.count >= 2 else { return reward }
      let count = Double(window.count)
      let mean = sums[0] / count
      let deviation = max(0, sums[1] / count - mean * mean).squareRoot()
      return held((reward - mean) / (deviation + Self.epsilon))
    case .returns:
      returns[environment] = returns[environment] * discount + reward
      moments[0] += 1
      let distance = returns[environment] - moments[1]
      moments[1] += distance / moments[0]
      moments[2] += distance * (returns[environment] - moments[1])
      if isLast { returns[environment] = 0 }
      guard moments[0] >= 2 else { return reward }
      return held(reward / (moments[2] / moments[0] + Self.epsilon).squareRoot())
    }
  }

  private mutating func push(_ reward: Double) {
    guard window.count == Self.windowSize else {
      window.append(reward)
      sums[0] += reward
      sums[1] += reward * reward
      return
    }
    let gone = window[oldest]
    window[oldest] = reward
    oldest = (oldest + 1) % Self.windowSize
    if oldest == 0 {
      // Anew once a round, so that rounding never adds up.
      sums = [window.reduce(0, +), window.reduce(0) { $0 + $1 * $1 }]
    } else {
      sums[0] += reward - gone
      sums[1] += reward * reward - gone * gone
    }
  }

  private func held(_ value: Double) -> Double { min(max(value, -Self.limit), Self.limit) }
}
