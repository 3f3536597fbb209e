/// A text decoded from UTF-8, or the first byte that is none.
enum DecodedText {
  case text(String)
  case invalid(offset: Int)

  init(_ bytes: [UInt8]) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self = .text(text)
    } else {
      self = .invalid(offset: Self.firstInvalidOffset(bytes))
    }
  }

  private static func firstInvalidOffset(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var input = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&input) {
      offset += UTF8.width(scalar)
    }
    return min(offset, bytes.count - 1)
  }
}

/// Where a format's lines end, which decides the line a byte stands on.
enum LineEnds: Sendable {
  /// `\n`, also after `\r`.
  case lineFeed

  /// Those of YAML 1.1 (section 4.1.4), as libyaml counts them.
  case yaml

  /// Line and column, both from 1, of a byte; the bytes before it are valid UTF-8.
  func place(ofOffset offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = String(decoding: bytes.prefix(offset), as: UTF8.self)
    let lines = before.split(omittingEmptySubsequences: false, whereSeparator: isLineEnd)
    return (lines.count, (lines.last?.unicodeScalars.count ?? 0) + 1)
  }

  private func isLineEnd(_ character: Character) -> Bool {
    switch character {
    case "\n", "\r\n": true
    case "\r", "\u{85}", "\u{2028}", "\u{2029}": self == .yaml
    default: false
    }
  }
}

extension SettingsProblem {
  /// The byte at `offset` cannot be decoded.
  static func notUTF8(
    _ bytes: [UInt8], offset: Int, lineEnds: LineEnds, at origin: Origin
  ) -> SettingsProblem {
    var place = origin
    (place.line, place.column) = lineEnds.place(ofOffset: offset, in: bytes)
    let hex = String(bytes[offset], radix: 16, uppercase: true)
    return SettingsProblem(.notUTF8, at: place, found: "the byte 0x\(hex)")
  }
}
