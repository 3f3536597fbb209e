import Perfumery

/// Decides by its unit and its neighbours what each figure of a brief is about.
struct FigureReader {
  let items: [ScanItem]
  let text: FoldedText
  let lexicon: Lexicon
  private var found = Figures()

  /// Kilograms of a "per ..." that stood before the money, as in "kg당 20만원".
  private var pendingKilograms: Double?

  /// Whether percentages follow the words they belong to; set by the first of them.
  private var percentFollowsWord: Bool?

  static func figures(in items: [ScanItem], text: FoldedText, lexicon: Lexicon) -> Figures {
    var reader = FigureReader(items: items, text: text, lexicon: lexicon)
    var index = 0
    while index < items.count {
      index = reader.read(at: index)
    }
    return reader.found
  }

  private init(items: [ScanItem], text: FoldedText, lexicon: Lexicon) {
    self.items = items
    self.text = text
    self.lexicon = lexicon
  }

  /// Reads what begins at an item and returns the next item to look at.
  private mutating func read(at index: Int) -> Int {
    if let kilograms = perMass(at: index) { pendingKilograms = kilograms }
    guard case .number(let first) = items[index].content else { return index + 1 }
    var value = first
    var next = index + 1
    while case .multiplier(let factor)? = unit(at: next) {
      value *= factor
      next += 1
    }
    // 1만 5천원
    if next > index + 1, next + 1 < items.count, case .number(let small) = items[next].content,
      case .money(let currency, let factor)? = unit(at: next + 1)
    {
      takeMoney(value + small * factor, currency, index..<next + 2)
      return next + 2
    }
    if role(at: next) == .joint, unit(at: next + 1) != nil { next += 1 }
    if let kilograms = perMass(at: next), unitBefore(index) == nil {
      pendingKilograms = kilograms * value
      return next + 1
    }
    switch unit(at: next) {
    case .money(let currency, let factor)?:
      takeMoney(value * factor, currency, index..<next + 1)
    case .time(let hours)?: takeHours(value * hours, index..<next + 1)
    case .share(let ppm)?: takeShare(value, ppmPerUnit: ppm, index..<next + 1)
    default:
      takeBare(value, index..<next)
      return next
    }
    return next + 1
  }

  private mutating func takeBare(_ value: Double, _ range: Range<Int>) {
    if let currency = unitBefore(range.lowerBound) {
      takeMoney(value, currency, range.lowerBound - 1..<range.upperBound)
    } else if range.count > 1, pendingKilograms != nil {
      takeMoney(value, .krw, range)
    } else if topic(at: range.lowerBound - 1) == .dosage
      || (role(at: range.lowerBound - 1) == nil && topic(at: range.lowerBound - 2) == .dosage)
    {
      takeDosage(value, range, confidence: 0.7)
    }
  }

  private mutating func takeMoney(_ amount: Double, _ currency: Currency, _ range: Range<Int>) {
    guard amount > 0, amount < 1e12, !isLowerBound(range), !isOtherMeasure(range) else { return }
    let after = nearby(after: range.upperBound, count: 4) { perMass(at: $0) }
    let isPerMass = after != nil || pendingKilograms != nil
    let isBudget = isNear(.budget, range, within: 5)
    let kilograms = after ?? pendingKilograms ?? 1
    pendingKilograms = nil
    guard kilograms > 0 else { return }
    let money = Money((amount / kilograms * 100).rounded() / 100, currency)
    let confidence = isPerMass ? 0.95 : isBudget ? 0.6 : 0.4
    if let last = found.budget {
      let isHigherEndOfRange = last.value.currency == currency && money.amount > last.value.amount
      guard confidence > last.confidence || (confidence == last.confidence && isHigherEndOfRange)
      else { return }
    }
    found.budget = Reading(money, confidence: confidence, because: [written(range)])
  }

  private mutating func takeHours(_ hours: Double, _ range: Range<Int>) {
    guard hours >= 1, hours <= 24 * 14, !isNear(.afterwards, range, within: 1) else { return }
    let isSure = isNear(.longevity, range, within: 4) || isNear(.lowerBound, range, within: 2)
    // Without a word on lasting, only a plain number of hours is taken for one.
    guard isSure || hours < 24, !isOtherMeasure(range) else { return }
    let confidence = isSure ? 0.95 : 0.6
    if let last = found.hours, last.confidence >= confidence { return }
    found.hours = Reading(hours, confidence: confidence, because: [written(range)])
  }

