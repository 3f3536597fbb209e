internal import Perfumery

/// A fixed sample of normal deviates, the same for a component in every panel.
///
/// A lattice whose direction along each figure follows from the figure's name.
///
/// Rank-1 lattice rule (Sloan and Joe, "Lattice Methods for Multiple Integration", 1994) of a prime
/// number of points: along every figure each of the 61 equal parts of the distribution is drawn
/// once.
enum UncertaintySample {
  static let count = 61

  /// The deviate of one figure in one draw, mean 0 and variance about 1.
  static func deviate(_ component: MaterialID, figure: String, draw: Int) -> Double {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for byte in "\(component.rawValue)/\(figure)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    let direction = Int(hash >> 16 & 0xffff_ffff) % (count - 1) + 1
    let start = Int(hash >> 3 & 0x1fff)
    return quantiles[(direction * draw + start) % count]
  }

  /// Middle of each of the equal parts of the normal distribution.
  static let quantiles = (0..<count).map { normalQuantile((Double($0) + 0.5) / Double(count)) }

  /// The deviate below which a share of the normal distribution lies; the share within 0.001 of
  /// neither end.
  static func normalQuantile(_ share: Double) -> Double {
    var low = -4.0
    var high = 4.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if normalShare(below: middle) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/15 + ...).
  private static func normalShare(below deviate: Double) -> Double {
    var term = deviate
    var sum = deviate
    for odd in stride(from: 3.0, through: 121, by: 2) {
      term *= deviate * deviate / odd
      sum += term
    }
    return 0.5 + sum * 0.398942280401432678 * Elementary.exp(-deviate * deviate / 2)
  }
}
