import Perfumery

/// A way in which a material may spoil or spoil others.
enum StabilityClass: String, CaseIterable, Sendable {
  case air, light, iron, alkali, ester, terpene
  case schiffAmine = "schiff-amine"
  case schiffCarbonyl = "schiff-carbonyl"
}

/// When a rule speaks: which classes must be there together, how much of each, in what product.
struct StabilityRule: Sendable {
  /// What the product must be like besides.
  enum Condition: Sendable, Equatable {
    case always

    /// More water than this, in percent of the product.
    case waterAbove(Double)

    /// Alcohol and water mixed, with at most this much alcohol in percent of the two.
    case strengthUpTo(Double)
    case product(ProductCategory)
  }

  var name: String
  var classes: [StabilityClass]
  var condition: Condition

  /// Least amount of each class, in percent of the product, at which the rule speaks, and at which
  /// it warns. Judged.
  var notePercent: Double
  var warningPercent: Double

  /// Texts with `{a}` for the materials of the first class and `{b}` for those of the second.
  var english: String
  var korean: String
  var source: String
}

/// The tables of classes and rules, read and checked.
struct StabilityTables: Sendable {
  var classes: [MaterialID: Set<StabilityClass>] = [:]
  var rules: [StabilityRule] = []

  static let classColumns = ["material", "class", "source", "page"]
  static let ruleColumns = [
    "rule", "classes", "condition", "value", "notePercent", "warningPercent", "english", "korean",
    "source", "page",
  ]
  static let sourceColumns = ["id", "citation"]

  /// - Throws: `malformedTable` with the first row that names an unknown material, class or source,
  ///   or whose figures are out of order.
  init(
    classes: TableReader, rules: TableReader, sources: TableReader, catalogue: Catalogue
  ) throws(CatalogueError) {
    var citations: [String: String] = [:]
    for row in sources.rows { citations[try row.required("id")] = try row.required("citation") }
    for row in classes.rows {
      let material = MaterialID(rawValue: try row.required("material"))
      guard catalogue.material(material) != nil else {
        throw row.problem("no material \"\(material.rawValue)\" in the catalogue")
      }
      guard let kind = StabilityClass(rawValue: row["class"]) else {
        throw row.problem("class is \"\(row["class"])\"")
      }
      guard citations[row["source"]] != nil else {
        throw row.problem("source is \"\(row["source"])\"")
      }
      guard self.classes[material, default: []].insert(kind).inserted else {
        throw row.problem("a second row of the class")
      }
    }
    for row in rules.rows {
      guard let citation = citations[row["source"]] else {
        throw row.problem("source is \"\(row["source"])\"")
      }
      let page = row.optional("page").map { ", page \($0)" } ?? ""
      self.rules.append(try Self.rule(row, source: citation + page))
    }
  }

  private static func rule(
    _ row: TableRow, source: String
  ) throws(CatalogueError) -> StabilityRule {
    let names = row.list("classes", separator: " ")
    let kinds = names.compactMap(StabilityClass.init)
    guard kinds.count == names.count, (1...2).contains(kinds.count) else {
      throw row.problem("classes is \"\(row["classes"])\"")
    }
    let rule = StabilityRule(
      name: try row.required("rule"), classes: kinds, condition: try condition(row),
      notePercent: try row.number("notePercent"),
      warningPercent: try row.number("warningPercent"), english: try row.required("english"),
      korean: try row.required("korean"), source: source)
    guard rule.notePercent > 0, rule.warningPercent >= rule.notePercent else {
      throw row.problem("the percentages are out of order")
    }
    return rule
  }

  private static func condition(
    _ row: TableRow
  ) throws(CatalogueError) -> StabilityRule.Condition {
    switch row["condition"] {
    case "": return .always
    case "waterAbove": return .waterAbove(try row.number("value"))
    case "strengthUpTo": return .strengthUpTo(try row.number("value"))
    case "product":
      guard let category = ProductCategory(rawValue: row["value"]) else {
        throw row.problem("\"\(row["value"])\" is not a product category")
      }
      return .product(category)
    default: throw row.problem("condition is \"\(row["condition"])\"")
    }
  }
}
