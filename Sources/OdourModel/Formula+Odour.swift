package import Perfumery

extension Formula {
  /// How the formula smells over time in its product.
  ///
  /// Lines that do not sum to 1000 parts are read as shares of their total; a formula without mass
  /// smells of nothing.
  package func odour(catalogue: Catalogue) -> OdourProfile {
    var shares: [MaterialID: MassFraction] = [:]
    for line in lines {
      shares[line.material.id, default: .zero] =
        shares[line.material.id, default: .zero] + line.share
    }
    var seen: Set<MaterialID> = []
    let materials = lines.map(\.material).filter { seen.insert($0.id).inserted }
    let total = max(1, self.total.millionths)
    let panel = OdourPanel(materials: materials, catalogue: catalogue, product: product)
    return panel.profile(
      of: materials.map { Double(shares[$0.id, default: .zero].millionths) / Double(total) })
  }
}
