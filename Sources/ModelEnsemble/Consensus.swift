import Perfumery

/// Merges the readings of several members into one brief.
///
/// What the rules forbid or rule out stays so, whatever the models say; what the rules found
/// wanted, and every figure they found, stays as well. Everything else is decided by `Tally`, value
/// by value. Without a model's reading the rules' brief passes unchanged.
struct Consensus {
  private let rules: Ballot
  private let ballots: [Ballot]
  private(set) var brief: Brief
  private(set) var votes: [FieldVote] = []

  init(rules: Ballot, models: [Ballot]) {
    self.rules = rules
    ballots = [rules] + models
    brief = rules.brief
    guard !models.isEmpty else { return }
    mergeForbidden()
    mergeWanted()
    mergeFamilies()
    mergeNotes()
    mergeMoods()
    mergeSeasons()
    mergeProduct()
    mergeFigures()
  }

  /// Models may forbid more, but not what the rules found wished for.
  private mutating func mergeForbidden() {
    let wished = Set(rules.brief.wanted.map(\.value))
    for subject in subjects(\.forbidden) where !wished.contains(subject) {
      let tally = vote("forbidden.\(subject.kind).\(subject.name)") { brief in
        brief.forbidden.first { $0.value == subject }?.confidence
      } opposing: { brief in
        Self.wish(for: subject, in: brief)
      }
      if tally.isCarried, !forbids(subject) {
        brief.forbidden.append(Reading(subject, confidence: tally.confidence, because: []))
      }
    }
  }

  private mutating func mergeWanted() {
    for subject in subjects(\.wanted) where !forbids(subject) {
      let tally = vote("wanted.\(subject.kind).\(subject.name)") { brief in
        brief.wanted.first { $0.value == subject }?.confidence
      } opposing: { brief in
        brief.forbidden.first { $0.value == subject }?.confidence
      }
      if tally.isCarried, !brief.wanted.contains(where: { $0.value == subject }) {
        brief.wanted.append(Reading(subject, confidence: tally.confidence, because: []))
      }
    }
  }

  private mutating func mergeFamilies() {
    // Rules that found no family at all say nothing against those a model found.
    let rulesFound = rules.brief.families.contains { $0.value.value > 0 }
    for family in Family.allCases where rules.brief.families[family]?.value != 0 {
      if forbids(.family(family)) {
        let words = brief.forbidden.first { $0.value == .family(family) }?.because ?? []
        brief.families[family] = Reading(0, confidence: 1, because: words)
        continue
      }
      brief.families[family] = weighed("families.\(family.rawValue)", rulesCount: rulesFound) {
        $0.families[family]
      } opposing: {
        $0.forbidden.first { $0.value == .family(family) }?.confidence
      }
    }
  }

  private mutating func mergeNotes() {
    let names = Set(ballots.flatMap { $0.brief.notes.keys }).sorted()
    for name in names {
      guard !forbids(.note(name)) else {
        // A note the rules list with weight 0 is their way to rule it out.
        if (brief.notes[name]?.value ?? 0) > 0 { brief.notes[name] = nil }
        continue
      }
      brief.notes[name] = weighed("notes.\(name.rawValue)", rulesCount: true) {
        $0.notes[name]
      } opposing: {
        $0.forbidden.first { $0.value == .note(name) }?.confidence
      }
    }
  }

  private mutating func mergeMoods() {
    var merged: [Reading<String>] = []
    for mood in distinct(ballots.flatMap { $0.brief.moods.map(\.value) }) {
      let found = rules.brief.moods.first { $0.value == mood }
      let tally = vote("moods.\(mood)") { $0.moods.first { $0.value == mood }?.confidence }
      if tally.isCarried {
        merged.append(
          Reading(mood, confidence: tally.confidence, because: found?.because ?? []))
      }
    }
    brief.moods = merged
  }

