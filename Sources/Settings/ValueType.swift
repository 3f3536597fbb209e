/// How the raw value of a setting becomes a value, what is allowed, and how it is shown again.
///
/// The same rules hold for every source, so that `API_PORT=8000`, `--set api.port=8000` and
/// `port: 8000` mean the same. Numbers are decimal, without signs such as `+`, separators, or
/// leading zeros (which YAML 1.1 would read as octal); flags are `true` and `false` alone (YAML
/// 1.1's `yes`, `on` and their like are refused, since they turn texts such as `no` into flags).
struct ValueType<Value: Sendable>: Sendable {
  /// `flag`, `integer`, `number`, `seconds`, `text`, `choice`, `path`, `url`, `texts` or `secret`.
  let name: String

  /// The words that follow "allowed is".
  let allowed: String
  let read: @Sendable (RawValue) throws(Refusal) -> Value
  let show: @Sendable (Value) -> ShownValue
}

extension ValueType<Bool> {
  static let flag = ValueType(name: "flag", allowed: "true or false") {
    raw throws(Refusal) in
    switch raw {
    case .scalar("true", isPlain: true): return true
    case .scalar("false", isPlain: true): return false
    default: throw .wrongType
    }
  } show: {
    .flag($0)
  }
}

extension ValueType<Int> {
  static func integer(_ range: ClosedRange<Int>) -> Self {
    ValueType(
      name: "integer", allowed: "an integer from \(range.lowerBound) to \(range.upperBound)"
    ) { raw throws(Refusal) in
      let number = try readInteger(raw)
      guard range.contains(number) else { throw .outOfRange }
      return number
    } show: {
      .integer($0)
    }
  }
}

extension ValueType<UInt64> {
  /// 0 to 2⁵³ − 1, the integers that every reader of JSON keeps exact.
  static let seed = ValueType(
    name: "integer", allowed: "an integer from 0 to \(largestExactInteger)"
  ) { raw throws(Refusal) in
    let number = try readInteger(raw)
    guard 0...largestExactInteger ~= number else { throw .outOfRange }
    return UInt64(number)
  } show: {
    .integer(Int(clamping: $0))
  }
}

private let largestExactInteger = (1 << 53) - 1

extension ValueType<Double> {
  static func number(_ range: ClosedRange<Double>) -> Self {
    ValueType(
      name: "number",
      allowed: "a number from \(ShownValue.plain(range.lowerBound)) to "
        + ShownValue.plain(range.upperBound)
    ) { raw throws(Refusal) in
      let number = try readNumber(raw)
      guard range.contains(number) else { throw .outOfRange }
      return number
    } show: {
      .number($0)
    }
  }
}

extension ValueType<Duration> {
  /// Seconds, kept in whole milliseconds.
  static func seconds(_ range: ClosedRange<Double>) -> Self {
    ValueType(
      name: "seconds",
      allowed: "a number of seconds from \(ShownValue.plain(range.lowerBound)) to "
        + ShownValue.plain(range.upperBound)
    ) { raw throws(Refusal) in
      let number = try readNumber(raw)
      guard range.contains(number) else { throw .outOfRange }
      return .milliseconds(Int64((number * 1000).rounded()))
    } show: { duration in
      let (seconds, attoseconds) = duration.components
      return .number(Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1000)
    }
  }
}

extension ValueType {
  /// The type with the empty value (`null` in YAML, an empty text elsewhere) meaning absence.
  static func optional<Wrapped>(_ type: ValueType<Wrapped>) -> Self where Value == Wrapped? {
    ValueType(name: type.name, allowed: "\(type.allowed), or nothing") { raw throws(Refusal) in
      switch raw {
      case .absent, .scalar("", _): return nil
      default: return try type.read(raw)
      }
    } show: { value in
      value.map { type.show($0) } ?? .absent
    }
  }
}

/// A decimal integer of at most 18 digits, so that no sum of ours can overflow.
private func readInteger(_ raw: RawValue) throws(Refusal) -> Int {
  guard case .scalar(let text, isPlain: true) = raw else { throw .wrongType }
  let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
  guard isWhole(digits) else { throw .wrongType }
  guard digits.count <= 18, let number = Int(text) else { throw .outOfRange }
  return number
}

/// `12`, `-0.5` or `1e-3`; what Swift would read beyond that (`nan`, `inf`, `0x1p3`) is refused.
private func readNumber(_ raw: RawValue) throws(Refusal) -> Double {
  guard case .scalar(let text, isPlain: true) = raw else { throw .wrongType }
  var rest = text.utf8[...]
  if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
  let parts = rest.split(
    maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 | 0x20 == 0x65 })
  let mantissa = parts[0].split(
    separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
  guard isWhole(mantissa[0]), mantissa.dropFirst().allSatisfy(isDigits),
    parts.dropFirst().allSatisfy(isExponent), let number = Double(text)
  else { throw .wrongType }
  guard number.isFinite else { throw .outOfRange }
  return number
}

private func isDigits(_ bytes: Substring.UTF8View) -> Bool {
  !bytes.isEmpty && bytes.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
}

private func isWhole(_ bytes: Substring.UTF8View) -> Bool {
  isDigits(bytes) && (bytes.count == 1 || bytes.first != UInt8(ascii: "0"))
}

private func isExponent(_ bytes: Substring.UTF8View) -> Bool {
  let sign = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
  return isDigits(sign ? bytes.dropFirst() : bytes)
}
