package import Perfumery

/// How a formula stands in one category of the IFRA Standards.
package struct CategoryVerdict: Sendable, Hashable {
  /// What decides in a category: the limit that is fullest, or what may not be in at all.
  package struct Decision: Sendable, Hashable {
    package let substance: String

    /// Id of the IFRA Standard that sets the rule, or the law where IFRA sets no limit.
    package let standard: String
    package let basis: String

    /// At the formula's dosage; nil when any amount is prohibited.
    package let percentOfLimit: Double?
  }

  /// Such as `5A`.
  package let category: String

  /// Whether the concentrate may be used at the formula's dosage.
  package let pass: Bool

  /// Nil when nothing in the formula is limited in the category.
  package let deciding: Decision?

  /// The most concentrate that the category would allow; nil when no amount is allowed.
  package let highestDosage: MassFraction?
}

extension RuleBook {
  /// How a formula stands in each category of the IFRA Standards at its dosage, in their order.
  ///
  /// With the lower of IFRA's limit and that of EU and GB law for the category's usual products.
  /// A formula without mass has no verdicts.
  package func categories(of formula: Formula) -> [CategoryVerdict] {
    let weighed = weigh(formula)
    guard !weighed.isEmpty else { return [] }
    var loads = Array(repeating: 0.0, count: bounds.count)
    for item in weighed {
      for entry in item.rules.entries { loads[entry.bound] += entry.coefficient * item.share }
    }
    let loaded = bounds.indices.filter { loads[$0] > 0 }.map { (bound: $0, load: loads[$0]) }
    let refused = weighed.map(\.rules).filter { !$0.refusals.isEmpty }
    return IFRACategory.allCases.map { category in
      verdict(in: category, refused: refused, loads: loaded, product: formula.product)
    }
  }

  private func verdict(
    in category: IFRACategory, refused: [MaterialRules], loads: [(bound: Int, load: Double)],
    product: Product
  ) -> CategoryVerdict {
    let use = Self.use(of: category)
    for rules in refused {
      guard let exclusion = exclusions(of: rules, in: use).first else { continue }
      return CategoryVerdict(
        category: category.rawValue, pass: false,
        deciding: CategoryVerdict.Decision(
          substance: exclusion.substance, standard: exclusion.standard, basis: exclusion.basis,
          percentOfLimit: nil),
        highestDosage: nil)
    }
    var worst: (bound: Int, limit: Bound.Limit, load: Double)?
    for (bound, load) in loads {
      guard let limit = bounds[bound].limits[use] else { continue }
      if let known = worst, load * known.limit.percent <= known.load * limit.percent { continue }
      worst = (bound, limit, load)
    }
    guard let (place, limit, load) = worst else {
      return CategoryVerdict(
        category: category.rawValue, pass: true, deciding: nil, highestDosage: .one)
    }
    let bound = bounds[place]
    let isProhibited = limit.percent <= 0
    let highest = MassFraction(roundingDown: limit.percent / 100 / load)
    return CategoryVerdict(
      category: category.rawValue,
      pass: LegalRegion.Cap.holds(
        load, limit: Self.concentrateLimit(percent: limit.percent, product: product)),
      deciding: CategoryVerdict.Decision(
        substance: bound.substance, standard: bound.standard, basis: limit.basis,
        percentOfLimit: isProhibited
          ? nil : 1e4 * load * product.dosage.fraction / limit.percent),
      highestDosage: isProhibited ? nil : min(.one, highest))
  }
}
