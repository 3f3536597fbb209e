/// Cuts a folded brief into words, figures, punctuation and forms of the lexicon.
///
/// Latin words are looked up whole. A written Korean word is a chain of nouns, stems and endings,
/// so the best chain is worked out from the end of the text to its beginning: a form is accepted
/// where what follows it inside the written word is explained too. Each position is looked up once,
/// which keeps the cost linear in the length of the text.
struct Scanner {
  let text: FoldedText
  private let lexicon: Lexicon
  private let nearForms: NearForms
  private var letters: [UInt32] { text.scalars }

  /// For each position, the end of the run of Hangul it lies in.
  private var hangulEnds: [Int] = []

  /// For each position in Hangul, the chain that explains the written word from there.
  private var chains: [Link?] = []
  private var items: [ScanItem] = []

  /// One step of a chain.
  private struct Link {
    var entry: Int
    var end: Int
    var tailEnd: Int

    /// Where the next link begins; nil when the written word is done.
    var next: Int?
  }

  static func items(of text: FoldedText, lexicon: Lexicon, nearForms: NearForms) -> [ScanItem] {
    var scanner = Scanner(text: text, lexicon: lexicon, nearForms: nearForms)
    scanner.linkHangul()
    scanner.scan()
    return scanner.items
  }

  private init(text: FoldedText, lexicon: Lexicon, nearForms: NearForms) {
    self.text = text
    self.lexicon = lexicon
    self.nearForms = nearForms
  }

  private mutating func scan() {
    var position = 0
    while position < text.count {
      let letter = letters[position]
      if letter.isHangul {
        position = scanHangul(from: position)
      } else if letter.isLatin {
        position = scanLatin(from: position)
      } else if letter.isDigit {
        position = scanNumber(from: position)
      } else {
        position = scanSymbol(from: position)
      }
    }
  }

  // A word of Latin letters: the longest form that ends where a word ends, else a misspelt one.
  private mutating func scanLatin(from start: Int) -> Int {
    for match in lexicon.matches(in: letters, at: start) {
      let entry = lexicon.entries[match.entry]
      let ending = letters[match.end - 1]
      if ending.isHangul, let link = link(match) {
        emit(link, from: start)
        return link.next ?? link.tailEnd
      }
      guard ending.isLatin || ending.isDigit else {
        append(.entry(match.entry), start..<match.end)
        return match.end
      }
      guard let end = latinEnd(of: entry, at: match.end) else { continue }
      append(.entry(match.entry), start..<end)
      return end
    }
    let end = wordEnd(from: start)
    if let entry = nearForms.entry(near: letters[start..<end]) {
      append(.entry(entry), start..<end)
      items[items.count - 1].isMisspelt = true
    } else {
      append(.word, start..<end)
    }
    return end
  }

  /// The end of an inflected Latin form, or nil when the word goes on as another word.
  private func latinEnd(of entry: LexiconEntry, at end: Int) -> Int? {
    let rest = wordEnd(from: end)
    if rest == end { return end }
    if entry.isStem { return rest - end <= 6 ? rest : nil }
    guard !entry.meanings.isEmpty, entry.letterCount > 2 else { return nil }
    let plurals: [[UInt32]] = [[0x73], [0x65, 0x73], [0x27, 0x73], [0x73, 0x27]]
    return plurals.contains(Array(letters[end..<rest])) ? rest : nil
  }

  private func wordEnd(from start: Int) -> Int {
    var end = start
    while end < letters.count, letters[end].isLatin || letters[end] == 0x27 { end += 1 }
    return end
  }

  private mutating func scanHangul(from start: Int) -> Int {
    if let link = chains[start] {
      emit(link, from: start)
      return link.next ?? link.tailEnd
    }
    // Long nouns are safe to find inside a written word whose beginning is unknown.
    var position = start
    let end = hangulEnd(from: start)
    while position < end {
      if let match = longNoun(at: position) {
        if position > start { append(.word, start..<position) }
        append(.entry(match.entry), position..<match.end)
        return match.end
      }
      position += 1
    }
    append(.word, start..<end)
    return end
  }

  private func longNoun(at position: Int) -> Lexicon.Match? {
    lexicon.matches(in: letters, at: position).first {
      let entry = lexicon.entries[$0.entry]
      return entry.letterCount >= 3 && (!entry.meanings.isEmpty || entry.isTrap)
        && entry.role == nil && letters[$0.end - 1].isHangul
    }
  }

  private mutating func linkHangul() {
    chains = Array(repeating: nil, count: letters.count + 1)
    hangulEnds = Array(0...letters.count)
    for position in letters.indices.reversed() where letters[position].isHangul {
      hangulEnds[position] = hangulEnds[position + 1]
    }
    for position in letters.indices.reversed() where letters[position].isHangul {
      for match in lexicon.matches(in: letters, at: position) {
        guard let link = link(match) else { continue }
        chains[position] = link
        break
      }
    }
  }

