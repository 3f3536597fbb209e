package import Perfumery
package import StrictJSON

/// What a formula file or a caller says about the finished product.
package struct FormulaProduct: Sendable, Hashable {
  package var category: ProductCategory?

  /// Share of concentrate in the product, 0.01...100 percent.
  package var dosagePercent: Double?

  package init(category: ProductCategory? = nil, dosagePercent: Double? = nil) {
    self.category = category
    self.dosagePercent = dosagePercent
  }
}

/// A formula with the name its file gives it.
package struct NamedFormula: Sendable, Hashable {
  package var name: String?
  package var formula: Formula

  package init(name: String?, formula: Formula) {
    self.name = name
    self.formula = formula
  }
}

/// A formula as people write it into a file: JSON, or CSV as a spreadsheet saves it.
///
///     {"product": {"category": "EDP", "dosagePercent": 20},
///      "lines": [{"name": "Citral", "cas": ["5392-40-5"], "partsPerThousand": 28},
///                {"name": "Indole", "partsPerThousand": 10, "dilutionPercent": 10},
///                {"formula": {"name": "Rose base", "lines": [...]}, "partsPerThousand": 200}]}
///
///     # category: EDP
///     # dosage: 20
///     name;parts;dilution
///     Citral;28;
///     Indole;10;10
///
/// A line names its material by `material` (id), else by `cas` and `grade`, else by `name`.
/// `partsPerThousand` is what is weighed. Of a line weighed as a dilution (`dilutionPercent`) that
/// percentage is the material and the rest is `dilutionSolvent`, dipropylene glycol when nothing
/// is named, so no mass is lost. Where `percentOfConcentrate` beside it equals the whole of the
/// parts, as in results, the parts are of the neat material and its solvent has its own line. A
/// sub-formula is expanded by its proportions. Lines of one material add up. A whole result
/// document stands for its formula.
package enum FormulaDocument {
  /// Most bytes a file may have.
  package static let byteCountLimit = 1 << 20

  /// Most lines a formula or sub-formula may have as written.
  package static let lineCountLimit = 300

  /// Most lines a formula may have when its sub-formulas are expanded.
  package static let expandedLineCountLimit = 1000

  /// How deep sub-formulas may stand in one another.
  package static let depthLimit = 4

  static let dosagePercents = 0.01...100.0
  static let parts = 0.0...1000.0
  static let dilutions = 0.001...100.0
  static let bergaptenPpm = 0.0...1_000_000.0
  static let nameLengths = 1...200

  /// Reads a formula file.
  ///
  /// - Parameters:
  ///   - fileName: `.json` is read as JSON, `.csv`, `.tsv` and `.txt` as CSV; for any other name
  ///     the first character decides.
  ///   - override: what it says holds instead of what the file says.
  /// - Throws: the first problem met: a field, or a material the catalogue does not know.
  package static func read(
    _ bytes: [UInt8], named fileName: String = "", catalogue: Catalogue,
    product override: FormulaProduct = FormulaProduct()
  ) throws(JSONProblem) -> NamedFormula {
    let start = SourcePosition(line: 1, column: 1)
    guard bytes.count <= byteCountLimit else {
      throw JSONProblem(
        position: start, found: "\(bytes.count) bytes",
        allowed: "a formula of at most \(byteCountLimit) bytes")
    }
    let written =
      isCSV(bytes, named: fileName)
      ? try FormulaCSVReader.read(bytes, catalogue: catalogue)
      : try FormulaJSONReader.read(bytes, catalogue: catalogue)
    guard let category = override.category ?? written.product.category else {
      throw written.missingCategory
    }
    let dosage =
      override.dosagePercent ?? written.product.dosagePercent ?? category.usualDosagePercent
    guard dosagePercents.contains(dosage) else {
      throw JSONProblem(
        position: start, field: "dosagePercent", found: "\(dosage)",
        allowed: "a number from \(dosagePercents.lowerBound) to \(dosagePercents.upperBound)")
    }
    var expansion = FormulaExpansion(catalogue: catalogue)
    return NamedFormula(
      name: written.name,
      formula: Formula(
        product: Product(category: category, dosage: MassFraction(roundingDown: dosage / 100)),
        lines: try expansion.lines(of: written.lines)))
  }

  private static func isCSV(_ bytes: [UInt8], named fileName: String) -> Bool {
    let name = fileName.lowercased()
    if name.hasSuffix(".json") { return false }
    if [".csv", ".tsv", ".txt"].contains(where: name.hasSuffix) { return true }
    let space = Set(" \t\r\n".utf8)
    return bytes.first { !space.contains($0) } != UInt8(ascii: "{")
  }
}

/// A formula as its file writes it, its materials found and nothing expanded yet.
struct WrittenFormula {
  var name: String?
  var product: FormulaProduct
  var lines: [WrittenLine]

  /// The problem to report when neither file nor caller names the category.
  var missingCategory: JSONProblem
}

/// A line as its file writes it.
struct WrittenLine {
  enum Content {
    case material(Material, bergaptenPpm: Double?)
    case formula([WrittenLine])
  }

  var content: Content

  /// Per thousand, as weighed.
  var parts: Double
  var dilutionPercent: Double

  /// What the dilution is made in; nil for dipropylene glycol.
  var solvent: Material?

  /// Percent of the concentrate that is the neat material, where the file says so.
  var neatPercent: Double?
  var position: SourcePosition

  /// The place of the line in messages.
  var field: String

  func problem(found: String, allowed: String) -> JSONProblem {
    JSONProblem(position: position, field: field, found: found, allowed: allowed)
  }
}
