/// How much of the concentrate is solvent.
enum Solvent {
  /// Half of the distance between the least and the most solvent at one strength.
  private static let play = 0.04

  /// Shares of the concentrate the solvent line keeps to: enough to dissolve and to dilute in, and
  /// never so much that the rest is no perfume any more.
  static let shares = 0.03...0.70

  /// 45 % for a scent that is barely there, 5 % for the strongest; 15 % when nothing is said.
  static func expectedShare(under wishes: [Wish]) -> Double {
    for wish in wishes {
      if case .strength(let value) = wish { return 0.45 - 0.40 * value }
    }
    return 0.15
  }

  static func isWished(in wishes: [Wish]) -> Bool {
    wishes.contains { if case .strength = $0 { true } else { false } }
  }

  static func range(under wishes: [Wish]) -> ClosedRange<Double> {
    let share = expectedShare(under: wishes)
    return max(Self.shares.lowerBound, share - play)...(share + play)
  }
}
