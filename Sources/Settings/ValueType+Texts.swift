extension ValueType<String> {
  /// A text on one line of 1 to `limit` characters.
  static func text(limit: Int) -> Self {
    ValueType(name: "text", allowed: "a text of 1 to \(limit) characters on one line") {
      raw throws(Refusal) in
      try readText(raw, limit: limit)
    } show: {
      .text($0)
    }
  }

  /// A host name or a literal address, without port.
  static let host = ValueType(name: "text", allowed: "a host name or an address, without port") {
    raw throws(Refusal) in
    let text = try readText(raw, limit: 253)
    guard text.utf8.allSatisfy(isHostByte) else { throw .wrongType }
    return text
  } show: {
    .text($0)
  }

  /// A path of a file or a folder; a relative one counts from the home folder.
  static let path = ValueType(name: "path", allowed: "a path of 1 to 4096 characters") {
    raw throws(Refusal) in
    try readText(raw, limit: 4096)
  } show: {
    .text($0)
  }

  /// `http` or `https` with a host, an optional port and an optional path.
  ///
  /// A user name, a query or a fragment is refused: that is where keys get written, and an address
  /// is shown in reports.
  static let address = ValueType(
    name: "url", allowed: "an http or https URL without user, query and fragment"
  ) { raw throws(Refusal) in
    let text = try readText(raw, limit: 2048)
    guard isWebAddress(text) else { throw .wrongType }
    return text
  } show: {
    .text($0)
  }
}

extension ValueType<[String]> {
  /// A list in YAML, a text with commas elsewhere; at most 64 texts of at most 200 characters.
  static let texts = ValueType(
    name: "texts", allowed: "a list of at most 64 texts, in a variable with commas between"
  ) { raw throws(Refusal) in
    let items: [RawValue]
    switch raw {
    case .list(let values): items = values
    case .scalar(let text, _):
      items = text.split(separator: ",").map { .scalar(trimmed($0), isPlain: true) }
    case .absent, .section: throw .wrongType
    }
    guard items.count <= 64 else { throw .outOfRange }
    var texts: [String] = []
    for item in items { texts.append(try readText(item, limit: 200)) }
    return texts
  } show: {
    .list($0)
  }
}

extension ValueType<Secret?> {
  /// 1 to 4096 characters on one line; empty means none.
  static let secret = ValueType(
    name: "secret", allowed: "a text of 1 to 4096 characters on one line, or nothing"
  ) { raw throws(Refusal) in
    switch raw {
    case .absent, .scalar("", _): return nil
    default: return Secret(try readText(raw, limit: 4096))
    }
  } show: { _ in
    .secret
  }
}

extension ValueType where Value: RawRepresentable<String> & CaseIterable {
  /// One of the cases, in upper or lower case.
  static var choice: Self {
    ValueType(
      name: "choice", allowed: Value.allCases.map(\.rawValue).joined(separator: ", ")
    ) { raw throws(Refusal) in
      guard case .scalar(let text, _) = raw,
        let match = Value.allCases.first(where: {
          $0.rawValue.lowercased() == text.lowercased()
        })
      else { throw .wrongType }
      return match
    } show: {
      .text($0.rawValue)
    }
  }
}

private func readText(_ raw: RawValue, limit: Int) throws(Refusal) -> String {
  guard case .scalar(let text, _) = raw, !text.isEmpty,
    !text.unicodeScalars.contains(where: \.isControl)
  else { throw .wrongType }
  guard text.unicodeScalars.count <= limit else { throw .outOfRange }
  return text
}

private func trimmed(_ text: Substring) -> String {
  String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}

private func isHostByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
    UInt8(ascii: "_"), UInt8(ascii: ":"):
    true
  default: false
  }
}

private func isWebAddress(_ text: String) -> Bool {
  guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else {
    return false
  }
  let rest = text.dropFirst(scheme.count)
  guard rest.utf8.allSatisfy({ 0x21...0x7E ~= $0 }),
    !rest.contains(where: { "@?#\"<>\\^`{|}".contains($0) })
  else { return false }
  let authority = rest.prefix { $0 != "/" }
  if authority.hasPrefix("[") { return isBracketedAuthority(authority) }
  let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
  guard parts.count <= 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy(isHostByte) else {
    return false
  }
  return parts.count == 1 || isPort(parts[1])
}

/// `[::1]` or `[::1]:8080`.
private func isBracketedAuthority(_ authority: Substring) -> Bool {
  guard let end = authority.firstIndex(of: "]") else { return false }
  let host = authority[..<end].dropFirst()
  let rest = authority[authority.index(after: end)...]
  guard host.contains(":"), host.utf8.allSatisfy(isHostByte) else { return false }
  return rest.isEmpty || (rest.hasPrefix(":") && isPort(rest.dropFirst()))
}

private func isPort(_ text: Substring) -> Bool {
  text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    && (Int(text).map { 1...65535 ~= $0 } ?? false)
}
