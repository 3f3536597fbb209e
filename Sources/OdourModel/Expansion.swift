internal import Perfumery

/// One material as the components it brings to a film.
struct Expansion {
  struct Part {
    /// A chemical, or the natural itself for the part its constituents leave open.
    var component: MaterialID
    var odorant: Odorant

    /// Grams of the component in a gram of the material.
    var massFraction: Double

    /// The families as this material brings them, summing to 1.
    ///
    /// A constituent smells of the natural it comes in: linalool in lavender oil is part of what
    /// is called lavender, though alone it is called floral.
    var families: FamilyVector
  }

  var parts: [Part]

  /// Nil for solvents.
  var evidence: OdourEvidence?

  init(_ material: Material, catalogue: Catalogue) {
    switch material.kind {
    case .solvent:
      let odorant = Odorant.solvent(material)
      parts = [
        Part(component: material.id, odorant: odorant, massFraction: 1, families: .zero)
      ]
    case .chemical:
      let (odorant, evidence) = Odorant.chemical(material)
      self.evidence = evidence
      parts = [
        Part(
          component: material.id, odorant: odorant, massFraction: 1, families: material.families)
      ]
    case .natural:
      parts = Self.constituents(of: material, catalogue: catalogue)
      let explained = parts.reduce(0) { $0 + $1.massFraction }
      if explained < 1 - 1e-9 {
        parts.append(
          Part(
            component: material.id, odorant: .remainder(of: material),
            massFraction: 1 - explained, families: material.families))
      }
      evidence =
        explained > 0
        ? .constituents(percent: explained * 100)
        : .estimated("vapour pressure from the note, intensity from the vapour pressure")
    }
  }

  private static func constituents(of natural: Material, catalogue: Catalogue) -> [Part] {
    var parts: [Part] = []
    for constituent in natural.constituents where constituent.percent > 0 {
      guard let chemical = catalogue.material(constituent.material), chemical.kind == .chemical
      else { continue }
      parts.append(
        Part(
          component: chemical.id, odorant: Odorant.chemical(chemical).odorant,
          massFraction: constituent.percent / 100, families: natural.families))
    }
    return parts
  }
}
