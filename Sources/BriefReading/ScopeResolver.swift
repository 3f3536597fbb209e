/// Works out what negations, hedges, comparisons and demands speak of.
///
/// English modifiers stand before what they modify and reach forward to the end of a clause or
/// list; Korean ones mostly stand after it and reach back. The resolver walks the scanned items
/// once per modifier and stops at the first thing that ends its scope.
struct ScopeResolver {
  let text: ScannedText

  /// Factors on the weight of a hedged and of a stressed word.
  private static let hedge = 0.45
  private static let boost = 1.25

  /// One for each item; those of items that mean nothing are unused.
  private(set) var stances: [Stance]

  /// Items that another item has used up, such as the second half of a double negation.
  private var spent: Set<Int> = []

  static func stances(of items: [ScanItem], lexicon: Lexicon) -> [Stance] {
    var resolver = ScopeResolver(ScannedText(items, lexicon: lexicon))
    for index in items.indices { resolver.resolveEnding(at: index) }
    for index in items.indices where !resolver.spent.contains(index) { resolver.resolve(at: index) }
    return resolver.stances
  }

  private init(_ text: ScannedText) {
    self.text = text
    stances = text.items.map { Stance(span: $0.range) }
  }

  private mutating func resolve(at index: Int) {
    guard let role = text.role(at: index),
      !text.isSubject(index) || role == .hedgeNext || role == .boostNext
    else { return }
    switch role {
    case .denyNext(let reach): denyForward(from: index, reach: reach, .hard)
    case .softenNext(let reach), .than(let reach): denyForward(from: index, reach: reach, .soft)
    case .except(let reach):
      if !followsDenial(index) { denyForward(from: index, reach: reach, .hard) }
    case .denyLast(let reach): denyBackward(from: index, reach: reach, .hard)
    case .softenLast(let reach): denyBackward(from: index, reach: reach, .soft)
    case .denyAttached:
      if text.isSubject(index - 1) { denyBackward(from: index, reach: 0, .hard) }
    case .denyStem: denyPredicates(before: index)
    case .denyPredicate:
      if text.isSubject(index + 1) {
        stances[index + 1].deny(.soft, because: text.items[index].range)
      }
    case .hedgeNext: emphasise(from: index, by: Self.hedge)
    case .boostNext: emphasise(from: index, by: Self.boost)
    case .hedgeLast:
      if let subject = subjectBefore(index, reach: 0) { scale(subject, by: Self.hedge) }
    case .boostLast:
      if let subject = subjectBefore(index, reach: 0) { scale(subject, by: Self.boost) }
    case .concedeLast(let reach):
      if let subject = subjectBefore(index, reach: reach) { scale(subject, by: 0.15) }
    case .concedeNext(let reach): concede(from: index, reach: reach)
    case .demandNext(let reach): demandForward(from: index, reach: reach)
    case .demandLast(let reach): demandBackward(from: index, reach: reach)
    case .affirm, .joint, .alternative, .break, .suffix, .filler, .verb: break
    }
  }

  /// Negation and comparison inside the written Korean word itself.
  private mutating func resolveEnding(at index: Int) {
    guard text.isSubject(index) else { return }
    if text.items[index].ending.isNegated {
      stances[index].deny(.soft, because: text.items[index].range)
    }
    guard text.items[index].ending.isCompared else { return }
    stances[index].deny(
      .soft, because: text.items[index].range.lowerBound..<text.items[index].tail.upperBound)
    denyBackward(from: index, reach: 0, .soft, listOnly: true)
  }

  mutating func deny(_ index: Int, _ denial: Stance.Denial, because range: Range<Int>) {
    stances[index].deny(denial, because: range)
  }

  mutating func absorb(_ index: Int) { stances[index].isAbsorbed = true }

  mutating func spend(_ index: Int) { spent.insert(index) }

  mutating func demand(_ index: Int) { stances[index].isDemanded = true }

  mutating func scale(_ index: Int, by factor: Double) { stances[index].emphasis *= factor }

  mutating func markModifier(_ index: Int) { stances[index].isModifier = true }
}
