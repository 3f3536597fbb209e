package import FormulaRules
package import FormulaSearch
package import Perfumery
import SeededRandom

/// Where briefs are dosed: the palette in each product it is used in.
package struct DosingBench: Sendable {
  package let palette: [MaterialID]
  package let catalogue: Catalogue
  package let rules: RuleBook
  private let products: [Product: DosingProduct]

  /// Briefs drawn in a row of which none can be dosed, before that counts as a fault.
  private static let patience = 1000

  /// - Throws: `noSolvent`.
  package init(
    palette: [MaterialID], catalogue: Catalogue, rules: RuleBook
  ) throws(CompositionError) {
    self.palette = palette
    self.catalogue = catalogue
    self.rules = rules
    var products: [Product: DosingProduct] = [:]
    for category in BriefSampler.categories {
      let product = Product(
        category: category,
        dosage: MassFraction(roundingDown: category.usualDosagePercent / 100))
      products[product] = try DosingProduct(
        palette: palette, product: product, catalogue: catalogue, rules: rules)
    }
    self.products = products
  }

  /// The room a brief leaves.
  ///
  /// - Throws: as `DosingSpace`.
  package func space(
    for brief: Brief, rates: ExchangeRates = ExchangeRates(unitsPerDollar: [:])
  ) throws(CompositionError) -> DosingSpace {
    if let product = products[brief.product] {
      return try DosingSpace(brief, in: product, rates: rates)
    }
    let product = try DosingProduct(
      palette: palette, product: brief.product, catalogue: catalogue, rules: rules)
    return try DosingSpace(brief, in: product, rates: rates)
  }

  /// The next random brief that can be dosed, and its room.
  ///
  /// - Throws: what kept the last of a thousand briefs in a row from being dosed.
  func next(using generator: inout SplitMix64) throws(CompositionError) -> DosingSpace {
    for _ in 1..<Self.patience {
      let brief = BriefSampler.draw(using: &generator)
      // A brief the palette has nothing for is passed over.
      if let space = try? space(for: brief), space.doses.contains(where: { $0 > 0 }) {
        return space
      }
    }
    return try space(for: BriefSampler.draw(using: &generator))
  }
}
