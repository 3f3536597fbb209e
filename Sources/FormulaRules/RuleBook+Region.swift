package import Perfumery

extension RuleBook {
  /// The legal concentrates of these materials in a product, as linear caps on their shares.
  ///
  /// Made from the same coefficients as `report(on:)`: a concentrate is admitted exactly when the
  /// report on it has no violation.
  /// - Parameter bergaptenPpm: analysed in the lots, one for each material, nil where not
  ///   analysed; empty when no lot was.
  package func region(
    for materials: [Material], product: Product, bergaptenPpm: [Double?] = []
  ) -> LegalRegion {
    let use = Self.use(of: product)
    var coefficients: [[Double]] = Array(repeating: [], count: bounds.count)
    var excluded: [MaterialID: Exclusion] = [:]
    for (place, material) in materials.enumerated() {
      let ppm = place < bergaptenPpm.count ? bergaptenPpm[place] : nil
      let row = rules(for: material, bergaptenPpm: ppm)
      for entry in row.entries where bounds[entry.bound].limits[use] != nil {
        if coefficients[entry.bound].isEmpty {
          coefficients[entry.bound] = Array(repeating: 0, count: materials.count)
        }
        coefficients[entry.bound][place] = entry.coefficient
      }
      if !row.refusals.isEmpty, let exclusion = exclusions(of: row, in: use).first {
        excluded[material.id] = exclusion
      }
    }
    var caps: [LegalRegion.Cap] = []
    for place in bounds.indices where !coefficients[place].isEmpty {
      let bound = bounds[place]
      guard let limit = bound.limits[use] else { continue }
      caps.append(
        LegalRegion.Cap(
          id: bound.id, substance: bound.substance, standard: bound.standard, basis: limit.basis,
          coefficients: coefficients[place],
          limit: Self.concentrateLimit(percent: limit.percent, product: product)))
    }
    return LegalRegion(materials: materials, product: product, caps: caps, excluded: excluded)
  }

  /// A limit on the product as a share of the concentrate.
  static func concentrateLimit(percent: Double, product: Product) -> Double {
    guard product.dosage > .zero else { return .infinity }
    return percent / 100 / product.dosage.fraction
  }
}
