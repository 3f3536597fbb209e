package import FormulaRules
import OdourModel
package import Perfumery

/// A palette in one product: what is the same for every brief that is dosed from it.
package struct DosingProduct: Sendable {
  /// In their own order, whether legal in the product or not.
  package let palette: [MaterialID]
  package let product: Product

  let universe: Universe
  let panel: OdourPanel
  let catalogue: Catalogue

  /// - Parameter palette: materials without repetition; solvents among them are not used.
  /// - Throws: `noSolvent`.
  package init(
    palette: [MaterialID], product: Product, catalogue: Catalogue, rules: RuleBook
  ) throws(CompositionError) {
    self.palette = palette
    self.product = product
    self.catalogue = catalogue
    universe = try Universe(
      catalogue: catalogue, rules: rules, product: product, needsAllergens: true,
      palette: Set(palette))
    panel = OdourPanel(materials: universe.materials, catalogue: catalogue, product: product)
  }
}
