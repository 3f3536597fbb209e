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
    var id: String
    var name: String
    var members: [String]

    /// The standard whose limits bound the sum; nil for a sum of fractions of own limits.
    var limitOf: String?
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

  /// The latest amendment among the standards, which is that of the whole set.
  var amendment: String { String(standards.compactMap { Int($0.amendment) }.max() ?? 0) }

  var standards: [Standard] = []
  var constituents: [String: [Constituent]] = [:]
  var sums: [Sum] = []
  var lawLimits: [LawLimit] = []
  var bans: [String: Ban] = [:]
  var requirements: [Requirement] = []

  /// What a Schiff base sets free, by the base's CAS number.
  var released: [String: Released] = [:]
  var allergens: [Allergen] = []

  /// Shares of allergens in naturals that no standard restricts, by CAS number or annex name.
  var allergenShares: [String: [(label: String, percent: Double)]] = [:]
  var products: [ProductCategory: ProductRule] = [:]

  /// The tables compiled into the program.
  ///
  /// - Throws: `CatalogueError.malformedTable` with the first row that breaks a table's form.
  static func embedded() throws(CatalogueError) -> RuleTables {
    var tables = RuleTables()
    try tables.readStandards()
    try tables.readConstituents()
    try tables.readLaw()
    try tables.readAllergens()
    try tables.readMembers()
    try tables.readProducts()
    return tables
  }

  private mutating func readConstituents() throws(CatalogueError) {
    let rows = try TableReader(
      name: "contributions", embedded: table_contributions(),
      columns: ["natural", "constituent", "cas", "percent", "amendment", "source"]
    ).rows
    for row in rows {
      let constituent = Constituent(
        cas: try row.required("cas"), percent: try row.percent("percent"))
      constituents[try row.required("natural"), default: []].append(constituent)
    }
    let bases = try TableReader(
      name: "schiff_bases", embedded: table_schiff_bases(),
      columns: ["cas", "name", "released", "percent", "source"]
    ).rows
    for row in bases {
      released[try row.required("cas")] = Released(
        cas: try row.required("released"), percent: try row.percent("percent"))
    }
  }

  private mutating func readLaw() throws(CatalogueError) {
    let limits = try TableReader(
      name: "law_limits", embedded: table_law_limits(),
      columns: ["substance", "joins", "cas", "classes", "percent", "basis", "source"]
    ).rows
    for row in limits {
      let limit = LawLimit(
        substance: try row.required("substance"), joins: row.optional("joins"),
        casNumbers: row.list("cas"), classes: row.list("classes", separator: " "),
        percent: try row.percent("percent"), basis: try row.required("basis"))
      lawLimits.append(limit)
      // The law lists isomers by numbers a standard may leave out: they count in both.
      if let place = standards.firstIndex(where: { $0.id == limit.joins }) {
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
    for row in rows where row["status"] == "declared" {
      allergens.append(
        Allergen(
          label: try row.required("label"), entry: try row.required("entry"),
          isNatural: row["kind"] == "natural", casNumbers: Set(row.list("cas")),
          leaveOnPercent: try row.percent("leaveOnPercent"),
          rinseOffPercent: try row.percent("rinseOffPercent")))
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

  private mutating func readMembers() throws(CatalogueError) {
    let rows = try TableReader(
      name: "members", embedded: table_members(), columns: ["kind", "key", "of", "source"]
    ).rows
    let places = Dictionary(
      uniqueKeysWithValues: standards.enumerated().map { ($1.id, $0) })
    for row in rows {
      let key = try row.required("key")
      let of = try row.required("of")
      if let place = places[of] {
        if row["kind"] == "natural" {
          standards[place].naturals.insert(key)
        } else {
          standards[place].casNumbers.insert(key)
        }
      } else if let place = allergens.firstIndex(where: { $0.label == of }) {
        allergens[place].casNumbers.insert(key)
      } else {
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
}

extension TableRow {
  /// The cell as a percentage.
  ///
  /// - Throws: `malformedTable` when it is not a number from 0 to 100.
  func percent(_ column: String) throws(CatalogueError) -> Double {
    let value = try number(column)
    guard (0...100).contains(value) else { throw problem("\(column) is \(value), not 0 to 100") }
    return value
  }
}
