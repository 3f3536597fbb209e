package import Perfumery
package import StrictJSON

/// A formula as people write it into a file.
///
///     {"product": {"category": "EDP", "dosagePercent": 20},
///      "lines": [{"name": "Citral", "cas": ["5392-40-5"], "partsPerThousand": 28}]}
///
/// A line names its material by `material` (id), else by `cas` and `grade`, else by `name`. The
/// shares are of the concentrate; with `dilutionPercent` a line is weighed diluted and only that
/// part of it counts, the rest being solvent. Fields that results write beside these are read over.
package enum FormulaDocument {
  /// Most lines a formula may have.
  package static let lineCountLimit = 300

  private static let dosagePercents = 0.01...100.0

  /// Reads a formula; the caller bounds the number of bytes.
  ///
  /// - Throws: the first problem met: a field, or a material the catalogue does not know.
  package static func read(
    _ bytes: [UInt8], catalogue: Catalogue
  ) throws(JSONProblem) -> Formula {
    var fields = try ObjectReader(JSONParser.parse(bytes))
    let allowed = "an object with category and dosagePercent"
    guard var product = try fields.object("product") else {
      throw fields.missing("product", allowed: allowed)
    }
    guard let category = try product.choice("category", of: ProductCategory.self) else {
      throw product.missing("category", allowed: "a product category such as EDP")
    }
    let dosage =
      try product.number("dosagePercent", in: dosagePercents) ?? category.usualDosagePercent
    try product.finish()
    guard let items = try fields.items("lines", counts: 1...lineCountLimit) else {
      throw fields.missing("lines", allowed: "a list of 1 to \(lineCountLimit) lines")
    }
    var lines: [FormulaLine] = []
    for item in items { lines.append(try line(item.node, item.path, catalogue)) }
    for extra in ["schema", "name", "totalPartsPerThousand"] { _ = fields.node(extra) }
    try fields.finish()
    return Formula(
      product: Product(category: category, dosage: MassFraction(roundingDown: dosage / 100)),
      lines: lines)
  }

  private static func line(
    _ node: JSONNode, _ path: String, _ catalogue: Catalogue
  ) throws(JSONProblem) -> FormulaLine {
    var fields = try ObjectReader(node, path: path)
    let material = try fields.string("material", lengths: 1...100)
    let name = try fields.string("name", lengths: 1...200)
    let grade = try fields.string("grade", lengths: 1...50)
    var numbers: [String] = []
    for item in try fields.items("cas", counts: 0...20) ?? [] {
      guard case .string(let number) = item.node.content else {
        throw JSONProblem(
          position: item.node.position, field: item.path, found: item.node.excerpt,
          allowed: "a CAS number in quotes")
      }
      numbers.append(number)
    }
    guard let parts = try fields.number("partsPerThousand", in: 0...1000) else {
      throw fields.missing("partsPerThousand", allowed: "a number from 0 to 1000")
    }
    let dilution = try fields.number("dilutionPercent", in: 0.001...100) ?? 100
    for extra in ["koreanName", "percentOfConcentrate", "note", "because", "cost"] {
      _ = fields.node(extra)
    }
    try fields.finish()
    do throws(CatalogueError) {
      return FormulaLine(
        material: try catalogue.find(material: material, cas: numbers, grade: grade, name: name),
        share: MassFraction(roundingDown: parts / 1000), dilutionPercent: dilution)
    } catch {
      throw JSONProblem(
        position: node.position, field: path, found: "\(error)",
        allowed: "a material of the catalogue")
    }
  }
}
