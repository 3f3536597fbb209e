/// Writes JSON in canonical form (RFC 8785), or indented in the same order.
struct CanonicalWriter {
  private(set) var text = ""
  private let indentation: Int
  private var depth = 0

  init(indentation: Int = 0) {
    self.indentation = indentation
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .int(let number): text += String(number)
    case .number(let number): text += Self.format(number)
    case .string(let string): writeString(string)
    case .array(let items):
      writeSequence(items, open: "[", close: "]") { writer, item in writer.write(item) }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
      writeSequence(sorted, open: "{", close: "}") { writer, member in
        writer.writeString(member.key)
        writer.text += writer.indentation > 0 ? ": " : ":"
        writer.write(member.value)
      }
    }
  }

  private mutating func writeSequence<Item>(
    _ items: [Item], open: String, close: String,
    write: (inout CanonicalWriter, Item) -> Void
  ) {
    text += open
    depth += 1
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      breakLine()
      write(&self, item)
    }
    depth -= 1
    if !items.isEmpty { breakLine() }
    text += close
  }

  private mutating func breakLine() {
    guard indentation > 0 else { return }
    text += "\n" + String(repeating: " ", count: indentation * depth)
  }

  private mutating func writeString(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{8}": text += "\\b"
      case "\u{9}": text += "\\t"
      case "\u{A}": text += "\\n"
      case "\u{C}": text += "\\f"
      case "\u{D}": text += "\\r"
      case "\u{0}"..."\u{1F}":
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// ECMAScript's shortest form of a double (RFC 8785, section 3.2.2.3); null when not finite.
  static func format(_ number: Double) -> String {
    guard number.isFinite else { return "null" }
    if number == 0 { return "0" }
    let sign = number < 0 ? "-" : ""
    let (digits, exponent) = shortestDigits(number.magnitude)
    let count = digits.count
    if exponent >= count && exponent <= 21 {
      return sign + digits + String(repeating: "0", count: exponent - count)
    }
    if exponent > 0 && exponent <= 21 {
      return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
    }
    if exponent > -6 && exponent <= 0 {
      return sign + "0." + String(repeating: "0", count: -exponent) + digits
    }
    let power = exponent - 1
    let mantissa = count == 1 ? digits : "\(digits.prefix(1)).\(digits.dropFirst())"
    return "\(sign)\(mantissa)e\(power < 0 ? "-" : "+")\(abs(power))"
  }

  /// Decimal digits d and exponent n such that the value is 0.d × 10ⁿ.
  ///
  /// They are the fewest that read back to the same double: Swift's `description` guarantees that.
  private static func shortestDigits(_ number: Double) -> (digits: String, exponent: Int) {
    let parts = number.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let whole = mantissa[0]
    let rest = mantissa.count > 1 ? mantissa[1] : ""
    var exponent = whole.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    var digits = whole + rest
    while digits.first == "0" {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.last == "0" { digits.removeLast() }
    return (String(digits), exponent)
  }
}
