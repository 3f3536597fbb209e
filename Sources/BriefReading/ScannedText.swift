/// The scanned items of a brief with what the lexicon knows of each.
struct ScannedText {
  let items: [ScanItem]
  private let lexicon: Lexicon
  private let subjects: [Bool]

  /// What a list is a list of; a comma does not join a note to a mood.
  enum Kind { case family, note, other }

  init(_ items: [ScanItem], lexicon: Lexicon) {
    self.items = items
    self.lexicon = lexicon
    var subjects = items.map { item in
      Self.entry(of: item, in: lexicon).map { $0.speaksOfScent && !$0.isTrap } ?? false
    }
    // "heavy musk" is much musk, "heavy" alone is a wish of its own.
    for index in items.indices where subjects[index] {
      guard let role = Self.entry(of: items[index], in: lexicon)?.role else { continue }
      let isBeforeSubject = index + 1 < items.count && subjects[index + 1]
      subjects[index] = (role == .hedgeNext || role == .boostNext) && !isBeforeSubject
    }
    self.subjects = subjects
  }

  private static func entry(of item: ScanItem, in lexicon: Lexicon) -> LexiconEntry? {
    guard case .entry(let index) = item.content else { return nil }
    return lexicon.entries[index]
  }

  /// The form at an item; nil for words, figures, punctuation and positions outside the text.
  func entry(at index: Int) -> LexiconEntry? {
    items.indices.contains(index) ? Self.entry(of: items[index], in: lexicon) : nil
  }

  func role(at index: Int) -> Role? { entry(at: index)?.role }

  /// Whether the item is something a negation or a hedge can speak of.
  func isSubject(_ index: Int) -> Bool { items.indices.contains(index) && subjects[index] }

  func kind(at index: Int) -> Kind {
    guard let entry = entry(at: index) else { return .other }
    let namesNote = entry.meanings.contains {
      switch $0 {
      case .note, .material: true
      default: false
      }
    }
    if namesNote { return .note }
    return entry.directness == .family ? .family : .other
  }

  /// Whether two items can be elements of one list of nouns.
  func areAlike(_ left: Int, _ right: Int) -> Bool {
    kind(at: left) == kind(at: right) && kind(at: left) != .other
  }
}
