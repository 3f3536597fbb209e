/// A share of a mass, counted in whole millionths so that sums are exact.
///
/// 1,000,000 is everything; one part per thousand is 1,000. Negative and larger counts are
/// possible as differences and sums; a formula's lines sum to `one`.
package struct MassFraction: Sendable, Hashable, Comparable {
  /// Count of 1e-6.
  package var millionths: Int

  package static let zero = MassFraction(millionths: 0)
  package static let one = MassFraction(millionths: 1_000_000)

  package init(millionths: Int) {
    self.millionths = millionths
  }

  /// The largest count of millionths that does not exceed `fraction` (1 = everything).
  ///
  /// Rounding down keeps a value that was taken at a legal cap under that cap. Values that are not
  /// finite become zero.
  package init(roundingDown fraction: Double) {
    // 1e-9 of a millionth absorbs the binary error of decimal inputs such as 0.07.
    let scaled = (fraction * 1_000_000 + 1e-9).rounded(.down)
    millionths = scaled.isFinite ? Int(max(-1e15, min(1e15, scaled))) : 0
  }

  /// 1 = everything.
  package var fraction: Double { Double(millionths) / 1_000_000 }

  /// 100 = everything.
  package var percent: Double { Double(millionths) / 10_000 }

  /// 1000 = everything: the unit a perfumer writes formulas in.
  package var partsPerThousand: Double { Double(millionths) / 1_000 }

  package static func < (left: MassFraction, right: MassFraction) -> Bool {
    left.millionths < right.millionths
  }

  package static func + (left: MassFraction, right: MassFraction) -> MassFraction {
    MassFraction(millionths: left.millionths + right.millionths)
  }

  package static func - (left: MassFraction, right: MassFraction) -> MassFraction {
    MassFraction(millionths: left.millionths - right.millionths)
  }
}
