import Glibc

/// Text for people: colour only on terminals, columns that also fit Korean.
enum Terminal {
  /// Whether standard output takes colour: a terminal, and `NO_COLOR` not set (no-color.org).
  static let hasColour = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil

  static func bold(_ text: String) -> String { paint(text, "1") }
  static func dim(_ text: String) -> String { paint(text, "2") }
  static func red(_ text: String) -> String { paint(text, "31") }
  static func green(_ text: String) -> String { paint(text, "32") }

  private static func paint(_ text: String, _ code: String) -> String {
    hasColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// Columns a text takes: two for each character of the East Asian wide blocks (UAX #11).
  static func width(_ text: String) -> Int {
    text.reduce(0) { sum, character in
      guard let scalar = character.unicodeScalars.first else { return sum }
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
        return sum + 2
      default:
        return sum + 1
      }
    }
  }

  enum Alignment { case left, right }

  /// Rows under a header line, each column as wide as its widest cell.
  static func table(
    _ header: [String], _ rows: [[String]], alignment: [Alignment]
  ) -> [String] {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { width($0[column]) }.max() ?? 0 }
    return all.enumerated().map { index, row in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - width(row[column]))
        return alignment[column] == .left ? row[column] + padding : padding + row[column]
      }
      let line = cells.joined(separator: "  ")
      return index == 0 ? dim(line) : line
    }
  }

  /// A number with a fixed count of decimals, without a locale.
  static func decimal(_ number: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (number * scale).rounded()
    guard scaled.magnitude < 1e15 else { return "\(number)" }
    let whole = Int(scaled.magnitude)
    let sign = scaled < 0 ? "-" : ""
    guard places > 0 else { return sign + String(whole) }
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
  }

  static func writeError(_ text: String) {
    let bytes = Array("\(text)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
