/// A JSON value to be written; equal values give equal bytes.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int)
  /// A finite number; a value that is not finite is written as null.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  /// Canonical text: members sorted by UTF-16 code units, no white space, shortest numbers
  /// (RFC 8785).
  package var canonicalText: String {
    var writer = CanonicalWriter()
    writer.write(self)
    return writer.text
  }

  /// The canonical text as UTF-8.
  package var canonicalBytes: [UInt8] { Array(canonicalText.utf8) }

  /// Text for people: two spaces of indentation, members in canonical order.
  package var indentedText: String {
    var writer = CanonicalWriter(indentation: 2)
    writer.write(self)
    return writer.text
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(nilLiteral: ()) { self = .null }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}
