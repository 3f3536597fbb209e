/// Which words a hedge, boost, concession or demand speaks of.
extension ScopeResolver {
  /// The noun or predicate before `index`, past a "scent" or 향 and so many unknown words.
  func subjectBefore(_ index: Int, reach: Int) -> Int? {
    var position = index - 1
    var unknownCount = 0
    while position >= 0 {
      if text.isSubject(position), !isModifierOnly(position) { return position }
      switch text.items[position].content {
      case .word:
        unknownCount += 1
        if unknownCount > reach { return nil }
      case .entry:
        let isLight =
          text.entry(at: position).map { $0.isSuffix || $0.isFiller } ?? false
          || isModifierOnly(position)
        if !isLight { return nil }
      default: return nil
      }
      position -= 1
    }
    return nil
  }

  /// The word after `index`, past articles, other adverbs and so many unknown words.
  private func subjectAfter(_ index: Int, reach: Int) -> Int? {
    var position = index + 1
    var unknownCount = 0
    while position < text.items.count {
      if text.isSubject(position) { return position }
      switch text.items[position].content {
      case .word:
        unknownCount += 1
        if unknownCount > reach { return nil }
      case .entry:
        let role = text.role(at: position)
        let isLight = role == nil || role == .hedgeNext || role == .boostNext
        if !isLight || text.entry(at: position)?.isSuffix == true { return nil }
      default: return nil
      }
      position += 1
    }
    return nil
  }

  /// Whether the word speaks of strength alone, so that a hedge beside it means the noun further
  /// on.
  private func isModifierOnly(_ index: Int) -> Bool {
    guard let role = text.role(at: index) else { return false }
    return role == .hedgeNext || role == .boostNext || role == .hedgeLast
  }

  mutating func emphasise(from index: Int, by factor: Double) {
    let isKorean = isKorean(index)
    let next = subjectAfter(index, reach: 0)
    let last = isKorean ? subjectBefore(index, reach: 0) : nil
    // 바닐라가 살짝 감도는 우디: an adverb with a verb between belongs to the noun before it.
    guard let subject = next ?? last ?? subjectAfter(index, reach: isKorean ? 1 : 0),
      subject != index
    else { return }
    scale(subject, by: factor)
    markModifier(index)
    guard subject > index, !isKorean, text.role(at: subject + 1) == .joint,
      text.isSubject(subject + 2)
    else { return }
    scale(subject + 2, by: factor)
  }

  mutating func concede(from index: Int, reach: Int) {
    guard let subject = subjectAfter(index, reach: reach),
      let directness = text.entry(at: subject)?.directness,
      directness == .mood || directness == .family
    else { return }
    scale(subject, by: 0.15)
  }

  mutating func demandForward(from index: Int, reach: Int) {
    guard let first = subjectAfter(index, reach: reach) else { return }
    demand(first)
    var position = first + 1
    while position < text.items.count {
      if text.isSubject(position) {
        demand(position)
      } else if text.items[position].content != .comma, text.role(at: position) != .joint,
        text.entry(at: position)?.isFiller != true, text.entry(at: position)?.isSuffix != true
      {
        return
      }
      position += 1
    }
  }

  mutating func demandBackward(from index: Int, reach: Int) {
    guard let first = subjectBefore(index, reach: reach + 1) else {
      // 빼놓을 수 없는 장미
      demandForward(from: index, reach: 0)
      return
    }
    demand(first)
    var position = first - 1
    while position >= 0 {
      if text.isSubject(position),
        text.items[position].ending.listsOn || text.items[position + 1].content == .comma
      {
        demand(position)
      } else if text.items[position].content != .comma, text.entry(at: position)?.isSuffix != true {
        return
      }
      position -= 1
    }
  }

  private func isKorean(_ index: Int) -> Bool {
    text.entry(at: index)?.isHangul == true
  }
}
