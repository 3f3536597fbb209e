package import Perfumery

extension RuleBook {
  /// The allergens to name on the label of a formula's finished product, most first.
  ///
  /// Above 0.001 % of a product left on and above 0.01 % of one rinsed off, never at the threshold
  /// itself, each allergen summed over neat materials, naturals and what Schiff bases set free. In
  /// the EU a natural that the regulation names is declared itself, and its constituents too: the
  /// larger of the shares listed for labels and of its typical composition.
  package func allergens(
    in formula: Formula, market: LabelMarket = .eu
  ) -> [AllergenDeclaration] {
    let percentPerShare = 100 * formula.product.dosage.fraction
    let isRinsedOff = formula.product.category.isRinsedOff
    let weighed = weigh(formula)
    var percents = Array(repeating: 0.0, count: tables.allergens.count)
    for item in weighed {
      for (allergen, share) in item.rules.allergens {
        percents[allergen] += share * item.share * percentPerShare
      }
    }
    var found: [AllergenDeclaration] = []
    for name in market == .korea ? tables.koreanNames : tables.europeanNames {
      let percent = percents[name.allergen]
      let threshold = isRinsedOff ? name.rinseOffPercent : name.leaveOnPercent
      guard percent > threshold * (1 + LegalRegion.Cap.tolerance) else { continue }
      let sources = weighed.compactMap { item in
        item.rules.allergens.first { $0.allergen == name.allergen }.map {
          Contribution(
            item.material, percentInProduct: $0.share * item.share * percentPerShare)
        }
      }
      found.append(
        AllergenDeclaration(
          label: name.label, englishName: tables.allergens[name.allergen].label,
          annexEntry: name.number, percentInProduct: percent, thresholdPercent: threshold,
          sources: sources.mostFirst))
    }
    return found.sorted {
      $0.percentInProduct != $1.percentInProduct
        ? $0.percentInProduct > $1.percentInProduct : $0.label < $1.label
    }
  }

  /// What each material adds to the sum of a label's declarations, per share of the concentrate.
  ///
  /// Coefficients for a cap on all declared allergens together. A natural that is declared itself
  /// counts with all its mass, and its declared constituents once more: above 1 then.
  package func allergenCoefficients(for materials: [Material]) -> [Double] {
    materials.map { rules(for: $0).allergenShare }
  }
}
