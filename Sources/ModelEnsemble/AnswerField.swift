import Perfumery

/// The fields of a model's answer, in the order in which they are generated.
///
/// Schema and reading are both made from `shape`, so that they cannot disagree.
enum AnswerField: String, CaseIterable {
  case families, notes, moods, seasons
  case timeOfDay = "time_of_day"
  case product
  case wanted, forbidden, strength
  case dosagePercent = "dosage_percent"
  case longevityHours = "longevity_hours"
  case allergenLimitPpm = "allergen_limit_ppm"
  case budgetAmount = "budget_per_kilogram"
  case budgetCurrency = "budget_currency"

  /// What may stand in a field.
  enum Shape {
    /// A list of names with weights, 1 to 100 percent.
    case weights([Vocabulary.Term], most: Int)
    case words([Vocabulary.Term], most: Int)
    /// One word or null.
    case choice([Vocabulary.Term])
    /// A number or null; whole when `isWhole`. A text ending in one of the units is repaired.
    case number(ClosedRange<Double>, isWhole: Bool, units: [String])
  }

  func shape(_ vocabulary: Vocabulary) -> Shape {
    switch self {
    case .families: .weights(Vocabulary.families, most: 8)
    case .notes: .weights(vocabulary.notes, most: 12)
    case .moods: .words(vocabulary.moods, most: 8)
    case .seasons: .words(Vocabulary.seasons, most: 4)
    case .timeOfDay: .choice(Vocabulary.timesOfDay)
    case .product: .choice(Vocabulary.products)
    case .wanted: .words(vocabulary.subjects, most: 8)
    case .forbidden: .words(vocabulary.subjects, most: 16)
    case .strength: .number(0...100, isWhole: true, units: Self.percentUnits)
    case .dosagePercent: .number(0.01...100, isWhole: false, units: Self.percentUnits)
    case .longevityHours:
      .number(1...72, isWhole: true, units: ["h", "hr", "hrs", "hour", "hours", "시간"])
    case .allergenLimitPpm: .number(0...1_000_000, isWhole: true, units: ["ppm"])
    case .budgetAmount:
      .number(1...1_000_000_000, isWhole: true, units: Vocabulary.currencies.flatMap(\.names))
    case .budgetCurrency: .choice(Vocabulary.currencies)
    }
  }

  static let percentUnits = ["%", "percent", "퍼센트"]
}

extension Vocabulary.Term {
  var names: [String] { [id.lowercased()] + aliases }
}

/// Writes the JSON schema of an answer.
///
/// Only what constrained decoders commonly honour is used: every property is required and what may
/// be absent is null, lists are bounded, words are enumerated.
enum AnswerSchemaWriter {
  /// Raised when the meaning of a field changes.
  static let version = 1

  static func text(_ vocabulary: Vocabulary) -> String {
    let properties = AnswerField.allCases.map {
      "\"\($0.rawValue)\":\(text($0.shape(vocabulary)))"
    }
    let names = AnswerField.allCases.map { "\"\($0.rawValue)\"" }
    return object(properties, required: names)
  }

  private static func text(_ shape: AnswerField.Shape) -> String {
    switch shape {
    case .weights(let terms, let most):
      let item = object(
        [
          "\"name\":\(words(terms))",
          "\"weight\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":100}",
        ], required: ["\"name\"", "\"weight\""])
      return list(of: item, most: terms.isEmpty ? 0 : most)
    case .words(let terms, let most):
      return list(of: words(terms), most: terms.isEmpty ? 0 : most)
    case .choice(let terms): return orNull(words(terms))
    case .number(let range, true, _):
      let bounds = "\"minimum\":\(Int(range.lowerBound)),\"maximum\":\(Int(range.upperBound))"
      return orNull("{\"type\":\"integer\",\(bounds)}")
    case .number(_, false, _): return orNull("{\"type\":\"number\"}")
    }
  }

  private static func object(_ properties: [String], required: [String]) -> String {
    "{\"type\":\"object\",\"properties\":{\(properties.joined(separator: ","))},"
      + "\"required\":[\(required.joined(separator: ","))],\"additionalProperties\":false}"
  }

  private static func list(of item: String, most: Int) -> String {
    "{\"type\":\"array\",\"items\":\(item),\"maxItems\":\(most)}"
  }

  private static func orNull(_ schema: String) -> String {
    "{\"anyOf\":[\(schema),{\"type\":\"null\"}]}"
  }

  /// An enumeration cannot be empty; a vocabulary without terms goes with a list of no items.
  private static func words(_ terms: [Vocabulary.Term]) -> String {
    guard !terms.isEmpty else { return "{\"type\":\"string\"}" }
    return "{\"type\":\"string\",\"enum\":[\(terms.map { "\"\($0.id)\"" }.joined(separator: ","))]}"
  }
}
