/// What a source says about a setting, before its type is known.
enum RawValue: Sendable, Hashable {
  /// YAML's empty value, `null` or `~`.
  case absent

  /// `isPlain` is false for a quoted or block text of YAML, which is never a number or a flag.
  case scalar(String, isPlain: Bool)
  case list([RawValue])
  case section

  /// How a message shows it: texts quoted, cut to 60 characters, control characters by their
  /// number.
  var shown: String {
    switch self {
    case .absent: "nothing"
    case .scalar(let text, let isPlain): isPlain ? Self.quote(text) : "the text \(Self.quote(text))"
    case .list: "a list"
    case .section: "a section"
    }
  }

  static func quote(_ text: String) -> String {
    var shown = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == 60 {
        shown += "…"
        break
      }
      if scalar.isControl {
        shown += "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return "\"\(shown)\""
  }
}

/// Why a type does not take a raw value.
enum Refusal: Error { case wrongType, outOfRange }

/// A value as `config show` prints it and as JSON carries it.
package enum ShownValue: Sendable, Hashable {
  case flag(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([String])
  case absent

  /// A secret, set or not: which of the two is seen by its origin.
  case secret
}

extension ShownValue: CustomStringConvertible {
  package var description: String {
    switch self {
    case .flag(let value): String(value)
    case .integer(let value): String(value)
    case .number(let value): Self.plain(value)
    case .text(let value): value.isEmpty ? "\"\"" : value
    case .list(let values): values.joined(separator: ",")
    case .absent: "-"
    case .secret: Secret.mask
    }
  }

  /// The shortest text that reads back to the same number, without `.0` behind a whole one.
  static func plain(_ number: Double) -> String {
    let text = String(number)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Unicode.Scalar {
  /// C0, DEL, C1, line and paragraph separators, and the replacement of undecodable bytes.
  var isControl: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFFFD: true
    default: false
    }
  }
}
