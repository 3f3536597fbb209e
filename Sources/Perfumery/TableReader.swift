package import PerfumeryTables

/// The rows of a tab-separated table with a header line.
///
/// Every row has as many cells as the header; empty cells are empty strings. Lines count from 1,
/// the header being line 1. A line feed ends each line.
package struct TableReader: Sendable {
  /// The name of the table in errors.
  package let name: String

  /// All lines but the header, in their order.
  package let rows: [TableRow]

  /// Reads a table that was compiled into the program.
  ///
  /// - Throws: `malformedTable` when the bytes are not UTF-8 or not a table with these columns.
  package init(
    name: String, embedded: embedded_table, columns: [String]
  ) throws(CatalogueError) {
    let bytes = UnsafeBufferPointer(start: embedded.bytes, count: embedded.count)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .malformedTable(table: name, line: 1, problem: "the bytes are not UTF-8")
    }
    try self.init(name: name, text: text, columns: columns)
  }

  /// Reads a table whose header must be exactly `columns`.
  ///
  /// - Throws: `malformedTable` with the line of the first row that breaks the form.
  package init(name: String, text: String, columns: [String]) throws(CatalogueError) {
    self.name = name
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard let header = lines.first, Self.cells(header) == columns else {
      throw .malformedTable(
        table: name, line: 1, problem: "the header is not \(columns.joined(separator: ", "))")
    }
    let places = Dictionary(
      columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var rows: [TableRow] = []
    rows.reserveCapacity(lines.count)
    for (index, line) in lines.enumerated().dropFirst() {
      let cells = Self.cells(line)
      guard cells.count == columns.count else {
        throw .malformedTable(
          table: name, line: index + 1,
          problem: "\(cells.count) cells instead of \(columns.count)")
      }
      rows.append(TableRow(table: name, line: index + 1, cells: cells, places: places))
    }
    self.rows = rows
  }

  private static func cells(_ line: Substring.UTF8View) -> [String] {
    line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
  }
}

/// One row of a table, with the place it was read from.
package struct TableRow: Sendable {
  /// The name of its table in errors.
  package let table: String

  /// From 1, the header being line 1.
  package let line: Int

  fileprivate let cells: [String]
  fileprivate let places: [String: Int]

  /// The cell of a column of the table; the empty string for a column the table does not have.
  package subscript(column: String) -> String {
    places[column].map { cells[$0] } ?? ""
  }

  /// The cell, or nil when it is empty.
  package func optional(_ column: String) -> String? {
    let cell = self[column]
    return cell.isEmpty ? nil : cell
  }

  /// The cell, which must not be empty.
  ///
  /// - Throws: `malformedTable` naming this row's line.
  package func required(_ column: String) throws(CatalogueError) -> String {
    let cell = self[column]
    if cell.isEmpty { throw problem("\(column) is empty") }
    return cell
  }

  /// The parts of the cell between separators, without empty ones.
  package func list(_ column: String, separator: Character = ";") -> [String] {
    self[column].split(separator: separator).map(String.init)
  }

  /// The cell as a finite number.
  ///
  /// - Throws: `malformedTable` naming this row's line.
  package func number(_ column: String) throws(CatalogueError) -> Double {
    guard let value = Double(self[column]), value.isFinite else {
      throw problem("\(column) is \"\(self[column])\", not a number")
    }
    return value
  }

  /// The error that this row breaks the table's form.
  package func problem(_ text: String) -> CatalogueError {
    .malformedTable(table: table, line: line, problem: text)
  }
}
