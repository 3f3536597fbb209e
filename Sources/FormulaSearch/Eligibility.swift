import Perfumery

extension Universe {
  /// A material is out when more than this share of its odour is a family the brief rules out.
  static let tolerableShare = 0.1

  /// Places of the materials that `wishes` leave in, the solvent included.
  ///
  /// A forbidden material takes the other grades that share one of its CAS numbers with it. With a
  /// budget, a line without a price could hide any cost, so such materials stay out.
  func eligible(under wishes: [Wish], catalogue: Catalogue) -> [Int] {
    var forbidden = Set<MaterialID>()
    var families: [Family] = []
    var needsPrice = false
    for wish in wishes {
      switch wish {
      case .absent(.family(let family)): families.append(family)
      case .absent(.note(let name)):
        for id in catalogue.note(name)?.materials ?? [] { forbidden.insert(id) }
      case .absent(.material(let id)):
        forbidden.insert(id)
        guard let cas = catalogue.material(id).map({ Set($0.casNumbers) }) else { continue }
        for other in materials where !cas.isDisjoint(with: other.casNumbers) {
          forbidden.insert(other.id)
        }
      case .budget: needsPrice = true
      case .present, .allergens, .lasting, .strength: continue
      }
    }
    return materials.indices.filter { index in
      let material = materials[index]
      if index == solvent { return true }
      if forbidden.contains(material.id) { return false }
      if needsPrice, material.dollarsPerKilogram == nil { return false }
      return families.allSatisfy { material.families[$0] <= Self.tolerableShare }
    }
  }
}
