package import Perfumery
package import StrictJSON

extension Brief {
  /// The `brief` object of a result: each field with its value, confidence and the words behind it.
  ///
  /// Fields nobody spoke about are absent, except `families`, `notes`, `moods`, `wanted` and
  /// `forbidden`, which are empty then.
  package var json: JSONValue {
    var members: [String: JSONValue] = [
      "language": .string(language.rawValue),
      "families": .object(
        Dictionary(uniqueKeysWithValues: families.map { ($0.rawValue, $1.json { .number($0) }) })),
      "notes": .array(
        notes.sorted { ($1.value.value, $0.key) < ($0.value.value, $1.key) }.map { name, reading in
          reading.json(named: ["note": .string(name.rawValue)]) { .number($0) }
        }),
      "moods": .array(moods.map { $0.json { .string($0) } }),
      "wanted": .array(wanted.map(Self.subject)),
      "forbidden": .array(forbidden.map(Self.subject)),
      "product": product(category, dosagePercent),
    ]
    if let first = seasons.first {
      var season = first.json { .string($0.rawValue) }
      if seasons.count > 1, case .object(var fields) = season {
        fields["others"] = .array(seasons.dropFirst().map { $0.json { .string($0.rawValue) } })
        season = .object(fields)
      }
      members["season"] = season
    }
    members["timeOfDay"] = timeOfDay?.json { .string($0.rawValue) }
    members["budget"] = budgetPerKilogram.map { budget in
      .object([
        "perKilogram": .number(budget.value.amount),
        "currency": .string(budget.value.currency.rawValue),
        "confidence": .number(budget.confidence), "because": Self.words(budget.because),
      ])
    }
    members["longevityHours"] = longevityHours?.json { .number($0) }
    members["strength"] = strength?.json { .number($0) }
    members["maxAllergensPpm"] = allergenLimitPpm?.json { .number($0) }
    return .object(members)
  }

  private func product(
    _ category: Reading<ProductCategory>, _ dosage: Reading<Double>
  ) -> JSONValue {
    .object([
      "category": .string(category.value.rawValue),
      "dosagePercent": .number(dosage.value),
      "categoryConfidence": .number(category.confidence),
      "dosageConfidence": .number(dosage.confidence),
      "because": Self.words(
        category.because + dosage.because.filter { !category.because.contains($0) }),
    ])
  }

  private static func subject(_ reading: Reading<Subject>) -> JSONValue {
    reading.json(named: ["kind": .string(reading.value.kind)]) { .string($0.name) }
  }

  fileprivate static func words(_ words: [String]) -> JSONValue {
    .array(words.map(JSONValue.string))
  }
}

extension Reading {
  /// `{"value", "confidence", "because"}` and whatever `named` adds.
  fileprivate func json(
    named: [String: JSONValue] = [:], _ render: (Value) -> JSONValue
  ) -> JSONValue {
    var members = named
    members["value"] = render(value)
    members["confidence"] = .number(confidence)
    members["because"] = Brief.words(because)
    return .object(members)
  }
}

extension FamilyVector {
  /// All seventeen families with their values.
  var wholeJSON: JSONValue {
    .object(
      Dictionary(
        uniqueKeysWithValues: Family.allCases.map {
          ($0.rawValue, .number(self[$0].rounded(toPlaces: 6)))
        }))
  }

  /// Families above zero with their values.
  package var json: JSONValue {
    .object(
      Dictionary(
        uniqueKeysWithValues: Family.allCases.filter { self[$0] != 0 }.map {
          ($0.rawValue, .number(self[$0].rounded(toPlaces: 6)))
        }))
  }
}

extension Double {
  /// Rounded half away from zero at a decimal place, so that results carry no noise digits.
  package func rounded(toPlaces places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}
