import Perfumery
import StrictJSON

/// Reads a formula that a spreadsheet saved as CSV.
///
/// The first record names the columns. Comment lines `# category: EDP`, `# dosage: 20` and
/// `# name: …` speak of the product. Decimal commas are read where the separator is not a comma.
/// An apostrophe before a sign or digit, which keeps spreadsheets from computing a cell, is taken
/// off.
struct FormulaCSVReader {
  private typealias Cell = FormulaCSVText.Cell

  private let catalogue: Catalogue
  private let text: FormulaCSVText
  private var columns: [(column: FormulaCSVColumn, heading: String)] = []

  static func read(
    _ bytes: [UInt8], catalogue: Catalogue
  ) throws(JSONProblem) -> WrittenFormula {
    var reader = FormulaCSVReader(text: try FormulaCSVText(bytes), catalogue: catalogue)
    return try reader.formula()
  }

  private init(text: FormulaCSVText, catalogue: Catalogue) {
    self.text = text
    self.catalogue = catalogue
  }

  private mutating func formula() throws(JSONProblem) -> WrittenFormula {
    let start = SourcePosition(line: 1, column: 1)
    let codes = ProductCategory.allCases.map(\.rawValue).joined(separator: ", ")
    var written = WrittenFormula(
      product: FormulaProduct(), lines: [],
      missingCategory: JSONProblem(
        position: start, field: "category",
        allowed: "a line \"# category: EDP\" before the table, with one of \(codes)"))
    for comment in text.comments { try read(comment, into: &written) }
    guard let header = text.records.first else {
      throw JSONProblem(
        position: start, allowed: "a header line such as \"name,parts,dilution\"")
    }
    try readHeader(header)
    for record in text.records.dropFirst() {
      guard let line = try line(record) else { continue }
      guard written.lines.count < FormulaDocument.lineCountLimit else {
        throw JSONProblem(
          position: line.position, found: "one line more",
          allowed: "at most \(FormulaDocument.lineCountLimit) lines")
      }
      written.lines.append(line)
    }
    guard !written.lines.isEmpty else {
      throw JSONProblem(position: header[0].position, allowed: "lines after the header")
    }
    return written
  }

  private func read(_ comment: Cell, into written: inout WrittenFormula) throws(JSONProblem) {
    let words = comment.text.split(separator: ":", maxSplits: 1)
    guard words.count == 2 else { return }
    let value = String(words[1].drop { $0 == " " })
    switch words[0].lowercased().filter({ $0 != " " }) {
    case "category", "product", "제품", "제품군":
      let code = value.uppercased().split { !$0.isLetter }.joined(separator: "_")
      guard let category = ProductCategory(rawValue: code) else {
        throw JSONProblem(
          position: comment.position, field: "category", found: String(value.prefix(80)),
          allowed: written.missingCategory.allowed)
      }
      written.product.category = category
    case "dosage", "dosagepercent", "부향률", "부향율":
      written.product.dosagePercent = try number(
        Cell(text: value, position: comment.position), heading: "dosage",
        in: FormulaDocument.dosagePercents)
    case "name", "이름":
      guard FormulaDocument.nameLengths.contains(value.count) else {
        throw JSONProblem(
          position: comment.position, field: "name", found: "\(value.count) characters",
          allowed: "1 to \(FormulaDocument.nameLengths.upperBound) characters")
      }
      written.name = value
    default: break
    }
  }

  private mutating func readHeader(_ header: [Cell]) throws(JSONProblem) {
    for cell in header {
      let heading = String(cell.text.prefix(80))
      guard let column = cell.text.isEmpty ? .readOver : FormulaCSVColumn(heading: heading) else {
        throw JSONProblem(
          position: cell.position, field: heading, found: "an unknown column",
          allowed: FormulaCSVColumn.allowed)
      }
      if column != .readOver, columns.contains(where: { $0.column == column }) {
        throw JSONProblem(
          position: cell.position, field: heading, found: "a second such column",
          allowed: "each column once")
      }
      columns.append((column, heading))
    }
    let found = Set(columns.map(\.column))
    if found.isDisjoint(with: [.material, .name, .koreanName, .cas]) {
      throw JSONProblem(
        position: header[0].position, field: "name",
        allowed: "a column material, name or cas in the header")
    }
    if found.isDisjoint(with: [.parts, .percent]) {
      throw JSONProblem(
        position: header[0].position, field: "parts",
        allowed: "a column parts or percent in the header")
    }
  }

  private static let totals: Set<String> = ["total", "sum", "합계", "총계", "계"]

