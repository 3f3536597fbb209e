package import FormulaRules
import Glibc
package import Perfumery

/// The materials a policy composes with: its outputs are tied to them.
package enum PolicyPalette {

  /// Materials a policy composes with when nothing else is said.
  package static let usualCount = 96

  /// The first `count` materials of a fixed order that reaches every family early.
  ///
  /// Families take turns; each takes the material not yet taken that is nearest to it alone, has
  /// room under the law in fine fragrance, is used in more than traces and does not cost too much.
  ///
  /// - Parameter count: fewer are returned when the catalogue has no more.
  package static func materials(
    _ count: Int, catalogue: Catalogue, rules: RuleBook
  ) -> [MaterialID] {
    let product = Product(category: .eauDeParfum, dosage: MassFraction(roundingDown: 0.2))
    let usable = catalogue.materials.filter {
      $0.kind != .solvent && $0.usualPercent.value > 0 && $0.dollarsPerKilogram != nil
    }
    let region = rules.region(for: usable, product: product)
    var chosen: [MaterialID] = []
    var left = usable.indices.filter { region.excluded[usable[$0].id] == nil }
    while chosen.count < count, !left.isEmpty {
      for family in Family.allCases where chosen.count < count {
        let scored = left.map { (place: $0, score: score(usable[$0], $0, family, region)) }
        guard let best = scored.max(by: { ($0.score, $1.place) < ($1.score, $0.place) }),
          best.score > 0
        else { continue }
        chosen.append(usable[best.place].id)
        left.removeAll { $0 == best.place }
      }
    }
    return chosen
  }

  private static func score(
    _ material: Material, _ place: Int, _ family: Family, _ region: LegalRegion
  ) -> Double {
    let purity = material.families.cosine(to: FamilyVector([family: 1]))
    let dose = material.usualPercent.value / 100
    var room = max(0, material.highestPercent.value / 100) / dose
    for cap in region.caps where cap.coefficients[place] > 0 {
      room = min(room, cap.limit / (cap.coefficients[place] * dose))
    }
    let dollars = (material.dollarsPerKilogram?.value ?? 0) * dose
    return purity * purity * min(1, room) * pow(dose, 0.4) / (1 + dollars / 20)
  }
}
