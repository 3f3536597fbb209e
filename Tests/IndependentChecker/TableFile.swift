import Foundation

/// One row of a table file, by the names of its columns.
struct TableLine {
  private let cells: [String: String]

  /// The cell; a column the table does not have is a mistake of the checker.
  subscript(column: String) -> String {
    guard let cell = cells[column] else { preconditionFailure("no column \(column)") }
    return cell
  }

  func list(_ column: String, _ separator: String = ";") -> [String] {
    self[column].components(separatedBy: separator).filter { !$0.isEmpty }
  }

  func number(_ column: String) -> Double { Self.number(self[column]) }

  static func number(_ text: String) -> Double {
    guard let value = Double(text) else { preconditionFailure("\"\(text)\" is not a number") }
    return value
  }

  /// The rows of a table file.
  static func read(_ name: String, in folder: URL) throws -> [TableLine] {
    let text = try String(contentsOf: folder.appending(path: "\(name).tsv"), encoding: .utf8)
    let lines = text.components(separatedBy: "\n").filter { !$0.isEmpty }
    let header = (lines.first ?? "").components(separatedBy: "\t")
    return lines.dropFirst().map { line in
      TableLine(
        cells: Dictionary(
          uniqueKeysWithValues: zip(header, line.components(separatedBy: "\t"))))
    }
  }
}
