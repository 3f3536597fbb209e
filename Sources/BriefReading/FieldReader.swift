import Perfumery

/// Reads moods, season, time, product, strength and longevity out of the scanned words, and puts
/// the figures where they belong.
struct FieldReader {
  let text: FoldedText
  let items: [ScanItem]
  let stances: [Stance]
  let lexicon: Lexicon

  func fill(_ brief: inout Brief, figures: Figures) {
    var strengths: [Reading<Double>] = []
    var products: [Reading<ProductCategory>] = []
    var times: [Reading<TimeOfDay>] = []
    for index in items.indices {
      guard case .entry(let entryIndex) = items[index].content,
        !lexicon.entries[entryIndex].isTrap, !stances[index].isAbsorbed
      else { continue }
      let isDenied = stances[index].denial != .none
      let words = [text.written(items[index].range)]
      for meaning in lexicon.entries[entryIndex].meanings {
        switch meaning {
        case .mood(let mood) where !isDenied:
          Self.merge(Reading(mood, confidence: 0.7, because: words), into: &brief.moods)
        case .season(let season, let confidence) where !isDenied:
          Self.merge(Reading(season, confidence: confidence, because: words), into: &brief.seasons)
        case .time(let time, let confidence) where !isDenied:
          times.append(Reading(time, confidence: confidence, because: words))
        case .product(let category, let confidence) where !isDenied:
          products.append(Reading(category, confidence: confidence, because: words))
        case .strength(let value):
          strengths.append(strength(value, at: index))
        case .hours(let hours) where !isDenied:
          if brief.longevityHours.map({ $0.value < hours }) ?? true {
            brief.longevityHours = Reading(hours, confidence: 0.5, because: words)
          }
        case .allergenLimit(let ppm) where !isDenied:
          brief.allergenLimitPpm = Reading(ppm, confidence: 0.7, because: words)
        default: break
        }
      }
    }
    brief.seasons = Self.surestFirst(brief.seasons)
    brief.timeOfDay = Self.surestFirst(times).first
    brief.strength = Self.surestFirst(strengths).first
    settleProduct(products, figures: figures, into: &brief)
    if let hours = figures.hours { brief.longevityHours = hours }
    if let limit = figures.allergenPpm { brief.allergenLimitPpm = limit }
    brief.budgetPerKilogram = figures.budget
  }

  private func settleProduct(
    _ products: [Reading<ProductCategory>], figures: Figures, into brief: inout Brief
  ) {
    if let product = Self.surestFirst(products).first {
      brief.category = product
      brief.dosagePercent = Reading(
        product.value.usualDosagePercent, confidence: product.confidence * 0.5, because: [])
    }
    if let dosage = figures.dosagePercent { brief.dosagePercent = dosage }
  }

  /// A negated strength is its opposite; one that speaks of a single note says less of the whole.
  private func strength(_ value: Double, at index: Int) -> Reading<Double> {
    let stance = stances[index]
    let words = text.written(stance.span.count <= 40 ? stance.span : items[index].range)
    let isDenied = stance.denial != .none
    return Reading(
      isDenied ? (value > 0.5 ? 0.3 : 0.7) : value,
      confidence: stance.isModifier ? 0.45 : 0.8, because: [words])
  }

  private static func merge<Value>(_ reading: Reading<Value>, into list: inout [Reading<Value>]) {
    guard let index = list.firstIndex(where: { $0.value == reading.value }) else {
      list.append(reading)
      return
    }
    list[index].confidence = max(list[index].confidence, reading.confidence)
    for words in reading.because where !list[index].because.contains(words) {
      list[index].because.append(words)
    }
  }

  /// By confidence; among equals, in the order of the text.
  private static func surestFirst<Value>(_ list: [Reading<Value>]) -> [Reading<Value>] {
    list.enumerated()
      .sorted { ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset) }
      .map(\.element)
  }
}
