package import Perfumery

extension RuleBook {
  /// The legal concentrates of these materials in a product, as linear caps on their shares.
  ///
  /// Made from the same coefficients as `report(on:)`: a concentrate is admitted exactly when the
  /// report on it has no violation.
  package func region(for materials: [Material], product: Product) -> LegalRegion {
    let rules = materials.map(rules(for:))
    var coefficients: [[Double]] = Array(repeating: [], count: bounds.count)
    for (place, row) in rules.enumerated() {
      for entry in row.entries {
        if coefficients[entry.bound].isEmpty {
          coefficients[entry.bound] = Array(repeating: 0, count: materials.count)
        }
        coefficients[entry.bound][place] = entry.coefficient
      }
    }
    var caps: [LegalRegion.Cap] = []
    for (place, bound) in bounds.enumerated() where !coefficients[place].isEmpty {
      guard let limit = limit(of: place, in: product) else { continue }
      caps.append(
        LegalRegion.Cap(
          id: bound.id, substance: bound.substance, standard: bound.standard, basis: limit.basis,
          coefficients: coefficients[place],
          limit: Self.concentrateLimit(percent: limit.percent, product: product)))
    }
    var excluded: [MaterialID: Exclusion] = [:]
    for (material, row) in zip(materials, rules) {
      if let exclusion = exclusion(of: row, in: product) { excluded[material.id] = exclusion }
    }
    return LegalRegion(materials: materials, product: product, caps: caps, excluded: excluded)
  }

  /// A limit on the product as a share of the concentrate.
  static func concentrateLimit(percent: Double, product: Product) -> Double {
    guard product.dosage > .zero else { return .infinity }
    return percent / 100 / product.dosage.fraction
  }
}
