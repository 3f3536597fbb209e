internal import Perfumery
internal import PerfumeryTables

/// The tables of the rules as values, in the order of their rows.
struct RuleTables: Sendable {
  /// A constituent of a natural with its typical share.
  struct Constituent: Sendable {
    var cas: String
    var percent: Double
  }

  struct Sum: Sendable {
    /// How the amounts of the members are added up.
    enum Kind: String, Sendable {
      /// The amounts, against the limits of the sum's standard.
      case sum

      /// The fractions of each member's own limit, against 1.
      case fractions
    }

    var id: String
    var name: String
    var kind: Kind
    var members: [String]

    /// The standard that sets the rule; a sum of fractions counts its substance too.
    var standard: String
  }

  struct LawLimit: Sendable {
    var substance: String

    /// The standard or sum it tightens; nil when IFRA sets no limit.
    var joins: String?
    var casNumbers: [String]
    var classes: [String]
    var percent: Double
    var basis: String
  }

  struct Ban: Sendable {
    var substance: String
    var standard: String?
    var basis: String
  }

  struct Requirement: Sendable {
    var standard: String

    /// Materials it is asked of; empty for those the standard speaks of.
    var casNumbers: [String]
    var text: String
  }

  struct Released: Sendable {
    var cas: String
    var percent: Double
  }

  struct ProductRule: Sendable {
    var categories: [IFRACategory]

    /// The class of cosmetic product in the law; nil for what is not a cosmetic.
    var lawClass: String?
  }

  /// The amendment whose set of standards this is.
  var edition: Amendment

  /// All amendments that could be chosen, in the order of their numbers.
  var amendments: [Amendment]

  var standards: [Standard] = []

  /// Positions of the standards by id.
  var standardPlaces: [String: Int] = [:]

  /// Ids of all standards, the withdrawn ones too.
  var knownStandards: Set<String> = []
  var constituents: [String: [Constituent]] = [:]
  var sums: [Sum] = []
  var lawLimits: [LawLimit] = []
  var bans: [String: Ban] = [:]
  var requirements: [Requirement] = []

  /// What a Schiff base sets free, by the base's CAS number: its aldehyde and its amine.
  var released: [String: [Released]] = [:]
  var allergens: [Allergen] = []

  /// The names to print in the EU, in the order of the allergens.
  var europeanNames: [LabelName] = []

  /// The names to print in Korea, in the order of the notice.
  var koreanNames: [LabelName] = []

  /// Shares of allergens in naturals that no standard restricts, by CAS number or annex name.
  var allergenShares: [String: [(label: String, percent: Double)]] = [:]
  var products: [ProductCategory: ProductRule] = [:]

  /// The rule of each IFRA category taken alone, in the order of the categories.
  var categories: [ProductRule] = []

  /// The tables compiled into the program, with the files of a further amendment.
  ///
  /// - Parameter amendment: the one to judge under; nil for the latest.
  /// - Throws: `CatalogueError.malformedTable` with the first row that breaks a table's form, or
  ///   `RuleError` for files that are no amendment or for an unknown amendment.
  static func embedded(
    amendment: Int? = nil, adding files: [AmendmentFile] = []
  ) throws -> RuleTables {
    let versions = try VersionedRows(adding: files, amendment: amendment)
    var tables = RuleTables(edition: versions.edition, amendments: versions.amendments)
    try tables.readStandards(versions)
    try tables.readConstituents(versions)
    try tables.readLaw()
    try tables.readAllergens()
    try tables.readMembers()
    try tables.readKoreanNames()
    try tables.readProducts()
    try tables.readCategories()
    return tables
  }

  private mutating func readConstituents(_ versions: VersionedRows) throws(CatalogueError) {
    let groups = try versions.groups(
      "contributions", table_contributions(),
      columns: ["set", "natural", "constituent", "cas", "percent", "source"], by: "natural")
    for group in groups {
      var found: [Constituent] = []
      for row in group.rows {
        found.append(
          Constituent(cas: try row.registryNumber("cas"), percent: try row.percent("percent")))
      }
      constituents[group.key] = found
    }
    let bases = try TableReader(
      name: "schiff_bases", embedded: table_schiff_bases(),
      columns: ["cas", "name", "released", "percent", "source"]
    ).rows
    for row in bases {
      released[try row.required("cas"), default: []].append(
        Released(cas: try row.required("released"), percent: try row.percent("percent")))
    }
  }