  private mutating func mergeSeasons() {
    var merged: [Reading<Season>] = []
    for season in Season.allCases {
      let found = rules.brief.seasons.first { $0.value == season }
      guard ballots.contains(where: { $0.brief.seasons.contains { $0.value == season } }) else {
        continue
      }
      let tally = vote("seasons.\(season.rawValue)") {
        $0.seasons.first { $0.value == season }?.confidence
      }
      if tally.isCarried {
        merged.append(
          Reading(season, confidence: tally.confidence, because: found?.because ?? []))
      }
    }
    // A stable order: surest first, among equals as the year goes.
    let ranked = merged.enumerated().sorted {
      ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset)
    }
    brief.seasons = ranked.map(\.element)
  }

  private mutating func mergeProduct() {
    let hadUsualDosage = rules.brief.dosagePercent.because.isEmpty
    if let category = elected("product.category", of: \.category.asOptional) {
      let isNew = category.value != brief.category.value
      brief.category = category
      if isNew, hadUsualDosage {
        brief.dosagePercent.value = category.value.usualDosagePercent
      }
    }
    if let time = elected("timeOfDay", of: \.timeOfDay) { brief.timeOfDay = time }
    if hadUsualDosage, let dosage = elected("product.dosagePercent", of: \.dosagePercent.asOptional)
    {
      brief.dosagePercent = dosage
    }
  }

  /// Figures the rules found are read from the text itself and stand; models fill what is missing.
  private mutating func mergeFigures() {
    if brief.budgetPerKilogram == nil {
      brief.budgetPerKilogram = elected("budget", of: \.budgetPerKilogram)
    }
    if brief.longevityHours == nil {
      brief.longevityHours = elected("longevityHours", of: \.longevityHours)
    }
    if brief.allergenLimitPpm == nil {
      brief.allergenLimitPpm = elected("allergenLimitPpm", of: \.allergenLimitPpm)
    }
    if ballots.contains(where: { $0.brief.strength != nil }) {
      brief.strength = weighed("strength", rulesCount: true, reading: \.strength)
    }
  }

  /// The value with the most votes if it is carried; nil when nobody states one or none is carried.
  ///
  /// Stating one value opposes every other; ties go to the rules, then to the earlier member.
  private mutating func elected<Value: Hashable & Sendable>(
    _ field: String, of reading: (Brief) -> Reading<Value>?
  ) -> Reading<Value>? {
    func stated(_ ballot: Ballot) -> Reading<Value>? {
      reading(ballot.brief).flatMap { isStated($0, ballot) ? $0 : nil }
    }
    var best: (tally: Tally, reading: Reading<Value>)?
    for value in distinct(ballots.compactMap { stated($0)?.value }) {
      var tally = Tally()
      var words: [String] = []
      for ballot in ballots {
        guard let own = stated(ballot) else { tally.silence(ballot); continue }
        if own.value == value {
          tally.support(ballot, confidence: own.confidence)
          words += own.because
        } else {
          tally.oppose(ballot, confidence: own.confidence)
        }
      }
      record(field, tally)
      if tally.isCarried, tally.inFavour > (best?.tally.inFavour ?? 0) {
        best = (tally, Reading(value, confidence: tally.confidence, because: words))
      }
    }
    return best?.reading
  }

  /// The mean value of a field that has a weight, or nil when it is not carried.
  private mutating func weighed(
    _ field: String, rulesCount: Bool, reading: (Brief) -> Reading<Double>?,
    opposing: (Brief) -> Double? = { _ in nil }
  ) -> Reading<Double>? {
    var tally = Tally()
    var words: [String] = []
    for ballot in ballots {
      if let own = reading(ballot.brief), own.confidence > 0 {
        tally.support(ballot, confidence: own.confidence, value: own.value)
        words += own.because
      } else if let confidence = opposing(ballot.brief) {
        tally.oppose(ballot, confidence: confidence)
      } else if !ballot.isRules || rulesCount {
        tally.silence(ballot)
      }
    }
    guard tally.inFavour > 0 else { return nil }
    record(field, tally)
    guard tally.isCarried else { return nil }
    return Reading(tally.value, confidence: tally.confidence, because: distinct(words))
  }

  private mutating func vote(
    _ field: String, confidence: (Brief) -> Double?, opposing: (Brief) -> Double? = { _ in nil }
  ) -> Tally {
    var tally = Tally()
    for ballot in ballots {
      if let confidence = confidence(ballot.brief) {
        tally.support(ballot, confidence: confidence)
      } else if let confidence = opposing(ballot.brief) {
        tally.oppose(ballot, confidence: confidence)
      } else {
        tally.silence(ballot)
      }
    }
    record(field, tally)
    return tally
  }

  private mutating func record(_ field: String, _ tally: Tally) {
    votes.append(
      FieldVote(
        field: field, members: tally.members, share: tally.share, isCarried: tally.isCarried))
  }

  /// A default is no statement: the rules give it no words, a model no confidence.
  private func isStated<Value>(_ reading: Reading<Value>, _ ballot: Ballot) -> Bool {
    ballot.isRules ? !reading.because.isEmpty : reading.confidence > 0
  }

  private func forbids(_ subject: Subject) -> Bool {
    brief.forbidden.contains { $0.value == subject }
  }

  private func subjects(_ list: KeyPath<Brief, [Reading<Subject>]>) -> [Subject] {
    distinct(ballots.flatMap { $0.brief[keyPath: list].map(\.value) })
  }

  /// How surely a brief wishes for a subject, or nil when it does not.
  private static func wish(for subject: Subject, in brief: Brief) -> Double? {
    if let wanted = brief.wanted.first(where: { $0.value == subject }) { return wanted.confidence }
    let reading: Reading<Double>? =
      switch subject {
      case .family(let family): brief.families[family]
      case .note(let note): brief.notes[note]
      case .material: nil
      }
    return reading.flatMap { $0.value > 0 ? $0.confidence : nil }
  }

  private func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }
}

extension Reading {
  fileprivate var asOptional: Reading? { self }
}
