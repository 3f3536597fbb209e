package import Perfumery

/// The rules of the IFRA Standards, of EU and GB cosmetics law and of allergen labelling, joined
/// with a catalogue.
///
/// Limits hold for the finished product and for a substance summed over every material that
/// brings it: neat, inside naturals by the typical shares of IFRA's annex, or set free by a Schiff
/// base. What one material brings is worked out once, when the book is built. Where IFRA and the
/// law both set a limit the lower one holds. A substance that a standard names is never free
/// because a figure is missing: without a limit it is prohibited, and a grade that is not stated
/// is refused.
package struct RuleBook: Sendable {
  /// Of the IFRA Standards, such as `51`.
  package let amendment: String

  let tables: RuleTables
  let bounds: [Bound]
  let builder: MaterialRulesBuilder
  private let rows: [MaterialID: (material: Material, rules: MaterialRules)]

  /// The rules compiled into the program, for the materials of a catalogue.
  ///
  /// - Throws: `CatalogueError.malformedTable` when a table is broken, or `RuleError` when tables
  ///   and catalogue do not fit together.
  package static func builtIn(catalogue: Catalogue) throws -> RuleBook {
    try RuleBook(tables: RuleTables.embedded(), catalogue: catalogue)
  }

  init(tables: RuleTables, catalogue: Catalogue) throws(RuleError) {
    amendment = tables.amendment
    self.tables = tables
    bounds = try BoundBuilder(tables: tables, amendment: amendment).bounds()
    builder = MaterialRulesBuilder(tables: tables, bounds: bounds, amendment: amendment)
    var rows: [MaterialID: (material: Material, rules: MaterialRules)] = [:]
    for material in catalogue.materials {
      if let natural = material.annexName, tables.constituents[natural] == nil {
        throw .unknownNatural(material: material.id.rawValue, natural: natural)
      }
      rows[material.id] = (material, builder.rules(for: material))
    }
    self.rows = rows
  }

  /// The precomputed rules of a catalogue material; worked out anew for any other.
  func rules(for material: Material) -> MaterialRules {
    if let row = rows[material.id], material.isLegallySame(as: row.material) { return row.rules }
    return builder.rules(for: material)
  }

  /// The names of the IFRA categories whose lowest limit holds for a product.
  func categoryName(of product: Product) -> String {
    (tables.products[product.category]?.categories ?? []).map(\.rawValue)
      .joined(separator: " and ")
  }

  func limit(of bound: Int, in product: Product) -> Bound.Limit? {
    bounds[bound].limits[Self.places[product.category, default: 0]]
  }

  private static let places = Dictionary(
    uniqueKeysWithValues: ProductCategory.allCases.enumerated().map { ($1, $0) })

  /// The first reason why no amount of a material may be in a product.
  func exclusion(of rules: MaterialRules, in product: Product) -> Exclusion? {
    exclusions(of: rules, in: product).first
  }

  func exclusions(of rules: MaterialRules, in product: Product) -> [Exclusion] {
    rules.refusals.filter { refusal in
      refusal.bound.map { limit(of: $0, in: product) != nil } ?? true
    }.map(\.exclusion)
  }
}

extension Material {
  /// Whether two materials are the same to every rule.
  func isLegallySame(as other: Material) -> Bool {
    kind == other.kind && grade == other.grade && annexName == other.annexName
      && casNumbers == other.casNumbers
  }
}
