import StrictJSON

/// The records and comment lines of a CSV text, each cell with its place.
///
/// As RFC 4180 writes it and spreadsheets save it: a byte order mark is dropped, lines end in CR,
/// LF or both, and the separator is the one of comma, semicolon and tab that the header has most
/// of. A line whose first character is `#` is a comment. Records of empty cells are left out.
struct FormulaCSVText {
  struct Cell {
    var text: String
    var position: SourcePosition
  }

  /// Most characters of a cell.
  private static let cellLengthLimit = 2000
  private static let cellCountLimit = 100
  private static let recordCountLimit = 1000

  private(set) var separator: Unicode.Scalar = ","
  private(set) var records: [[Cell]] = []

  /// Without the number sign and the separators a spreadsheet hangs on.
  private(set) var comments: [Cell] = []

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var lineStart = 0

  init(_ bytes: [UInt8]) throws(JSONProblem) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JSONProblem(
        position: SourcePosition(line: 1, column: 1), found: "bytes that are not UTF-8",
        allowed: "text in UTF-8; a spreadsheet calls it \"CSV UTF-8\"")
    }
    scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { skipMark() }
    separator = findSeparator()
    while index < scalars.count {
      if let comment = readComment() {
        comments.append(comment)
        continue
      }
      let record = try readRecord()
      guard record.contains(where: { !$0.text.isEmpty }) else { continue }
      records.append(record)
      guard records.count <= Self.recordCountLimit else {
        throw problem(found: "more lines", allowed: "at most \(Self.recordCountLimit) lines")
      }
    }
  }

  private mutating func skipMark() {
    index = 1
    lineStart = 1
  }

  private var here: SourcePosition {
    SourcePosition(line: line, column: index - lineStart + 1)
  }

  private func problem(found: String, allowed: String) -> JSONProblem {
    JSONProblem(position: here, found: found, allowed: allowed)
  }

  private static func isNewline(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r"
  }

  /// Whether a comment begins here, bare or as a quoted cell.
  private func commentStart(at start: Int) -> Int? {
    var place = start
    while place < scalars.count, scalars[place] == " " { place += 1 }
    if place < scalars.count, scalars[place] == "\"" { place += 1 }
    return place < scalars.count && scalars[place] == "#" ? place : nil
  }

  private func lineEnd(from start: Int) -> Int {
    scalars[start...].firstIndex(where: Self.isNewline) ?? scalars.count
  }

  /// The separator of the first line that is neither empty nor a comment.
  private func findSeparator() -> Unicode.Scalar {
    var start = index
    while start < scalars.count {
      let end = lineEnd(from: start)
      if end > start, commentStart(at: start) == nil {
        var counts: [Int] = [0, 0, 0]
        var isQuoted = false
        for scalar in scalars[start..<end] {
          if scalar == "\"" { isQuoted.toggle() }
          if !isQuoted, let place = Self.separators.firstIndex(of: scalar) { counts[place] += 1 }
        }
        let most = counts.max() ?? 0
        return Self.separators[counts.firstIndex(of: most) ?? 0]
      }
      start = end + 1
    }
    return ","
  }

  private static let separators: [Unicode.Scalar] = [",", ";", "\t"]

  private mutating func readComment() -> Cell? {
    guard let start = commentStart(at: index) else { return nil }
    let position = here
    let end = lineEnd(from: start)
    var text = scalars[(start + 1)..<end]
    let dropped: Set<Unicode.Scalar> = [",", ";", "\t", " ", "\""]
    while let last = text.last, dropped.contains(last) { text.removeLast() }
    while text.first == " " || text.first == "#" { text.removeFirst() }
    index = end
    endLine()
    return Cell(text: Self.string(text), position: position)
  }

  private mutating func endLine() {
    guard index < scalars.count else { return }
    if scalars[index] == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { index += 1 }
    index += 1
    line += 1
    lineStart = index
  }

  private mutating func readRecord() throws(JSONProblem) -> [Cell] {
    var cells: [Cell] = []
    while true {
      cells.append(try readCell())
      guard cells.count <= Self.cellCountLimit else {
        throw problem(found: "more cells", allowed: "at most \(Self.cellCountLimit) cells a line")
      }
      guard index < scalars.count, scalars[index] == separator else { break }
      index += 1
    }
    endLine()
    return cells
  }

  private mutating func readCell() throws(JSONProblem) -> Cell {
    while index < scalars.count, scalars[index] == " " { index += 1 }
    let position = here
    if index < scalars.count, scalars[index] == "\"" {
      return Cell(text: try readQuoted(), position: position)
    }
    let start = index
    while index < scalars.count, scalars[index] != separator, !Self.isNewline(scalars[index]) {
      index += 1
    }
    var text = scalars[start..<index]
    while let last = text.last, last.properties.isWhitespace { text.removeLast() }
    return Cell(text: try bounded(text, at: position), position: position)
  }

  private mutating func readQuoted() throws(JSONProblem) -> String {
    let opening = here
    index += 1
    var text: [Unicode.Scalar] = []
    while true {
      guard index < scalars.count else {
        throw JSONProblem(
          position: opening, found: "a quote that is never closed", allowed: "a closing quote")
      }
      let scalar = scalars[index]
      if scalar == "\"" {
        guard index + 1 < scalars.count, scalars[index + 1] == "\"" else { break }
        index += 1
      }
      if Self.isNewline(scalar) {
        text.append("\n")
        endLine()
      } else {
        text.append(scalar)
        index += 1
      }
    }
    index += 1
    while index < scalars.count, scalars[index] == " " { index += 1 }
    if index < scalars.count, scalars[index] != separator, !Self.isNewline(scalars[index]) {
      throw problem(found: "text after a closing quote", allowed: "a separator or a new line")
    }
    return try bounded(text[...], at: opening)
  }

  private func bounded(
    _ text: ArraySlice<Unicode.Scalar>, at position: SourcePosition
  ) throws(JSONProblem) -> String {
    guard text.count <= Self.cellLengthLimit else {
      throw JSONProblem(
        position: position, found: "a cell of \(text.count) characters",
        allowed: "at most \(Self.cellLengthLimit) characters")
    }
    return Self.string(text)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