  /// Nil for the sum a spreadsheet writes under its table.
  private func line(_ record: [Cell]) throws(JSONProblem) -> WrittenLine? {
    if let extra = record.dropFirst(columns.count).first(where: { !$0.text.isEmpty }) {
      throw JSONProblem(
        position: extra.position, found: "a cell without a heading",
        allowed: "\(columns.count) cells as in the header")
    }
    var cells: [FormulaCSVColumn: (cell: Cell, heading: String)] = [:]
    for (column, cell) in zip(columns, record) where !cell.text.isEmpty {
      cells[column.column] = (Self.unguarded(cell), column.heading)
    }
    let named = cells[.material] ?? cells[.name] ?? cells[.koreanName]
    if let named, Self.totals.contains(named.cell.text.lowercased()) { return nil }
    func number(
      _ column: FormulaCSVColumn, in range: ClosedRange<Double>
    ) throws(JSONProblem) -> Double? {
      guard let (cell, heading) = cells[column] else { return nil }
      return try self.number(cell, heading: heading, in: range)
    }
    let position = record[0].position
    let field = named?.cell.text.prefix(80) ?? "line"
    let parts = try number(.parts, in: FormulaDocument.parts)
    let percent = try number(.percent, in: 0...100)
    guard let amount = parts ?? percent.map({ $0 * 10 }) else {
      throw JSONProblem(
        position: position, field: String(field), allowed: "a number of parts or percent")
    }
    if let percent, abs(percent * 10 - amount) > 1e-3 * amount + 0.006 {
      throw JSONProblem(
        position: position, field: String(field), found: "\(amount) parts and \(percent) %",
        allowed: "ten times as many parts per thousand as percent")
    }
    var line = WrittenLine(
      content: .formula([]), parts: amount,
      dilutionPercent: try number(.dilution, in: FormulaDocument.dilutions) ?? 100,
      neatPercent: try number(.percentOfConcentrate, in: 0...100),
      position: position, field: String(field))
    if let solvent = cells[.dilutionSolvent] {
      line.solvent = try find(cas: [], grade: nil, name: solvent.cell.text, at: line)
    }
    line.content = .material(
      try material(cells.mapValues(\.cell.text), at: line),
      bergaptenPpm: try number(.bergaptenPpm, in: FormulaDocument.bergaptenPpm))
    return line
  }

  private func material(
    _ cells: [FormulaCSVColumn: String], at line: WrittenLine
  ) throws(JSONProblem) -> Material {
    // A column headed "material" holds ids in our own tables and names in other people's.
    if let id = cells[.material], let found = catalogue.material(MaterialID(rawValue: id)) {
      return found
    }
    let name = cells[.material] ?? cells[.name] ?? cells[.koreanName]
    let numbers = (cells[.cas] ?? "").split { " ;,/|\n".contains($0) }.map(String.init)
    for text in [name, cells[.grade]].compactMap(\.self)
    where !FormulaDocument.nameLengths.contains(text.count) {
      throw line.problem(
        found: "\(text.count) characters",
        allowed: "at most \(FormulaDocument.nameLengths.upperBound) characters")
    }
    guard numbers.count <= 20 else {
      throw line.problem(found: "\(numbers.count) CAS numbers", allowed: "at most 20")
    }
    return try find(cas: numbers, grade: cells[.grade], name: name, at: line)
  }

  private func find(
    cas: [String], grade: String?, name: String?, at line: WrittenLine
  ) throws(JSONProblem) -> Material {
    do throws(CatalogueError) {
      return try catalogue.find(cas: cas, grade: grade, name: name)
    } catch {
      throw line.problem(found: "\(error)", allowed: "a material of the catalogue")
    }
  }

  private static func unguarded(_ cell: Cell) -> Cell {
    guard cell.text.first == "'", let next = cell.text.dropFirst().first,
      "=+-@0123456789".contains(next)
    else { return cell }
    return Cell(text: String(cell.text.dropFirst()), position: cell.position)
  }

  private func number(
    _ cell: Cell, heading: String, in range: ClosedRange<Double>
  ) throws(JSONProblem) -> Double {
    var digits = cell.text.filter { $0 != " " && $0 != "\u{A0}" }
    if digits.last == "%" { digits.removeLast() }
    if text.separator != ",", !digits.contains(".") {
      digits = String(digits.map { $0 == "," ? "." : $0 })
    }
    let isPlain = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    guard isPlain, digits.count <= 40, let value = Double(digits), range.contains(value) else {
      throw JSONProblem(
        position: cell.position, field: heading, found: String(cell.text.prefix(80)),
        allowed: "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
