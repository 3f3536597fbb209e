package import Perfumery

extension RuleBook {
  /// The allergens to name on the label of a formula's finished product, most first.
  ///
  /// Regulation (EU) 2023/1545: above 0.001 % of a product left on, 0.01 % of one rinsed off, each
  /// allergen summed over neat materials and naturals. A natural that the regulation names is
  /// declared itself, and its constituents too.
  package func allergens(in formula: Formula) -> [AllergenDeclaration] {
    let weighed = weigh(formula)
    let percentPerShare = 100 * formula.product.dosage.fraction
    var sources: [[Contribution]] = Array(repeating: [], count: tables.allergens.count)
    for item in weighed {
      for (allergen, share) in item.rules.allergens {
        sources[allergen].append(
          Contribution(
            material: item.material.id, name: item.material.name,
            percentInProduct: share * item.share * percentPerShare))
      }
    }
    return zip(tables.allergens, sources).compactMap { allergen, sources in
      let percent = sources.reduce(0) { $0 + $1.percentInProduct }
      let threshold =
        formula.product.category.isRinsedOff ? allergen.rinseOffPercent : allergen.leaveOnPercent
      guard percent > threshold * (1 + LegalRegion.Cap.tolerance) else { return nil }
      return AllergenDeclaration(
        label: allergen.label, annexEntry: allergen.entry, percentInProduct: percent,
        thresholdPercent: threshold, sources: sources.mostFirst)
    }.sorted {
      $0.percentInProduct != $1.percentInProduct
        ? $0.percentInProduct > $1.percentInProduct : $0.label < $1.label
    }
  }

  /// The share of each material, 0...1, that is declarable allergen.
  ///
  /// Coefficients for a cap on all allergens together. A natural that is declared as a whole
  /// counts with all its mass, and its constituents not a second time.
  package func allergenCoefficients(for materials: [Material]) -> [Double] {
    materials.map { rules(for: $0).allergenShare }
  }
}
