/// A piece of a brief as the scanner found it.
struct ScanItem {
  enum Content: Hashable {
    /// The index of a form of the lexicon.
    case entry(Int)

    /// A word the lexicon does not know.
    case word
    case number(Double)
    case comma
    case colon

    /// The end of a clause.
    case stop
  }

  var content: Content

  /// Folded scalars of the form, for a predicate with its ending.
  var range: Range<Int>

  /// Folded scalars of the Korean particles after the form.
  var tail: Range<Int>

  /// Whether nothing or a hyphen parts it from the item before.
  var isAttached = false

  /// What the ending or the particles say about the neighbours.
  var ending = KoreanEnding()

  /// A form found through a misspelling.
  var isMisspelt = false
}

/// What a Korean ending says about how its word hangs together with the next.
struct KoreanEnding: Hashable {
  /// 와, 과, 이나, 하고, 도 ...: the next noun belongs to the same list.
  var listsOn = false

  /// 보다: the word is what something else is preferred to.
  var isCompared = false

  /// -지: a negation of the predicate follows.
  var awaitsNegation = false

  /// -지 않-, -지 못-: the predicate is negated in the same written word.
  var isNegated = false

  /// 을, 를, 이, 가, 은, 는, 도: the word can be what a verb after it rules out.
  var isArgument = false

  /// -한, -운, -ㄴ: the word describes the noun after it.
  var isAdnominal = false

  init() {}

  init(predicate ending: [UInt32]) {
    let text = String(folding: ending)
    isNegated = ["지않", "지못", "지말", "지는않", "지도않", "진않", "질않"].contains { text.contains($0) }
    isAdnominal = ["한", "운", "은", "던", "인", "적인", "스런", "는", "로운"].contains { text.hasSuffix($0) }
  }

  init(particles: [UInt32]) {
    let text = String(folding: particles)
    isCompared = text.contains("보다") || text == "보단"
    listsOn = ["와", "과", "이나", "나", "랑", "이랑", "하고", "도", "이든", "든", "며", "이며"].contains {
      text == $0
    }
    isArgument = ["을", "를", "이", "가", "은", "는", "도", "만", "의"].contains { text.hasSuffix($0) }
    isAdnominal = ["한", "인", "적인", "같은", "의", "스러운"].contains { text.hasSuffix($0) }
  }

  /// What the end of the whole written word says, form and ending together.
  mutating func read(word: [UInt32]) {
    let text = String(folding: word)
    awaitsNegation = !isNegated && Self.beforeNegation.contains { text.hasSuffix($0) }
  }

  private static let beforeNegation = ["지", "지는", "지도", "지가", "지를", "진", "질", "거나"]
}
