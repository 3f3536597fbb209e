/// The rules a brief's text must keep before anybody tries to understand it.
enum BriefText {
  /// In characters as a reader counts them.
  static let lengths = 1...2000

  /// A character can be made of any number of combining scalars; this bounds their sum.
  static let scalarCountLimit = 8000

  /// What is wrong with a text: what was found and what is allowed.
  struct Finding: Equatable {
    var found: String
    var allowed: String
  }

  /// The first rule the text breaks, or nil when it keeps all.
  static func finding(in text: String) -> Finding? {
    if text.count > lengths.upperBound || text.unicodeScalars.count > scalarCountLimit {
      return Finding(
        found: "\(text.count) characters of \(text.unicodeScalars.count) code points",
        allowed: "1 to \(lengths.upperBound) characters of at most \(scalarCountLimit) code points")
    }
    for (index, scalar) in text.unicodeScalars.enumerated() where isForbidden(scalar) {
      let hex = String(scalar.value, radix: 16, uppercase: true)
      let name = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
      return Finding(
        found: "\(name) at code point \(index + 1)",
        allowed: "no control character but tab, line feed and carriage return")
    }
    guard text.unicodeScalars.contains(where: isWordLike) else {
      return Finding(
        found: "a text without any letter or digit",
        allowed: "at least one letter or digit of any script")
    }
    return nil
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && !["\t", "\n", "\r"].contains(scalar)
  }

  private static func isWordLike(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }
}
