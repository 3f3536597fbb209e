/// A form of the lexicon: what a word or fixed phrase means and does.
struct LexiconEntry: Sendable {
  var meanings: [Meaning] = []

  /// What the form does to its neighbours; filler and suffix are kept apart below.
  var role: Role?

  /// May stand between a negation and what it rules out.
  var isFiller = false

  /// "scent", 향: may follow a note without changing it.
  var isSuffix = false

  /// Looks like a word of smell and is none; takes its letters out of the reading.
  var isTrap = false

  /// A predicate stem, which any ending may follow.
  var isStem = false

  /// Only after no object: "그린" is green, but "바다를 그린" is "that drew the sea".
  var isRefusedAfterObject = false
  var directness = Directness.field

  /// Number of letters of the form without its spaces.
  var letterCount = 0

  /// Adds a meaning; a family that is there already keeps the larger of the two weights.
  mutating func add(_ meaning: Meaning) {
    guard case .family(let family, let weight) = meaning else {
      if !meanings.contains(meaning) { meanings.append(meaning) }
      return
    }
    for (index, known) in meanings.enumerated() {
      guard case .family(family, let knownWeight) = known else { continue }
      meanings[index] = .family(family, max(weight, knownWeight))
      return
    }
    meanings.append(meaning)
  }

  /// The largest weight the form gives a family.
  var heaviestFamily: Double {
    meanings.reduce(0) { heaviest, meaning in
      if case .family(_, let weight) = meaning { max(heaviest, weight) } else { heaviest }
    }
  }

  /// Whether the form is written in Hangul.
  var isHangul = false

  /// Whether a negation or a hedge can speak of it.
  var speaksOfScent: Bool { meanings.contains(where: \.canBeModified) }
}

/// Every form the reader knows, in a letter tree that reads many spellings of a compound as one.
///
/// Forms are written with spaces where a text may have a space, a hyphen or nothing: "sea salt"
/// also finds "sea-salt" and "seasalt", "오 드 퍼퓸" also finds "오드퍼퓸".
struct Lexicon: Sendable {
  private(set) var entries: [LexiconEntry] = []

  /// Endings of Korean nouns, in the same kind of tree.
  private(set) var particles = LetterTree()

  private var tree = LetterTree()

  /// Forms of one English word with their entries, in the order they were added.
  private(set) var singleWords: [(letters: [UInt32], entry: Int)] = []

  /// A form found in a text.
  struct Match {
    var entry: Int

    /// Just after the form.
    var end: Int
  }

  /// Adds what `form` means; a form in several rows means all of it.
  ///
  /// A form ending in `~` is a stem, one beginning with `*` is refused after an object.
  mutating func add(_ form: Substring, _ change: (inout LexiconEntry) -> Void) {
    var letters = FoldedText(String(form)).scalars
    let isStem = letters.last == 0x7E
    if isStem { letters.removeLast() }
    let isRefusedAfterObject = letters.first == 0x2A
    if isRefusedAfterObject { letters.removeFirst() }
    letters = letters.map { $0.isJoiner ? 0x20 : $0 }
    guard !letters.isEmpty else { return }
    for spelling in Self.spellings(of: letters, isStem: isStem) {
      let index = tree.value(of: spelling, isStem: isStem) ?? entries.count
      if index == entries.count {
        tree.insert(spelling, value: index, isStem: isStem)
        entries.append(LexiconEntry())
        if !isStem, spelling.allSatisfy(\.isLatin) { singleWords.append((spelling, index)) }
        entries[index].isStem = isStem
        entries[index].isHangul = spelling.contains(where: \.isHangul)
        entries[index].letterCount = spelling.count { $0 != 0x20 }
      }
      entries[index].isRefusedAfterObject = isRefusedAfterObject
      change(&entries[index])
    }
  }

  mutating func addParticle(_ form: Substring) {
    particles.insert(FoldedText(String(form)).scalars, value: 1, isStem: false)
  }

  /// Whether exactly this form is known.
  func knows(_ form: String) -> Bool {
    let letters = FoldedText(form).scalars.map { $0.isJoiner ? 0x20 : $0 }
    return tree.value(of: letters, isStem: false) != nil
  }

  /// Every form that begins at `start`, longest first.
  func matches(in text: [UInt32], at start: Int) -> [Match] {
    var found: [Match] = []
    var pending: [(node: Int, position: Int)] = [(0, start)]
    while let (node, position) = pending.popLast() {
      for value in tree.values(at: node) { found.append(Match(entry: value, end: position)) }
      if position < text.count, let next = tree.child(of: node, text[position]) {
        if text[position] != 0x20 { pending.append((next, position + 1)) }
      }
      guard let joined = tree.child(of: node, 0x20) else { continue }
      var after = position
      while after < text.count, after - position < 2, text[after].isJoiner { after += 1 }
      pending.append((joined, after))
    }
    return found.sorted { ($0.end, $1.entry) > ($1.end, $0.entry) }
  }

  /// The form itself, and "-ies" for an English noun in "-y".
  private static func spellings(of letters: [UInt32], isStem: Bool) -> [[UInt32]] {
    guard !isStem, letters.count > 3, letters.last == 0x79,
      let before = letters.dropLast().last, before.isLatin,
      !Array("aeiou".utf8).contains(UInt8(before))
    else { return [letters] }
    return [letters, letters.dropLast() + [0x69, 0x65, 0x73]]
  }
}

/// A tree of letters with values at the ends of forms.
struct LetterTree: Sendable {
  private var children: [UInt64: Int] = [:]
  private var nodeCount = 1
  private var exact: [Int: Int] = [:]
  private var stems: [Int: Int] = [:]

  func child(of node: Int, _ letter: UInt32) -> Int? {
    children[UInt64(node) << 32 | UInt64(letter)]
  }

  /// The exact form and the stem that end here.
  func values(at node: Int) -> [Int] {
    var values: [Int] = []
    if let value = exact[node] { values.append(value) }
    if let value = stems[node] { values.append(value) }
    return values
  }

  func isEnd(_ node: Int) -> Bool { exact[node] != nil }

  func value(of letters: [UInt32], isStem: Bool) -> Int? {
    var node = 0
    for letter in letters {
      guard let next = child(of: node, letter) else { return nil }
      node = next
    }
    return isStem ? stems[node] : exact[node]
  }

  mutating func insert(_ letters: [UInt32], value: Int, isStem: Bool) {
    var node = 0
    for letter in letters {
      if let next = child(of: node, letter) {
        node = next
      } else {
        children[UInt64(node) << 32 | UInt64(letter)] = nodeCount
        node = nodeCount
        nodeCount += 1
      }
    }
    if isStem { stems[node] = value } else { exact[node] = value }
  }
}
