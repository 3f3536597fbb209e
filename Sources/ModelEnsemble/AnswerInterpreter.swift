import Perfumery

/// Turns a model's answer into a brief that can be voted on.
struct AnswerInterpreter {
  let vocabulary: Vocabulary

  /// How sure a model's statement is taken to be. A model does not know how sure it is; the weight
  /// of its role says how far it is trusted.
  static let confidence = 0.6

  /// - Parameter text: the brief the answer is about.
  func reading(of answer: Answer, text: String) -> MemberReading {
    let grounding = Grounding(text)
    var ignored: [String] = []
    let category = answer.choices[.product].flatMap(ProductCategory.init)
    let dosage = grounded(.dosagePercent, answer, grounding, &ignored)
    let product = category ?? .eauDeParfum
    var brief = Brief(
      language: BriefRequest.language(of: text),
      category: Reading(product, confidence: category == nil ? 0 : Self.confidence, because: []),
      dosagePercent: said(dosage) ?? Reading(product.usualDosagePercent, confidence: 0, because: [])
    )
    for weight in answer.weights[.families] ?? [] {
      if let family = Family(rawValue: weight.name) { brief.families[family] = said(weight.share) }
    }
    for weight in answer.weights[.notes] ?? [] {
      brief.notes[NoteName(rawValue: weight.name)] = said(weight.share)
    }
    brief.moods = (answer.words[.moods] ?? []).map(said)
    brief.seasons = (answer.words[.seasons] ?? []).compactMap(Season.init).map(said)
    brief.timeOfDay = said(answer.choices[.timeOfDay].flatMap(TimeOfDay.init))
    brief.strength = said(answer.numbers[.strength].map { $0 / 100 })
    brief.longevityHours = said(grounded(.longevityHours, answer, grounding, &ignored))
    brief.allergenLimitPpm = said(grounded(.allergenLimitPpm, answer, grounding, &ignored))
    brief.budgetPerKilogram = said(budget(answer, grounding, &ignored))
    brief.forbidden = (answer.words[.forbidden] ?? []).map { said(subject($0)) }
    brief.wanted = wanted(answer, grounding, &ignored)
    return MemberReading(brief: brief, ignored: ignored)
  }

  private func said<Value>(_ value: Value) -> Reading<Value> {
    Reading(value, confidence: Self.confidence, because: [])
  }

  private func said<Value>(_ value: Value?) -> Reading<Value>? {
    value.map { Reading($0, confidence: Self.confidence, because: []) }
  }

  /// A figure that the brief does not contain was made up.
  private func grounded(
    _ field: AnswerField, _ answer: Answer, _ grounding: Grounding, _ ignored: inout [String]
  ) -> Double? {
    guard let number = answer.numbers[field] else { return nil }
    if grounding.contains(number) { return number }
    ignored.append("\(field.rawValue): \(number) does not stand in the brief")
    return nil
  }

  private func budget(
    _ answer: Answer, _ grounding: Grounding, _ ignored: inout [String]
  ) -> Money? {
    guard let amount = grounded(.budgetAmount, answer, grounding, &ignored) else { return nil }
    guard let currency = answer.choices[.budgetCurrency].flatMap(Currency.init) else {
      ignored.append("\(AnswerField.budgetAmount.rawValue): no currency is named")
      return nil
    }
    return Money(amount, currency)
  }

  /// What has to be in the formula has to be named in the brief; anything else is only a wish.
  private func wanted(
    _ answer: Answer, _ grounding: Grounding, _ ignored: inout [String]
  ) -> [Reading<Subject>] {
    var result: [Reading<Subject>] = []
    for name in answer.words[.wanted] ?? [] {
      if let term = vocabulary.subjects.first(where: { $0.id == name }), grounding.mentions(term) {
        result.append(said(subject(name)))
      } else {
        ignored.append("\(AnswerField.wanted.rawValue): \(name) is not named in the brief")
      }
    }
    return result
  }

  private func subject(_ name: String) -> Subject {
    Family(rawValue: name).map(Subject.family) ?? .note(NoteName(rawValue: name))
  }
}

extension BriefRequest {
  /// Korean as soon as there is one Hangul syllable.
  static func language(of text: String) -> BriefLanguage {
    text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) } ? .korean : .english
  }
}