  private mutating func takeShare(_ value: Double, ppmPerUnit: Double, _ range: Range<Int>) {
    let isPercent = ppmPerUnit == 10_000
    let allergens = distance(to: .allergens, range, within: 6)
    let dosage = distance(to: .dosage, range, within: 4)
    if let allergens, dosage.map({ allergens <= $0 }) ?? true {
      takeAllergens(value * ppmPerUnit, range, confidence: 0.95)
    } else if !isPercent {
      takeAllergens(value * ppmPerUnit, range, confidence: 0.6)
    } else if dosage != nil {
      takeDosage(value, range, confidence: 0.95)
    } else if let index = wordOfPercent(range) {
      found.percents[index] = value
    } else if isProduct(range.lowerBound - 1) || isProduct(range.upperBound)
      || role(at: range.lowerBound - 1) == nil && isProduct(range.lowerBound - 2)
    {
      takeDosage(value, range, confidence: 0.8)
    }
  }

  private mutating func takeAllergens(_ ppm: Double, _ range: Range<Int>, confidence: Double) {
    guard ppm >= 0, ppm <= 1e6 else { return }
    found.allergenPpm = Reading(ppm, confidence: confidence, because: [written(range)])
  }

  private mutating func takeDosage(_ percent: Double, _ range: Range<Int>, confidence: Double) {
    guard percent > 0, percent <= 100 else { return }
    found.dosagePercent = Reading(percent, confidence: confidence, because: [written(range)])
  }

  /// The family or note a percentage belongs to: directly before or after it, as the first one was.
  private mutating func wordOfPercent(_ range: Range<Int>) -> Int? {
    let before = scentWord(from: range.lowerBound - 1, step: -1)
    let after = scentWord(from: range.upperBound, step: 1)
    let follows = percentFollowsWord ?? (before != nil)
    guard let index = follows ? before : after else { return follows ? after : before }
    percentFollowsWord = follows
    return index
  }

  private func scentWord(from start: Int, step: Int) -> Int? {
    var index = start
    if items.indices.contains(index), items[index].content == .colon { index += step }
    while let entry = entry(at: index) {
      let isScent = entry.meanings.contains {
        switch $0 {
        case .family, .note, .material: true
        default: false
        }
      }
      if isScent { return index }
      guard entry.isFiller || entry.isSuffix else { return nil }
      index += step
    }
    return nil
  }

  private func entry(at index: Int) -> LexiconEntry? {
    guard items.indices.contains(index), case .entry(let entry) = items[index].content else {
      return nil
    }
    return lexicon.entries[entry]
  }

  private func role(at index: Int) -> Role? { entry(at: index)?.role }

  private func unit(at index: Int) -> Unit? {
    for case .unit(let unit) in entry(at: index)?.meanings ?? [] { return unit }
    return nil
  }

  private func perMass(at index: Int) -> Double? {
    if case .perMass(let kilograms)? = unit(at: index) { return kilograms }
    return nil
  }

  private func unitBefore(_ index: Int) -> Currency? {
    if case .money(let currency, let factor)? = unit(at: index - 1), factor == 1 { return currency }
    return nil
  }

  private func topic(at index: Int) -> Topic? {
    for case .topic(let topic) in entry(at: index)?.meanings ?? [] { return topic }
    return nil
  }

  private func isProduct(_ index: Int) -> Bool {
    entry(at: index)?.meanings.contains { if case .product = $0 { true } else { false } } ?? false
  }

  private func nearby<Value>(after start: Int, count: Int, _ value: (Int) -> Value?) -> Value? {
    for index in start..<min(start + count, items.count) {
      if case .number = items[index].content { return nil }
      if let found = value(index) { return found }
    }
    return nil
  }

  private func isNear(_ topic: Topic, _ range: Range<Int>, within count: Int) -> Bool {
    distance(to: topic, range, within: count) != nil
  }

  /// Items between a figure and the nearest word on a topic in the same clause.
  private func distance(to topic: Topic, _ range: Range<Int>, within count: Int) -> Int? {
    for distance in 1...count {
      let sides = [range.lowerBound - distance, range.upperBound - 1 + distance]
      for index in sides where self.topic(at: index) == topic { return distance }
    }
    return nil
  }

  private func isLowerBound(_ range: Range<Int>) -> Bool {
    topic(at: range.lowerBound - 1) == .lowerBound || topic(at: range.upperBound) == .lowerBound
  }

  /// Whether the figure is the price of a bottle, an age or the like.
  private func isOtherMeasure(_ range: Range<Int>) -> Bool {
    (range.upperBound..<range.upperBound + 2).contains { topic(at: $0) == .otherMeasure }
  }

  private func written(_ range: Range<Int>) -> String {
    text.written(
      items[range.lowerBound].range.lowerBound..<items[range.upperBound - 1].range.upperBound)
  }
}
