package import Perfumery

extension Formula {
  /// How the formula smells over time in its product; nothing without mass.
  package func odour(catalogue: Catalogue) -> OdourProfile {
    let parts = proportions
    let panel = OdourPanel(
      materials: parts.map(\.material), catalogue: catalogue, product: product)
    return panel.profile(of: parts.map(\.share))
  }
}
