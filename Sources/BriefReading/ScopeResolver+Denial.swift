/// Which words a negation rules out.
extension ScopeResolver {
  /// What a list is a list of; a comma does not join a note to a mood.
  private enum Kind { case family, note, other }

  private func kind(_ index: Int) -> Kind {
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

  /// Rules out the phrase or list that follows `start`.
  mutating func denyForward(from start: Int, reach: Int, _ denial: Stance.Denial) {
    var denial = denial
    var phrase: [Int] = []
    var list: [[Int]] = []
    var unknownCount = 0
    var sawJoint = false
    var isListWithColon = false
    var index = start + 1
    scan: while index < items.count {
      switch items[index].content {
      case .stop, .number: break scan
      case .colon:
        if !phrase.isEmpty { break scan }
        isListWithColon = true
      case .comma:
        guard let first = list.first?.first ?? phrase.first else { break scan }
        let mayExtend = isListWithColon || (!sawJoint && extendsList(from: index, like: first, needsOr: reach == 4))
        guard mayExtend else { break scan }
        list.append(phrase)
        phrase = []
      case .word:
        unknownCount += 1
        if !phrase.isEmpty || unknownCount > max(reach, list.isEmpty ? 0 : 1) { break scan }
      case .entry:
        if isSubject(index) {
          if let last = phrase.last, last != index - 1 { break scan }
          phrase.append(index)
          unknownCount = 0
          break
        }
        switch role(at: index) {
        case .joint?, .alternative?:
          guard !phrase.isEmpty else { break }
          if !continues(after: index, like: phrase) { break scan }
          sawJoint = true
          list.append(phrase)
          phrase = []
        case .denyNext?, .denyAttached?:
          // "not without": two negations are none.
          if list.isEmpty, phrase.isEmpty, denial == .hard { spend(index) ; return }
          break scan
        case .boostNext?:
          if !phrase.isEmpty || !list.isEmpty { break scan }
          denial = .soft
        case .hedgeNext?, nil:
          let isLight = entry(at: index).map { $0.isFiller || $0.isSuffix } ?? false
          if !phrase.isEmpty, !isLight || entry(at: index)?.isSuffix == false { break scan }
          if !isLight, role(at: index) == nil { unknownCount += 1 }
          if unknownCount > reach, list.isEmpty { break scan }
        case .verb?: if !phrase.isEmpty || !list.isEmpty { break scan }
        case .demandNext?, .softenNext?: if !phrase.isEmpty { break scan }
        default: break scan
        }
      }
      index += 1
    }
    list.append(phrase)
    for phrase in list { denyPhrase(phrase, denial, because: items[start].range) }
  }

  /// Whether something is ruled out earlier in the clause: "no florals except rose".
  func followsDenial(_ index: Int) -> Bool {
    for position in items[..<index].indices.reversed() {
      if items[position].content == .stop { return false }
      if case .denyNext? = role(at: position) { return true }
    }
    return false
  }

  /// Rules out a noun with its adjectives, or adjectives on their own.
  private mutating func denyPhrase(
    _ phrase: [Int], _ denial: Stance.Denial, because range: Range<Int>
  ) {
    guard let head = phrase.last else { return }
    let adjectives = kind(head) == .other ? [] : phrase.filter { kind($0) == .other }
    for index in phrase {
      // "no sweet vanilla" rules out vanilla; "not too sweet vanilla" wishes for one less sweet.
      switch (adjectives.contains(index), denial) {
      case (true, .hard): absorb(index)
      case (false, .soft) where !adjectives.isEmpty: break
      default: deny(index, denial, because: range)
      }
    }
  }

  /// Whether "and", "or" carries a negation on to what follows it.
  private func continues(after joint: Int, like phrase: [Int]) -> Bool {
    var index = joint + 1
    while let entry = entry(at: index), entry.isFiller, !isSubject(index), entry.role == nil { index += 1 }
    guard let first = phrase.last else { return false }
    if role(at: joint) == .alternative { return role(at: index) == nil || isSubject(index) }
    return isSubject(index) && kind(index) == kind(first)
  }

  /// Whether the comma at `comma` goes on with the list that `first` began.
  private func extendsList(from comma: Int, like first: Int, needsOr: Bool) -> Bool {
    var index = comma + 1
    var isPure = true
    var hasElement = false
    scan: while index < items.count {
      switch items[index].content {
      case .comma: break
      case .stop: break scan
      case .word, .number, .colon: return false
      case .entry:
        if isSubject(index) {
          hasElement = true
          isPure = isPure && kind(index) == kind(first) && kind(first) != .other
        } else if role(at: index) == .alternative {
          return true
        } else if role(at: index) == .break {
          break scan
        } else if role(at: index) != nil, role(at: index) != .joint {
          return false
        }
      }
      index += 1
    }
    return hasElement && isPure && !needsOr
  }

  /// Rules out the noun or list before `start`.
  mutating func denyBackward(
    from start: Int, reach: Int, _ denial: Stance.Denial, listOnly: Bool = false
  ) {
    if start + 1 < items.count, items[start + 1].content == .colon, !listOnly {
      denyForward(from: start, reach: 1, denial)
      return
    }
    var first: Int? = listOnly ? start : nil
    var isLinked = false
    var unknownCount = 0
    var index = start - 1
    while index >= 0 {
      switch items[index].content {
      case .stop, .colon, .number: return
      case .comma:
        guard let first, isSubject(index - 1), kind(index - 1) == kind(first), kind(first) != .other,
          beginsElement(index - 1)
        else { return }
        isLinked = true
      case .word:
        unknownCount += 1
        if first != nil || unknownCount > reach { return }
      case .entry:
        if isSubject(index) {
          if items[index].ending.listsOn { isLinked = true }
          guard first == nil || isLinked else {
            if items[index].ending.isAdnominal, kind(index) == .other { absorb(index) }
            return
          }
          deny(index, denial, because: items[start].range)
          first = first ?? index
          isLinked = false
        } else if role(at: index) == .joint || role(at: index) == .alternative {
          isLinked = true
        } else if entry(at: index)?.isSuffix == true, role(at: index) == nil {
          isLinked = isLinked || (first != nil && items[index].ending.listsOn)
        } else if entry(at: index)?.isFiller == true, first == nil {
          break
        } else {
          return
        }
      }
      index -= 1
    }
  }

  /// Whether a noun is a bare element of a list: first in its clause or after a comma or another noun
  /// of the list.
  private func beginsElement(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    switch items[index - 1].content {
    case .stop, .comma, .colon: return true
    default: return isSubject(index - 1) && kind(index - 1) == kind(index)
    }
  }

  /// Softens the predicates in -지 before 않다: 달지도 무겁지도 않은.
  mutating func denyPredicates(before start: Int) {
    var index = start - 1
    while isSubject(index), items[index].ending.awaitsNegation {
      deny(index, .soft, because: items[start].range)
      index -= 1
    }
  }
}
