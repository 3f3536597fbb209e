import Perfumery

/// Collects what the words of a brief say and weighs it into families, notes and wishes.
///
/// Words that agree add up as independent reasons, `1 - (1 - a)(1 - b)`, so that the value stays
/// in 0...1 and a second word never lowers it. What leans only a little towards a family is dropped
/// at the end: a brief is read better with four families that were meant than with nine that were
/// touched.
struct Evidence {
  /// One word that speaks for a family.
  struct Support {
    var weight: Double
    var directness: Directness
    var words: String

    /// Whether the word names the family or a note whose main family it is; a hedge then lowers the
    /// value but does not drop the family.
    var isPlain: Bool
  }

  private(set) var support: [Family: [Support]] = [:]
  private(set) var denials: [Family: [(denial: Stance.Denial, words: String)]] = [:]

  /// Weights that the brief gave in percent.
  private(set) var shares: [Family: (value: Double, words: String)] = [:]
  private(set) var notes: [NoteName: Reading<Double>] = [:]
  private(set) var wanted: [Reading<Subject>] = []
  private(set) var forbidden: [Reading<Subject>] = []

  /// Below this a family that no word names is not taken as meant.
  static let leastValue = 0.38

  /// Below this not even a family that is named.
  static let leastNamedValue = 0.15

  /// What is left of a family the brief wants less of though other words ask for it.
  static let softened = 0.35

  /// A family softened to less than this is ruled out.
  static let leastLeft = 0.2

  mutating func support(
    _ family: Family, _ weight: Double, _ directness: Directness, _ words: String, isPlain: Bool
  ) {
    guard weight >= 0.12 else { return }
    support[family, default: []].append(
      Support(weight: min(weight, 0.97), directness: directness, words: words, isPlain: isPlain))
  }

  mutating func deny(_ family: Family, _ denial: Stance.Denial, _ words: String) {
    denials[family, default: []].append((denial, words))
  }

  mutating func setShare(_ family: Family, _ value: Double, _ words: String) {
    shares[family] = (min(1, (shares[family]?.value ?? 0) + value), words)
  }

  mutating func wish(_ note: NoteName, _ weight: Double, _ words: String, confidence: Double) {
    let value = min(1, weight)
    guard var reading = notes[note] else {
      notes[note] = Reading(value, confidence: confidence, because: [words])
      return
    }
    reading.value = max(reading.value, value)
    if !reading.because.contains(words) { reading.because.append(words) }
    notes[note] = reading
  }

  mutating func want(_ subject: Subject, _ words: String, confidence: Double) {
    Self.add(subject, words, confidence, to: &wanted)
  }

  mutating func forbid(_ subject: Subject, _ words: String, confidence: Double) {
    Self.add(subject, words, confidence, to: &forbidden)
  }

  private static func add(
    _ subject: Subject, _ words: String, _ confidence: Double, to list: inout [Reading<Subject>]
  ) {
    if let index = list.firstIndex(where: { $0.value == subject }) {
      if !list[index].because.contains(words) { list[index].because.append(words) }
      list[index].confidence = max(list[index].confidence, confidence)
    } else {
      list.append(Reading(subject, confidence: confidence, because: [words]))
    }
  }

  /// Writes everything into a brief; what is forbidden is no longer wished for.
  func settle(into brief: inout Brief) {
    brief.forbidden = forbidden
    let ruledOut = Set(forbidden.map(\.value))
    brief.wanted = wanted.filter { !ruledOut.contains($0.value) }
    brief.notes = notes.filter { !ruledOut.contains(.note($0.key)) }
    brief.families = families()
  }

  private func families() -> [Family: Reading<Double>] {
    let hasPlainWords = support.values.contains { $0.contains { $0.directness >= .note } }
    var readings: [Family: Reading<Double>] = [:]
    for family in Family.allCases {
      if let reading = reading(of: family, besidePlainWords: hasPlainWords) {
        readings[family] = reading
      }
    }
    return pruned(readings)
  }

  /// A mood counts less where notes and families are named: a "fresh rose" is no wish for citrus.
  ///
  /// One that all but names its family (달콤한, 싱그러운) keeps more of its weight.
  private static func factor(of reason: Support, besidePlainWords hasPlainWords: Bool) -> Double {
    guard reason.directness <= .mood, hasPlainWords else { return 1 }
    return reason.weight < 0.5 ? 0.6 : 0.75
  }

  private func reading(
    of family: Family, besidePlainWords hasPlainWords: Bool
  ) -> Reading<Double>? {
    let reasons = support[family] ?? []
    let against = denials[family] ?? []
    let denial = against.map(\.denial).max() ?? .none
    if let share = shares[family], denial == .none {
      return Reading(share.value, confidence: Directness.family.confidence, because: [share.words])
    }
    var doubt = 1.0
    for reason in reasons {
      doubt *= 1 - reason.weight * Self.factor(of: reason, besidePlainWords: hasPlainWords)
    }
    let value = 1 - doubt
    let because = Self.distinct(reasons.map(\.words))
    switch denial {
    case .hard:
      return Reading(0, confidence: 0.95, because: Self.distinct(against.map(\.words)))
    case .soft:
      let left = value * Self.softened
      guard left >= Self.leastLeft else {
        return Reading(0, confidence: 0.8, because: Self.distinct(against.map(\.words)))
      }
      return Reading(left, confidence: 0.8, because: Self.distinct(against.map(\.words) + because))
    case .none:
      guard value > 0 else { return nil }
      return Reading(value, confidence: Self.confidence(of: reasons), because: because)
    }
  }

  /// The surest reason's confidence, a little higher when several agree.
  private static func confidence(of reasons: [Support]) -> Double {
    let best = reasons.map(\.directness.confidence).max() ?? 0
    return min(0.98, best + 0.03 * Double(min(reasons.count - 1, 3)))
  }

  /// Drops families that are only touched; keeps denied ones, and the strongest when all are weak.
  private func pruned(_ readings: [Family: Reading<Double>]) -> [Family: Reading<Double>] {
    let strongest = readings.values.map(\.value).max() ?? 0
    let leastValue = Self.leastValue
    let bound = strongest < leastValue ? strongest * 0.6 : max(leastValue, strongest * 0.42)
    var kept: [Family: Reading<Double>] = [:]
    for (family, reading) in readings {
      let isDenied = reading.value == 0 && reading.confidence >= 0.8
      let isNamed = support[family]?.contains(where: \.isPlain) ?? false
      if isDenied || reading.value >= (isNamed ? Self.leastNamedValue : bound) {
        kept[family] = reading
        kept[family]?.value = (reading.value * 1000).rounded() / 1000
      }
    }
    return kept
  }

  private static func distinct(_ words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }
  }
}
