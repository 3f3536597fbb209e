import HTTPTypes

/// What a client's headers ask for.
enum Negotiation {
  /// Whether the stored zstd bytes are the best answer to an `Accept-Encoding` (RFC 9110, 12.5.3).
  ///
  /// zstd must be named (or covered by `*`) with a weight above 0 that is not below the weight
  /// given to `identity`; an identity nobody named is the last resort.
  static func prefersZstd(_ acceptEncoding: String?) -> Bool {
    guard let acceptEncoding else { return false }
    var weights: [String: Double] = [:]
    for item in acceptEncoding.split(separator: ",") {
      let parts = item.split(separator: ";").map { trim($0).lowercased() }
      guard let coding = parts.first else { continue }
      weights[coding] = weight(parts.dropFirst())
    }
    let zstd = weights["zstd"] ?? weights["*"] ?? 0
    return zstd > 0 && zstd >= weights["identity"] ?? 0
  }

  /// The seconds of a `Prefer: wait=N` (RFC 7240); nil when absent or not a whole number.
  static func waitSeconds(_ prefer: [String]) -> Int? {
    for preference in prefer.flatMap({ $0.split(separator: ",") }) {
      let token = preference.split(separator: ";").first.map { trim($0) } ?? ""
      let sides = token.split(separator: "=", maxSplits: 1).map { trim($0) }
      guard sides.count == 2, sides[0].lowercased() == "wait" else { continue }
      let digits = sides[1].filter { $0 != "\"" }
      guard !digits.isEmpty, digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
      // More digits than fit are a long wait like any other; the bound is applied by the caller.
      return Int(digits) ?? Int.max
    }
    return nil
  }

  /// Whether an `If-None-Match` names one of the tags, by weak comparison (RFC 9110, 13.1.2).
  static func isMatch(_ ifNoneMatch: [String], tags: [String]) -> Bool {
    ifNoneMatch.flatMap { $0.split(separator: ",") }.contains { item in
      let candidate = trim(item)
      let tag = candidate.hasPrefix("W/") ? String(candidate.dropFirst(2)) : candidate
      return tag == "*" || tags.contains(tag)
    }
  }

  /// Whether a `Content-Type` is JSON in UTF-8.
  static func isJSON(_ contentType: String?) -> Bool {
    let parts = (contentType ?? "").split(separator: ";").map { trim($0).lowercased() }
    guard parts.first == "application/json" else { return false }
    return parts.dropFirst().allSatisfy { parameter in
      !parameter.hasPrefix("charset=")
        || ["charset=utf-8", "charset=\"utf-8\""].contains(parameter)
    }
  }

  /// The smallest weight wins over none: a weight that cannot be read counts as 0.
  private static func weight(_ parameters: ArraySlice<String>) -> Double {
    for parameter in parameters where parameter.hasPrefix("q=") {
      let number = Double(parameter.dropFirst(2)) ?? 0
      return (0...1).contains(number) ? number : 0
    }
    return 1
  }

  private static func trim(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}

extension HTTPFields {
  /// A field by its name, for the names that have no constant.
  subscript(named name: String) -> String? {
    get { HTTPField.Name(name).flatMap { self[$0] } }
    set {
      if let name = HTTPField.Name(name) { self[name] = newValue }
    }
  }

  /// All values of a field by its name.
  func values(named name: String) -> [String] {
    HTTPField.Name(name).map { self[values: $0] } ?? []
  }
}
