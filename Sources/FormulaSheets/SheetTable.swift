import Perfumery

/// A table of texts: for a terminal, a spreadsheet or a page.
package struct SheetTable: Sendable, Hashable {
  package var header: [String]

  /// As many cells as the header in each row.
  package var rows: [[String]]

  package init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
  }

  /// CSV that spreadsheets open as it is meant: UTF-8 with byte order mark, CRLF, RFC 4180 quotes.
  ///
  /// A cell that a spreadsheet would compute, one that begins with = + - @ without being a number,
  /// gets an apostrophe before it; so does a CAS number that it would take for a day, as 60-12-8.
  ///
  /// - Parameter comments: lines put before the table, each after a number sign.
  package func csv(comments: [String] = []) -> String {
    var text = "\u{FEFF}"
    for comment in comments {
      // Line feeds would end the comment, and quotes its cell.
      let plain = comment.map { $0.isNewline ? " " : $0 == "\"" ? "'" : $0 }
      text += "\"# \(String(plain))\"\r\n"
    }
    for row in [header] + rows { text += row.map(Self.cell).joined(separator: ",") + "\r\n" }
    return text
  }

  private static func cell(_ text: String) -> String {
    let guarded = isComputed(text) || isDayLike(text) ? "'" + text : text
    // Scalars, since a comma or quote may carry a combining mark.
    let needsQuotes = guarded.unicodeScalars.contains { ",;\"\n\r\t".unicodeScalars.contains($0) }
    let isPadded = guarded.first == " " || guarded.last == " " || guarded.first == "#"
    guard needsQuotes || isPadded else { return guarded }
    var quoted = "\""
    for scalar in guarded.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  private static func isComputed(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
      return false
    }
    let isNumber = first == "-" && Double(text) != nil && text.utf8.allSatisfy { $0 < 0x3A }
    return !isNumber
  }
}

extension SheetTable {
  /// Whether a text is a CAS number that reads as year-month-day or month-day-year.
  private static func isDayLike(_ text: String) -> Bool {
    guard CASNumber.isValid(text) else { return false }
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return (1...12).contains(parts[1]) || (parts[0] <= 12 && (1...31).contains(parts[1]))
  }
}

extension Double {
  /// In decimal notation, rounded to a place, without zeros at the end; at most 1e12 in size.
  func text(places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let units = Int((Swift.min(1e12, magnitude) * Double(scale)).rounded())
    var text = String(units / scale)
    if units % scale > 0 {
      var digits = String(units % scale)
      digits = String(repeating: "0", count: places - digits.count) + digits
      while digits.last == "0" { digits.removeLast() }
      text += "." + digits
    }
    return self < 0 && units > 0 ? "-" + text : text
  }
}
