package import Perfumery

/// The concentrates of given materials that are legal in a product: a polytope of shares.
///
/// Every limit is linear in mass, so a composer can move inside instead of proposing and repairing.
package struct LegalRegion: Sendable {
  /// One half-space: the sum of coefficient times share stays at or below the limit.
  package struct Cap: Sendable, Hashable {
    /// Unique within a region and the same from run to run.
    package let id: String
    package let substance: String

    /// Id of the IFRA Standard that sets the rule, or the law where IFRA sets no limit.
    package let standard: String
    package let basis: String

    /// For each material of the region the share of the substance in it, 0...1.
    ///
    /// For a sum of fractions it is weighed by the strictest limit over the material's own; only
    /// bergapten, whose limit is stricter than any oil's, may there bring more than 1.
    package let coefficients: [Double]

    /// Bound on the sum, as a share of the concentrate; above 1 it never binds.
    package let limit: Double

    /// Whether a load, a share of the concentrate, respects the limit.
    package func holds(_ load: Double) -> Bool { Cap.holds(load, limit: limit) }

    static func holds(_ load: Double, limit: Double) -> Bool { load <= limit * (1 + tolerance) }

    /// Relative; far below one millionth of a share, far above the rounding of a sum.
    static let tolerance = 1e-9
  }

  package let materials: [Material]
  package let product: Product

  /// In the order of the standards; only those that some material counts towards.
  package let caps: [Cap]

  /// Materials of which no amount is legal in this product.
  package let excluded: [MaterialID: Exclusion]

  /// Whether a concentrate of these shares, one for each material, is legal.
  ///
  /// False for a wrong count or a negative share.
  package func admits(_ shares: [MassFraction]) -> Bool {
    guard shares.count == materials.count, shares.allSatisfy({ $0 >= .zero }) else { return false }
    for (material, share) in zip(materials, shares)
    where share > .zero && excluded[material.id] != nil { return false }
    return caps.allSatisfy { cap in
      var load = 0.0
      for (coefficient, share) in zip(cap.coefficients, shares) {
        load += coefficient * share.fraction
      }
      return cap.holds(load)
    }
  }
}
