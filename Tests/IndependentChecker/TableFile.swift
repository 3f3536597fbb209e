import Foundation

/// One row of a table file, by the names of its columns.
struct TableLine {
  let cells: [String: String]

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
}

/// A folder of tables, with the rows of a further amendment.
struct TableFolder {
  let folder: URL
  let amendment: Int
  let added: [String: String]

  /// The rows of a table file.
  func rows(_ name: String) throws -> [TableLine] {
    let text = try String(contentsOf: folder.appending(path: "\(name).tsv"), encoding: .utf8)
    return Self.parse(text) + (added[name + ".tsv"].map(Self.parse) ?? [])
  }

  /// The rows that hold under the amendment: of each key those with the highest number.
  func rows(_ name: String, latestBy key: String) throws -> [TableLine] {
    let all = try rows(name).filter { Int($0.number("set")) <= amendment }
    var newest: [String: Double] = [:]
    for row in all { newest[row[key]] = max(newest[row[key]] ?? 0, row.number("set")) }
    return all.filter { $0.number("set") == newest[$0[key]] }
  }

  private static func parse(_ text: String) -> [TableLine] {
    let lines = text.components(separatedBy: "\n").filter { !$0.isEmpty }
    let header = (lines.first ?? "").components(separatedBy: "\t")
    return lines.dropFirst().map { line in
      TableLine(
        cells: Dictionary(
          uniqueKeysWithValues: zip(header, line.components(separatedBy: "\t"))))
    }
  }
}