  private mutating func readLaw() throws(CatalogueError) {
    let limits = try TableReader(
      name: "law_limits", embedded: table_law_limits(),
      columns: ["substance", "joins", "cas", "classes", "percent", "basis", "source"]
    ).rows
    for row in limits {
      // The law goes on where IFRA withdraws a standard: its limit then stands alone.
      let joins = row.optional("joins").flatMap { id in
        standardPlaces[id] != nil || sums.contains { $0.id == id } ? id : nil
      }
      let limit = LawLimit(
        substance: try row.required("substance"), joins: joins,
        casNumbers: row.list("cas"), classes: row.list("classes", separator: " "),
        percent: try row.percent("percent"), basis: try row.required("basis"))
      lawLimits.append(limit)
      // The law lists isomers by numbers a standard may leave out: they count in both.
      if let place = joins.flatMap({ standardPlaces[$0] }) {
        standards[place].casNumbers.formUnion(limit.casNumbers)
      }
    }
    let banned = try TableReader(
      name: "bans", embedded: table_bans(),
      columns: ["cas", "substance", "standard", "basis", "source"]
    ).rows
    for row in banned {
      bans[try row.required("cas")] = Ban(
        substance: try row.required("substance"), standard: row.optional("standard"),
        basis: try row.required("basis"))
    }
  }

  private mutating func readAllergens() throws(CatalogueError) {
    let rows = try TableReader(
      name: "allergens", embedded: table_allergens(),
      columns: [
        "label", "cas", "entry", "status", "kind", "leaveOnPercent", "rinseOffPercent", "source",
      ]
    ).rows
    for row in rows {
      let label = try row.required("label")
      let isDeclared = row["status"] == "declared"
      if isDeclared {
        europeanNames.append(try Self.labelName(row, number: "entry", allergen: allergens.count))
      }
      allergens.append(
        Allergen(label: label, isDeclared: isDeclared, casNumbers: Set(row.list("cas"))))
    }
    let shares = try TableReader(
      name: "allergen_shares", embedded: table_allergen_shares(),
      columns: ["kind", "key", "label", "percent", "source"]
    ).rows
    for row in shares {
      allergenShares[try row.required("key"), default: []].append(
        (label: try row.required("label"), percent: try row.percent("percent")))
    }
  }

  private mutating func readKoreanNames() throws(CatalogueError) {
    let rows = try TableReader(
      name: "allergens_korea", embedded: table_allergens_korea(),
      columns: ["number", "label", "allergen", "leaveOnPercent", "rinseOffPercent", "source"]
    ).rows
    for row in rows {
      guard let place = allergens.firstIndex(where: { $0.label == row["allergen"] }) else {
        throw row.problem("no allergen \"\(row["allergen"])\"")
      }
      koreanNames.append(try Self.labelName(row, number: "number", allergen: place))
    }
  }

  private static func labelName(
    _ row: TableRow, number: String, allergen: Int
  ) throws(CatalogueError) -> LabelName {
    LabelName(
      label: try row.required("label"), number: try row.required(number), allergen: allergen,
      leaveOnPercent: try row.percent("leaveOnPercent"),
      rinseOffPercent: try row.percent("rinseOffPercent"))
  }

  private mutating func readMembers() throws(CatalogueError) {
    let rows = try TableReader(
      name: "members", embedded: table_members(), columns: ["kind", "key", "of", "source"]
    ).rows
    for row in rows {
      let key = try row.required("key")
      let of = try row.required("of")
      if let place = standardPlaces[of] {
        if row["kind"] == "natural" {
          standards[place].naturals.insert(key)
        } else {
          standards[place].casNumbers.insert(key)
        }
      } else if let place = allergens.firstIndex(where: { $0.label == of }) {
        allergens[place].casNumbers.insert(key)
      } else if !knownStandards.contains(of) {
        throw row.problem("no standard or allergen \"\(of)\"")
      }
    }
  }

  private mutating func readProducts() throws(CatalogueError) {
    let rows = try TableReader(
      name: "products", embedded: table_products(),
      columns: ["product", "categories", "law", "reason", "source"]
    ).rows
    for row in rows {
      guard let category = ProductCategory(rawValue: row["product"]) else {
        throw row.problem("no product category \"\(row["product"])\"")
      }
      let names = row.list("categories", separator: " ")
      let categories = names.compactMap(IFRACategory.init(rawValue:))
      guard !names.isEmpty, categories.count == names.count else {
        throw row.problem("categories are \"\(row["categories"])\"")
      }
      products[category] = ProductRule(categories: categories, lawClass: row.optional("law"))
    }
  }

  private mutating func readCategories() throws(CatalogueError) {
    let rows = try TableReader(
      name: "categories", embedded: table_categories(),
      columns: ["category", "law", "products", "source"]
    ).rows
    for (row, category) in zip(rows, IFRACategory.allCases) {
      guard row["category"] == category.rawValue else {
        throw row.problem("category is \"\(row["category"])\", not \(category.rawValue)")
      }
      categories.append(ProductRule(categories: [category], lawClass: row.optional("law")))
    }
  }
}
