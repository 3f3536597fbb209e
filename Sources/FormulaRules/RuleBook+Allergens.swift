package import Perfumery

extension RuleBook {
  /// The allergens to name on the label of a formula's finished product, most first.
  ///
  /// Above 0.001 % of a product left on and above 0.01 % of one rinsed off, never at the threshold
  /// itself, each allergen summed over neat materials, naturals and what Schiff bases set free. In
  /// the EU a natural that the regulation names is declared itself, and its constituents too.
  package func allergens(
    in formula: Formula, market: LabelMarket = .eu
  ) -> [AllergenDeclaration] {
    let percentPerShare = 100 * formula.product.dosage.fraction
    var sources: [[Contribution]] = Array(repeating: [], count: tables.allergens.count)
    for item in weigh(formula) {
      for (allergen, share) in item.rules.allergens {
        sources[allergen].append(
          Contribution(item.material, percentInProduct: share * item.share * percentPerShare))
      }
    }
    let isRinsedOff = formula.product.category.isRinsedOff
    var found: [AllergenDeclaration] = []
    for name in names(in: market) {
      let percent = sources[name.allergen].reduce(0) { $0 + $1.percentInProduct }
      let threshold = isRinsedOff ? name.rinseOffPercent : name.leaveOnPercent
      guard percent > threshold * (1 + LegalRegion.Cap.tolerance) else { continue }
      found.append(
        AllergenDeclaration(
          label: name.label, englishName: tables.allergens[name.allergen].label,
          annexEntry: name.number, percentInProduct: percent, thresholdPercent: threshold,
          sources: sources[name.allergen].mostFirst))
    }
    return found.sorted {
      $0.percentInProduct != $1.percentInProduct
        ? $0.percentInProduct > $1.percentInProduct : $0.label < $1.label
    }
  }

  private func names(in market: LabelMarket) -> [LabelName] {
    switch market {
    case .korea: tables.koreanNames
    case .eu:
      tables.allergens.enumerated().filter(\.element.isDeclared).map { place, allergen in
        LabelName(
          label: allergen.label, number: allergen.entry, allergen: place,
          leaveOnPercent: allergen.leaveOnPercent, rinseOffPercent: allergen.rinseOffPercent)
      }
    }
  }

  /// The share of each material, 0...1, that is an allergen the EU wants named.
  ///
  /// Coefficients for a cap on all allergens together. A natural that is declared as a whole
  /// counts with all its mass, and its constituents not a second time.
  package func allergenCoefficients(for materials: [Material]) -> [Double] {
    materials.map { rules(for: $0).allergenShare }
  }
}
