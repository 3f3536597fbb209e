/// Which words a negation rules out.
extension ScopeResolver {
  /// Rules out the phrase or list that follows `start`.
  mutating func denyForward(from start: Int, reach: Int, _ denial: Stance.Denial) {
    let scope = DenialScope(after: start, reach: reach, denial, in: text)
    if let second = scope.cancelledBy { spend(second) }
    for phrase in scope.phrases {
      denyPhrase(phrase, scope.denial, because: text.items[start].range)
    }
  }

  /// Whether something is ruled out earlier in the clause: "no florals except rose".
  func followsDenial(_ index: Int) -> Bool {
    for position in text.items[..<index].indices.reversed() {
      if text.items[position].content == .stop { return false }
      if case .denyNext? = text.role(at: position) { return true }
    }
    return false
  }

  /// Rules out a noun with its adjectives, or adjectives on their own.
  private mutating func denyPhrase(
    _ phrase: [Int], _ denial: Stance.Denial, because range: Range<Int>
  ) {
    guard let head = phrase.last else { return }
    let adjectives =
      text.kind(at: head) == .other ? [] : phrase.filter { text.kind(at: $0) == .other }
    for index in phrase {
      // "no sweet vanilla" rules out vanilla; "not too sweet vanilla" wishes for one less sweet.
      switch (adjectives.contains(index), denial) {
      case (true, .hard): absorb(index)
      case (false, .soft) where !adjectives.isEmpty: break
      default: deny(index, denial, because: range)
      }
    }
  }

  /// Rules out the noun or list before `start`.
  mutating func denyBackward(
    from start: Int, reach: Int, _ denial: Stance.Denial, listOnly: Bool = false
  ) {
    if start + 1 < text.items.count, text.items[start + 1].content == .colon, !listOnly {
      denyForward(from: start, reach: 1, denial)
      return
    }
    var first: Int? = listOnly ? start : nil
    var isLinked = false
    var unknownCount = 0
    var index = start - 1
    while index >= 0 {
      switch text.items[index].content {
      case .stop, .colon, .number: return
      case .comma:
        guard let first, text.isSubject(index - 1), text.areAlike(index - 1, first),
          beginsElement(index - 1)
        else { return }
        isLinked = true
      case .word:
        unknownCount += 1
        if first != nil || unknownCount > reach { return }
      case .entry:
        guard text.isSubject(index) else {
          guard let link = link(at: index, afterNoun: first != nil) else { return }
          isLinked = isLinked || link
          break
        }
        guard first == nil || isLinked || text.items[index].ending.listsOn else {
          absorbAdjective(index)
          return
        }
        deny(index, denial, because: text.items[start].range)
        first = first ?? index
        isLinked = false
      }
      index -= 1
    }
  }

  /// Whether a word between nouns, read backwards, joins them into a list; nil when it parts them.
  private func link(at index: Int, afterNoun: Bool) -> Bool? {
    guard let entry = text.entry(at: index) else { return nil }
    switch entry.role {
    case .joint?, .alternative?: return true
    case nil where entry.isSuffix: return afterNoun && text.items[index].ending.listsOn
    default: return entry.isFiller && !afterNoun ? false : nil
    }
  }

  /// Drops the adjective of a noun that was ruled out: 달콤한 바닐라 빼고.
  private mutating func absorbAdjective(_ index: Int) {
    if text.items[index].ending.isAdnominal, text.kind(at: index) == .other { absorb(index) }
  }

  /// Whether a noun is a bare element of a list: first in its clause, or after a comma or another
  /// noun of the list.
  private func beginsElement(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    switch text.items[index - 1].content {
    case .stop, .comma, .colon: return true
    default: return text.isSubject(index - 1) && text.kind(at: index - 1) == text.kind(at: index)
    }
  }

  /// Softens the predicates in -지 before 않다: 달지도 무겁지도 않은.
  mutating func denyPredicates(before start: Int) {
    var index = start - 1
    while text.isSubject(index), text.items[index].ending.awaitsNegation {
      deny(index, .soft, because: text.items[start].range)
      index -= 1
    }
  }
}
