import Perfumery

/// What a brief literally says: a language model's figures count only when they stand there.
struct Grounding {
  private let text: String
  let numbers: Set<Double>

  init(_ text: String) {
    self.text = text.lowercased()
    numbers = Self.numbers(in: self.text)
  }

  func contains(_ number: Double) -> Bool { numbers.contains(number) }

  /// Whether the text has one of the names of a term, letter case and hyphens apart.
  func mentions(_ term: Vocabulary.Term) -> Bool {
    term.names.contains {
      !$0.isEmpty && text.contains($0.lowercased().replacing("-", with: " "))
    }
  }

  /// Every number in digits, with and without a multiplier that follows it: `5만` is 5 and 50,000.
  private static func numbers(in text: String) -> Set<Double> {
    var result: Set<Double> = []
    var rest = text[...]
    while let start = rest.firstIndex(where: isDigit) {
      let run = rest[start...].prefix { isDigit($0) || $0 == "," || $0 == "." }
      rest = rest[run.endIndex...]
      let digits = run.trimmingEnd(of: ",.")
      guard let value = Repair.plainNumber(digits) ?? Double(digits.filter { $0 != "," }) else {
        continue
      }
      result.insert(value)
      let after = rest.drop { $0 == " " }
      if let multiplier = multipliers.first(where: { after.hasPrefix($0.word) }) {
        result.insert(value * multiplier.factor)
      }
    }
    return result
  }

  private static let multipliers: [(word: String, factor: Double)] = [
    ("백만", 1_000_000), ("십만", 100_000), ("만", 10_000), ("천", 1_000), ("k", 1_000),
  ]

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }
}

extension Substring {
  fileprivate func trimmingEnd(of characters: String) -> Substring {
    var trimmed = self
    while let last = trimmed.last, characters.contains(last) { trimmed.removeLast() }
    return trimmed
  }
}
