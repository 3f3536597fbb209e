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
///
/// A book judges under one amendment of the IFRA Standards; two books compare two amendments.
package struct RuleBook: Sendable {
  /// Of the IFRA Standards, such as `51`.
  package let amendment: String

  let tables: RuleTables
  let bounds: [Bound]
  let builder: MaterialRulesBuilder
  private let rows: [MaterialID: Row]

  /// A reference, so that looking a material up does not copy it.
  private final class Row: Sendable {
    let material: Material
    let rules: MaterialRules

    init(_ material: Material, _ rules: MaterialRules) {
      self.material = material
      self.rules = rules
    }
  }

  /// The amendment it judges under, with its dates.
  package var edition: Amendment { tables.edition }

  /// All amendments a book could be made for, in the order of their numbers.
  package var amendments: [Amendment] { tables.amendments }

  /// The rules compiled into the program, for the materials of a catalogue.
  ///
  /// - Parameter amendment: of the IFRA Standards, such as 51; nil for the latest.
  /// - Throws: `CatalogueError.malformedTable` when a table is broken, or `RuleError` when tables
  ///   and catalogue do not fit together or there is no such amendment.
  package static func builtIn(
    catalogue: Catalogue, amendment: Int? = nil
  ) throws -> RuleBook {
    try RuleBook(tables: RuleTables.embedded(amendment: amendment), catalogue: catalogue)
  }

  /// The built-in rules with a further amendment, which holds unless `amendment` names another.
  ///
  /// - Throws: `CatalogueError.malformedTable` with the file, the line and the column of the first
  ///   row that is wrong, or `RuleError` when the files are no amendment.
  package init(
    catalogue: Catalogue, addingAmendmentFrom files: [AmendmentFile], amendment: Int? = nil
  ) throws {
    try self.init(
      tables: RuleTables.embedded(amendment: amendment, adding: files), catalogue: catalogue)
  }

  init(tables: RuleTables, catalogue: Catalogue) throws(RuleError) {
    amendment = String(tables.edition.number)
    self.tables = tables
    bounds = try BoundBuilder(tables: tables).bounds()
    builder = MaterialRulesBuilder(tables: tables, bounds: bounds, catalogue: catalogue)
    var rows: [MaterialID: Row] = [:]
    for material in catalogue.materials {
      if let natural = material.annexName, tables.constituents[natural] == nil {
        throw .unknownNatural(material: material.id.rawValue, natural: natural)
      }
      rows[material.id] = Row(material, builder.rules(for: material))
    }
    self.rows = rows
  }

  /// The precomputed rules of a catalogue material; worked out anew for any other.
  ///
  /// - Parameter bergaptenPpm: analysed in the lot, parts per million; nil when not analysed.
  func rules(for material: Material, bergaptenPpm: Double? = nil) -> MaterialRules {
    let known = rows[material.id].flatMap { material.isLegallySame(as: $0.material) ? $0 : nil }
    let rules = known?.rules ?? builder.rules(for: material)
    return bergaptenPpm.map { builder.analysed(rules, of: material, bergaptenPpm: $0) } ?? rules
  }

  /// The names of the IFRA categories whose lowest limit holds for a product.
  func categoryName(of product: Product) -> String {
    (tables.products[product.category]?.categories ?? []).map(\.rawValue)
      .joined(separator: " and ")
  }

  func limit(of bound: Int, in product: Product) -> Bound.Limit? {
    bounds[bound].limits[Self.use(of: product)]
  }

  /// The position of a product among the uses of a bound's limits.
  static func use(of product: Product) -> Int { places[product.category, default: 0] }

  /// The position of an IFRA category among the uses of a bound's limits.
  static func use(of category: IFRACategory) -> Int {
    ProductCategory.allCases.count + category.index
  }

  private static let places = Dictionary(
    uniqueKeysWithValues: ProductCategory.allCases.enumerated().map { ($1, $0) })

  /// The reasons why no amount of a material may be in a use.
  func exclusions(of rules: MaterialRules, in use: Int) -> [Exclusion] {
    rules.refusals.filter { refusal in
      refusal.bound.map { bounds[$0].limits[use] != nil } ?? true
    }.map(\.exclusion)
  }
}

extension Material {
  /// Whether two materials are the same to every rule.
  func isLegallySame(as other: Material) -> Bool {
    kind == other.kind && grade == other.grade && annexName == other.annexName
      && casNumbers == other.casNumbers && constituents == other.constituents
  }
}
