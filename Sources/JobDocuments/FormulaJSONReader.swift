import Perfumery
import StrictJSON

/// Reads a formula written as JSON, alone or inside a result document.
struct FormulaJSONReader {
  private static let resultSchema = "fragrance.result/1"

  /// Members that results write beside those that are read.
  private static let readOver = ["koreanName", "note", "because", "cost", "family", "costShare"]

  let catalogue: Catalogue

  static func read(
    _ bytes: [UInt8], catalogue: Catalogue
  ) throws(JSONProblem) -> WrittenFormula {
    let root = try JSONParser.parse(bytes)
    var fields = try ObjectReader(root)
    let reader = FormulaJSONReader(catalogue: catalogue)
    if fields.node("schema")?.content == .string(resultSchema) {
      guard let formula = try fields.object("formula") else {
        throw fields.missing("formula", allowed: "the formula of the result")
      }
      return try reader.formula(formula)
    }
    return try reader.formula(fields)
  }

  private func formula(_ object: ObjectReader) throws(JSONProblem) -> WrittenFormula {
    var fields = object
    let missing = fields.missing(
      "product", allowed: "an object with category and dosagePercent")
    var written = WrittenFormula(product: FormulaProduct(), lines: [], missingCategory: missing)
    if var product = try fields.object("product") {
      written.product.category = try product.choice("category", of: ProductCategory.self)
      written.product.dosagePercent = try product.number(
        "dosagePercent", in: FormulaDocument.dosagePercents)
      try product.finish()
      written.missingCategory = product.missing(
        "category", allowed: "a product category such as EDP")
    }
    written.name = try fields.string("name", lengths: FormulaDocument.nameLengths)
    written.lines = try lines(&fields, depth: 0)
    for extra in ["schema", "totalPartsPerThousand"] { _ = fields.node(extra) }
    try fields.finish()
    return written
  }

  private func lines(
    _ fields: inout ObjectReader, depth: Int
  ) throws(JSONProblem) -> [WrittenLine] {
    let counts = 1...FormulaDocument.lineCountLimit
    guard let items = try fields.items("lines", counts: counts) else {
      throw fields.missing("lines", allowed: "a list of 1 to \(counts.upperBound) lines")
    }
    var lines: [WrittenLine] = []
    for item in items { lines.append(try line(item.node, item.path, depth: depth)) }
    return lines
  }

  private func line(
    _ node: JSONNode, _ path: String, depth: Int
  ) throws(JSONProblem) -> WrittenLine {
    var fields = try ObjectReader(node, path: path)
    guard let parts = try fields.number("partsPerThousand", in: FormulaDocument.parts) else {
      throw fields.missing("partsPerThousand", allowed: "a number from 0 to 1000")
    }
    var line = WrittenLine(
      content: .formula([]), parts: parts,
      dilutionPercent: try fields.number("dilutionPercent", in: FormulaDocument.dilutions) ?? 100,
      neatPercent: try fields.number("percentOfConcentrate", in: 0...100),
      position: node.position, field: path)
    let solvent = try fields.string("dilutionSolvent", lengths: FormulaDocument.nameLengths)
    if var inner = try fields.object("formula") {
      guard depth < FormulaDocument.depthLimit else {
        throw fields.problem(
          "formula", allowed: "sub-formulas at most \(FormulaDocument.depthLimit) deep")
      }
      _ = try inner.string("name", lengths: FormulaDocument.nameLengths)
      line.content = .formula(try lines(&inner, depth: depth + 1))
      try inner.finish()
      try finish(&fields)
    } else {
      let name = try materialName(&fields)
      let bergapten = try fields.number("bergaptenPpm", in: FormulaDocument.bergaptenPpm)
      try finish(&fields)
      line.content = .material(try find(name, at: line), bergaptenPpm: bergapten)
    }
    line.solvent = try solvent.map { solvent throws(JSONProblem) in
      try find(MaterialName(name: solvent), at: line)
    }
    return line
  }

  private func finish(_ fields: inout ObjectReader) throws(JSONProblem) {
    for extra in Self.readOver { _ = fields.node(extra) }
    try fields.finish()
  }

  /// The ways in which a line may name its material.
  private struct MaterialName {
    var id: String?
    var cas: [String] = []
    var grade: String?
    var name: String?
  }

  private func materialName(
    _ fields: inout ObjectReader
  ) throws(JSONProblem) -> MaterialName {
    var name = MaterialName()
    name.id = try fields.string("material", lengths: 1...100)
    name.name = try fields.string("name", lengths: FormulaDocument.nameLengths)
    name.grade = try fields.string("grade", lengths: 1...50)
    for item in try fields.items("cas", counts: 0...20) ?? [] {
      guard case .string(let number) = item.node.content else {
        throw JSONProblem(
          position: item.node.position, field: item.path, found: item.node.excerpt,
          allowed: "a CAS number in quotes")
      }
      name.cas.append(number)
    }
    return name
  }

  private func find(
    _ asked: MaterialName, at line: WrittenLine
  ) throws(JSONProblem) -> Material {
    do throws(CatalogueError) {
      return try catalogue.find(
        material: asked.id, cas: asked.cas, grade: asked.grade, name: asked.name)
    } catch {
      throw line.problem(found: "\(error)", allowed: "a material of the catalogue")
    }
  }
}
