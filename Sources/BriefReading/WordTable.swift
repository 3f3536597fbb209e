import BriefLexicon

/// A table of words as it is embedded in the program.
///
/// The first column says what a row means; each of the last two holds forms separated by commas, in
/// English and in Korean, with `-` for none. Lines that begin with `#` are comments.
struct WordTable {
  struct Row {
    /// From 1, the header being line 1.
    var line: Int
    var columns: [Substring]

    /// The forms of the two languages, in the order of the row.
    var forms: [Substring] { columns.suffix(2).flatMap(WordTable.list) }
  }

  let name: String
  let rows: [Row]

  /// - Throws: `LexiconError.columns` at the first row that does not fit the header.
  init(name: String, _ table: lexicon_table) throws(LexiconError) {
    self.name = name
    let bytes = UnsafeBufferPointer(start: table.bytes, count: table.count)
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let width = lines.first.map { Self.columns($0).count } ?? 0
    var rows: [Row] = []
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && line.first != "#" {
      let columns = Self.columns(line)
      guard columns.count == width else {
        throw LexiconError.columns(
          table: name, line: index + 1, found: columns.count, expected: width)
      }
      rows.append(Row(line: index + 1, columns: columns))
    }
    self.rows = rows
  }

  static func columns(_ line: Substring) -> [Substring] {
    line.split(separator: "\t", omittingEmptySubsequences: false)
  }

  /// The forms of a cell.
  static func list(_ cell: Substring) -> [Substring] {
    guard cell != "-" else { return [] }
    return cell.split(separator: ",").map(trimmed).filter { !$0.isEmpty }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return start[start.endIndex...] }
    return start[...last]
  }
}
