/// A strict JSON reader (RFC 8259) for texts from outside.
///
/// Refused with line and column: anything after the value, duplicate names, lone surrogates,
/// invalid UTF-8, raw control characters, a byte order mark, more depth than allowed. The size is
/// bounded by the caller, who holds the bytes.
package struct JSONParser {
  /// Deepest nesting of lists and objects that is read.
  package static let depthLimit = 64

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  /// Start of the part of the line that `column` does not count yet.
  private var counted = 0
  private var column = 1
  private var depth = 0

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads one JSON text.
  ///
  /// - Throws: the first problem met, with its place.
  package static func parse(_ bytes: [UInt8]) throws(JSONProblem) -> JSONNode {
    var parser = JSONParser(bytes: bytes)
    try parser.refuseInvalidText()
    let node = try parser.readValue()
    parser.skipSpace()
    guard parser.index == bytes.count else {
      throw parser.problem(allowed: "nothing after the end of the JSON value")
    }
    return node
  }

  /// UTF-8 is checked once for the whole text, so that strings can be cut out without checking.
  private mutating func refuseInvalidText() throws(JSONProblem) {
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    while case .valid(let character) = parser.parseScalar(from: &iterator) {
      index += character.count
      if character.first == 0x0A {
        line += 1
        counted = index
      }
    }
    throw problem(allowed: "text in valid UTF-8")
  }

  private mutating func readValue() throws(JSONProblem) -> JSONNode {
    skipSpace()
    let start = here()
    guard index < bytes.count else { throw problem(allowed: "a JSON value") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return JSONNode(content: try readObject(), position: start)
    case UInt8(ascii: "["): return JSONNode(content: try readArray(), position: start)
    case UInt8(ascii: "\""): return JSONNode(content: .string(try readString()), position: start)
    case UInt8(ascii: "t"):
      return JSONNode(content: try readWord("true", .bool(true)), position: start)
    case UInt8(ascii: "f"):
      return JSONNode(content: try readWord("false", .bool(false)), position: start)
    case UInt8(ascii: "n"): return JSONNode(content: try readWord("null", .null), position: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return JSONNode(content: try readNumber(), position: start)
    default: throw problem(allowed: "a JSON value")
    }
  }

  private mutating func readObject() throws(JSONProblem) -> JSONNode.Content {
    try enter()
    var members: [JSONNode.Member] = []
    var names: Set<String> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return leave(.object([])) }
    repeat {
      skipSpace()
      let start = here()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw problem(allowed: "a member name in double quotes")
      }
      let name = try readString()
      guard names.insert(name).inserted else {
        throw JSONProblem(
          position: start, field: "", found: "a second \"\(name)\"", allowed: "each name once")
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw problem(allowed: "a colon") }
      members.append(JSONNode.Member(name: name, position: start, value: try readValue()))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw problem(allowed: "a comma or }") }
    return leave(.object(members))
  }

  private mutating func readArray() throws(JSONProblem) -> JSONNode.Content {
    try enter()
    var items: [JSONNode] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return leave(.array([])) }
    repeat {
      items.append(try readValue())
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw problem(allowed: "a comma or ]") }
    return leave(.array(items))
  }

  private mutating func readWord(
    _ word: StaticString, _ content: JSONNode.Content
  ) throws(JSONProblem) -> JSONNode.Content {
    let expected = Array(word.description.utf8)
    guard bytes[index...].starts(with: expected) else {
      throw problem(allowed: "true, false, null, a number, a text, a list or an object")
    }
    index += expected.count
    return content
  }

  private mutating func readNumber() throws(JSONProblem) -> JSONNode.Content {
    let start = index
    _ = take(UInt8(ascii: "-"))
    let whole = takeDigits()
    let leadingZero = whole > 1 && bytes[index - whole] == UInt8(ascii: "0")
    guard whole > 0, !leadingZero else { throw problem(allowed: "a JSON number") }
    if take(UInt8(ascii: ".")) {
      guard takeDigits() > 0 else { throw problem(allowed: "digits after the decimal point") }
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard takeDigits() > 0 else { throw problem(allowed: "digits in the exponent") }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let number = Double(text), number.isFinite else {
      throw problem(allowed: "a number of at most 1.7e308")
    }
    return .number(number, text: text)
  }

  private mutating func readString() throws(JSONProblem) -> String {
    index += 1
    var content: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        content.append(contentsOf: try readEscape().utf8)
      case 0..<0x20:
        throw problem(allowed: "no raw control character inside a text")
      default:
        content.append(byte)
        index += 1
      }
    }
    throw problem(allowed: "a closing quote")
  }

  private mutating func readEscape() throws(JSONProblem) -> String {
    index += 1
    guard index < bytes.count else { throw problem(allowed: "an escape sequence") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try readUnicodeEscape()
    default:
      index -= 1
      throw problem(allowed: "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
    }
  }

  private mutating func readUnicodeEscape() throws(JSONProblem) -> String {
    let first = try readHex()
    guard (0xD800...0xDFFF).contains(first) else {
      return Unicode.Scalar(first).map { String(Character($0)) } ?? ""
    }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw problem(allowed: "a surrogate pair, not one half of it")
    }
    let second = try readHex()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw problem(allowed: "a surrogate pair, not one half of it") }
    return String(Character(scalar))
  }

  private mutating func readHex() throws(JSONProblem) -> UInt32 {
    let end = index + 4
    guard end <= bytes.count,
      bytes[index..<end].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: bytes[index..<end], as: UTF8.self), radix: 16)
    else { throw problem(allowed: "four hexadecimal digits after \\u") }
    index = end
    return value
  }

  private mutating func enter() throws(JSONProblem) {
    index += 1
    depth += 1
    guard depth <= Self.depthLimit else {
      throw problem(allowed: "at most \(Self.depthLimit) levels of nesting")
    }
  }

  private mutating func leave(_ content: JSONNode.Content) -> JSONNode.Content {
    depth -= 1
    return content
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func takeDigits() -> Int {
    let start = index
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      index += 1
    }
    return index - start
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x0A:
        index += 1
        line += 1
        counted = index
        column = 1
      case 0x20, 0x09, 0x0D: index += 1
      default: return
      }
    }
  }

  /// Columns count the bytes that begin a character. Each byte is counted once, so that a long line
  /// with many values stays linear.
  private mutating func here() -> SourcePosition {
    let end = min(index, bytes.count)
    column += bytes[counted..<end].count { $0 & 0xC0 != 0x80 }
    counted = end
    return SourcePosition(line: line, column: column)
  }

  private mutating func problem(allowed: String) -> JSONProblem {
    var found: String?
    if index < bytes.count {
      let byte = bytes[index]
      let printable = (0x21...0x7E).contains(byte)
      found =
        printable
        ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16))"
    } else {
      found = "the end of the text"
    }
    return JSONProblem(position: here(), found: found, allowed: allowed)
  }
}
