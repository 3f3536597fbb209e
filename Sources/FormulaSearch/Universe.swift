import FormulaRules
import Perfumery

/// All materials the law allows in a product, with every number a composition needs of them.
///
/// Invariant: the arrays run parallel to `materials`; `materials[solvent]` is the solvent line.
struct Universe: Sendable {
  /// A cap of the legal region over the materials of the universe.
  struct Cap: Sendable {
    var id: String
    var substance: String
    var standard: String

    /// Parallel to `materials`.
    var coefficients: [Double]

    /// Bound on the sum, as a share of the concentrate.
    var limit: Double
  }

  /// In the order of the catalogue.
  let materials: [Material]
  let product: Product
  let region: LegalRegion
  let solvent: Int

  /// Share of the concentrate that is one dose.
  let doses: [Double]

  /// Declarable allergens in the product, in ppm, per unit share of the concentrate.
  let allergenPpm: [Double]

  /// Those that some permitted composition could reach.
  let caps: [Cap]

  /// Materials no formula for this product may hold, with the standard that says so.
  let excluded: [MaterialID: Exclusion]

  private let places: [MaterialID: Int]

  /// The dose of the solvent line: the unit in which its share is moved.
  private static let solventDose = 0.15

  /// - Parameter palette: the materials to be had beside the solvent; nil is all.
  init(
    catalogue: Catalogue, rules: RuleBook, product: Product, needsAllergens: Bool,
    palette: Set<MaterialID>? = nil
  ) throws(CompositionError) {
    let whole = rules.region(for: catalogue.materials, product: product)
    excluded = whole.excluded
    guard let solventID = Self.solvent(of: catalogue, excluded: whole.excluded) else {
      throw .noSolvent
    }
    // Other solvents are fixatives at best; one line of solvent is what a formula is written with.
    let permitted = catalogue.materials.indices.filter { index in
      let material = catalogue.materials[index]
      guard whole.excluded[material.id] == nil else { return false }
      if let palette, material.id != solventID, !palette.contains(material.id) { return false }
      return material.id == solventID
        || (material.kind != .solvent && material.usualPercent.value > 0)
    }
    materials = permitted.map { catalogue.materials[$0] }
    region = whole
    self.product = product
    places = Dictionary(uniqueKeysWithValues: materials.enumerated().map { ($1.id, $0) })
    solvent = places[solventID] ?? 0
    doses = materials.map {
      $0.id == solventID ? Self.solventDose : $0.usualPercent.value / 100
    }
    allergenPpm =
      needsAllergens
      ? rules.allergenCoefficients(for: materials).map { $0 * product.dosage.fraction * 1_000_000 }
      : materials.map { _ in 0 }
    let most = materials.map { $0.kind == .solvent ? 1 : min(1, $0.highestPercent.value / 100) }
    caps = whole.caps.compactMap { cap in
      let own = Cap(
        id: cap.id, substance: cap.substance, standard: cap.standard,
        coefficients: permitted.map { cap.coefficients[$0] }, limit: cap.limit)
      let reachable = zip(own.coefficients, most).reduce(0) { $0 + $1.0 * $1.1 }
      return reachable > cap.limit ? own : nil
    }
  }

  func place(of id: MaterialID) -> Int? { places[id] }

  /// Largest number of doses the caps leave a material when nothing else uses them.
  func dosesWithinCaps(_ index: Int) -> Double {
    var most = max(0, materials[index].highestPercent.value / 100) / doses[index]
    for cap in caps where cap.coefficients[index] > 0 {
      most = min(most, cap.limit / (cap.coefficients[index] * doses[index]))
    }
    return most
  }

  /// US dollars that one dose adds to a kilogram of concentrate; nil without a price.
  func dollarsPerDose(_ index: Int) -> Double? {
    materials[index].dollarsPerKilogram.map { $0.value * doses[index] }
  }

  /// Dipropylene glycol where there is one: odourless, and what dilutions are made in.
  private static func solvent(
    of catalogue: Catalogue, excluded: [MaterialID: Exclusion]
  ) -> MaterialID? {
    let solvents = catalogue.materials.filter {
      $0.kind == .solvent && excluded[$0.id] == nil
    }
    let glycol = solvents.first { $0.casNumbers.contains("25265-71-8") }
    return (glycol ?? solvents.first)?.id
  }
}