  /// How the written word goes on after a form, or nil when it goes on as something unexplained.
  private func link(_ match: Lexicon.Match) -> Link? {
    let entry = lexicon.entries[match.entry]
    let end = match.end
    guard letters[end - 1].isHangul else {
      return Link(entry: match.entry, end: end, tailEnd: end)
    }
    let runEnd = hangulEnd(from: end)
    if runEnd == end { return Link(entry: match.entry, end: end, tailEnd: end) }
    if entry.isStem {
      if let next = chains[end], startsCompound(next) {
        return Link(entry: match.entry, end: end, tailEnd: end, next: end)
      }
      return Link(entry: match.entry, end: end, tailEnd: runEnd)
    }
    let mayInflect = entry.letterCount > 1 || !entry.meanings.isEmpty
    let splits = mayInflect ? particleEnds(from: end, to: runEnd) : [end]
    if splits.contains(runEnd) { return Link(entry: match.entry, end: end, tailEnd: runEnd) }
    for split in splits where chains[split] != nil {
      return Link(entry: match.entry, end: end, tailEnd: split, next: split)
    }
    return nil
  }

  /// Whether a chain begins with a word of its own rather than an ending that looks like one.
  private func startsCompound(_ link: Link) -> Bool {
    let entry = lexicon.entries[link.entry]
    return !entry.meanings.isEmpty && entry.role == nil && entry.letterCount > 1
  }

  /// Positions that up to four particles in a row can reach, nearest first, `start` included.
  private func particleEnds(from start: Int, to end: Int) -> [Int] {
    var ends = [start]
    var newest = [start]
    for _ in 0..<4 {
      var reached: [Int] = []
      for from in newest {
        var node = 0
        var position = from
        while position < end, let next = lexicon.particles.child(of: node, letters[position]) {
          node = next
          position += 1
          let isNew = !ends.contains(position) && !reached.contains(position)
          if lexicon.particles.isEnd(node), isNew { reached.append(position) }
        }
      }
      if reached.isEmpty { break }
      ends += reached
      newest = reached
    }
    return ends.sorted()
  }

  private func hangulEnd(from start: Int) -> Int { hangulEnds[start] }

  private mutating func emit(_ link: Link, from start: Int) {
    let entry = lexicon.entries[link.entry]
    if entry.isRefusedAfterObject, followsObject(start) {
      append(.word, start..<link.tailEnd)
      return
    }
    let tail = link.end..<link.tailEnd
    if entry.isStem {
      append(.entry(link.entry), start..<link.tailEnd)
      items[items.count - 1].ending = KoreanEnding(predicate: Array(letters[tail]))
    } else {
      append(.entry(link.entry), start..<link.end)
      items[items.count - 1].ending = KoreanEnding(particles: Array(letters[tail]))
    }
    items[items.count - 1].tail = tail
    items[items.count - 1].ending.read(word: Array(letters[start..<link.tailEnd]))
  }

  /// Whether the word before ends in 을 or 를.
  private func followsObject(_ start: Int) -> Bool {
    guard start >= 2, letters[start - 1] == 0x20 else { return false }
    return letters[start - 2] == 0xC744 || letters[start - 2] == 0xB97C
  }

  private mutating func scanNumber(from start: Int) -> Int {
    let (value, end) = Figure.read(letters, from: start)
    append(.number(value), start..<end)
    return end
  }

  private mutating func scanSymbol(from position: Int) -> Int {
    if let match = lexicon.matches(in: letters, at: position).first,
      letters[position] != 0x20, latinOrSymbolEnds(match)
    {
      append(.entry(match.entry), position..<match.end)
      return match.end
    }
    switch letters[position] {
    case 0x2C, 0x3001, 0xB7, 0x2F, 0x7C, 0x2022, 0xFF64, 0x318D:
      append(.comma, position..<position + 1)
    case 0x3A: append(.colon, position..<position + 1)
    case 0x2E, 0x21, 0x3F, 0x3B, 0x0A, 0x0D, 0x28, 0x29, 0x5B, 0x5D, 0x3002, 0x2026, 0x22, 0x201C,
      0x201D:
      append(.stop, position..<position + 1)
    case 0x2D where isDash(position): append(.stop, position..<position + 1)
    default: break
    }
    return position + 1
  }

  private func latinOrSymbolEnds(_ match: Lexicon.Match) -> Bool {
    let ending = letters[match.end - 1]
    return !ending.isLatin || wordEnd(from: match.end) == match.end
  }

  /// A hyphen with a space on both sides parts clauses.
  private func isDash(_ position: Int) -> Bool {
    let before = position == 0 || letters[position - 1] == 0x20
    let after = position + 1 == letters.count || letters[position + 1] == 0x20
    return before && after
  }

  private mutating func append(_ content: ScanItem.Content, _ range: Range<Int>) {
    var item = ScanItem(content: content, range: range, tail: range.upperBound..<range.upperBound)
    if let last = items.last {
      let gap = letters[last.tail.upperBound..<max(range.lowerBound, last.tail.upperBound)]
      item.isAttached = gap.allSatisfy { $0 == 0x2D }
    }
    items.append(item)
  }
}
