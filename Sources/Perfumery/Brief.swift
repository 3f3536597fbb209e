/// A value read out of a brief, with how sure the reader is and the words that said so.
package struct Reading<Value: Sendable & Hashable>: Sendable, Hashable {
  package var value: Value

  /// 0 (a guess) ... 1 (said literally).
  package var confidence: Double

  /// The words of the brief that set the value, as they were written; empty for a default.
  package var because: [String]

  package init(_ value: Value, confidence: Double, because: [String]) {
    self.value = value
    self.confidence = confidence
    self.because = because
  }
}

/// The language a brief is written in; any Hangul makes it Korean.
package enum BriefLanguage: String, Sendable { case korean = "ko", english = "en" }

/// A season of the northern year.
package enum Season: String, CaseIterable, Sendable { case spring, summer, autumn, winter }

/// When a scent is to be worn.
package enum TimeOfDay: String, CaseIterable, Sendable { case day, evening, night }

/// The name of a scent note such as `rose` or `bergamot`: the `id` of a row of the note table.
package struct NoteName: RawRepresentable, Sendable, Hashable, Comparable {
  package var rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static func < (left: NoteName, right: NoteName) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Something a brief asks for or rules out: a family, a note, or one material.
package enum Subject: Sendable, Hashable {
  case family(Family)
  case note(NoteName)
  case material(MaterialID)

  /// `family`, `note` or `material`.
  package var kind: String {
    switch self {
    case .family: "family"
    case .note: "note"
    case .material: "material"
    }
  }

  package var name: String {
    switch self {
    case .family(let family): family.rawValue
    case .note(let note): note.rawValue
    case .material(let material): material.rawValue
    }
  }
}

/// A creative brief in structured form: what every later stage works from.
///
/// Nothing here is a number of the formula: a brief says what is wished, the composer decides
/// doses.
package struct Brief: Sendable, Equatable {
  package var language: BriefLanguage

  /// How much of each family is wished, 0...1. A family that is ruled out has the value 0; a family
  /// nobody mentioned is absent.
  package var families: [Family: Reading<Double>] = [:]

  /// Notes wished for, with their weight 0...1, in the order of the text.
  package var notes: [NoteName: Reading<Double>] = [:]

  /// Mood words, as the identifiers of the reader's mood list.
  package var moods: [Reading<String>] = []

  /// Seasons, surest first.
  package var seasons: [Reading<Season>] = []
  package var timeOfDay: Reading<TimeOfDay>?

  package var category: Reading<ProductCategory>

  /// Share of concentrate in the finished product, in percent.
  package var dosagePercent: Reading<Double>

  /// Most that one kilogram of concentrate may cost.
  package var budgetPerKilogram: Reading<Money>?

  /// Hours the scent should last on skin.
  package var longevityHours: Reading<Double>?

  /// 0 (barely there) ... 1 (very strong); absent when the brief says nothing.
  package var strength: Reading<Double>?

  /// Most that all declarable allergens together may make up of the finished product, in ppm.
  package var allergenLimitPpm: Reading<Double>?

  /// What must be in the formula.
  package var wanted: [Reading<Subject>] = []

  /// What must not be in the formula.
  package var forbidden: [Reading<Subject>] = []

  package init(
    language: BriefLanguage, category: Reading<ProductCategory>, dosagePercent: Reading<Double>
  ) {
    self.language = language
    self.category = category
    self.dosagePercent = dosagePercent
  }

  /// The product the brief asks for.
  package var product: Product {
    Product(
      category: category.value, dosage: MassFraction(roundingDown: dosagePercent.value / 100))
  }
}
