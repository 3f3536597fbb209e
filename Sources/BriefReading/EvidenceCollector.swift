import Perfumery

/// Turns scanned items and their stances into evidence, item by item in the order of the text.
struct EvidenceCollector {
  let text: FoldedText
  let items: [ScanItem]
  let stances: [Stance]
  let lexicon: Lexicon
  let catalogue: Catalogue

  /// Shares in percent that stand beside a family or note, by the item they belong to.
  let percents: [Int: Double]

  /// A note speaks for its families a little less than the family's own name.
  private static let noteWeight = 0.85

  /// The weight from which a negated word speaks against a family: "not sweet" does, "not fresh"
  /// does not, and "no rose" is no word against flowers.
  private static func leastDenied(_ directness: Directness) -> Double {
    switch directness {
    case .field, .mood: 0.7
    case .image: 0.5
    case .note: 2
    case .family: 0.8
    }
  }

  func evidence() -> Evidence {
    var evidence = Evidence()
    // A lone "2% oud" is a trace, not the whole of the perfume.
    let highest = max(percents.values.max() ?? 0, 30)
    for index in items.indices {
      guard case .entry(let entryIndex) = items[index].content else { continue }
      let entry = lexicon.entries[entryIndex]
      guard !entry.isTrap, entry.speaksOfScent else { continue }
      let share = percents[index].map { $0 / highest }
      take(entry, at: index, share: share, into: &evidence)
    }
    return evidence
  }

  private func take(
    _ entry: LexiconEntry, at index: Int, share: Double?, into evidence: inout Evidence
  ) {
    let stance = stances[index]
    // The "deep" of "deep rose" speaks of the rose.
    if stance.isAbsorbed || stance.isModifier { return }
    for meaning in entry.meanings {
      if stance.denial == .none, share != 0 {
        support(meaning, of: entry, at: index, share: share, into: &evidence)
      } else {
        deny(meaning, of: entry, at: index, into: &evidence)
      }
    }
  }

  private func support(
    _ meaning: Meaning, of entry: LexiconEntry, at index: Int, share: Double?,
    into evidence: inout Evidence
  ) {
    let emphasis = stances[index].emphasis
    let words = text.written(items[index].range)
    let trust = items[index].isMisspelt ? 0.8 : 1
    let confidence = entry.directness.confidence * trust
    switch meaning {
    case .family(let family, let weight):
      if let share, entry.directness == .family {
        evidence.setShare(family, weight >= 0.8 ? share : share * weight, words)
      }
      let isNamed = entry.directness == .family && weight >= 0.8
      let isMain = entry.directness >= .note && weight == entry.heaviestFamily
      let trueness = entry.directness == .note ? Self.noteWeight : 1
      evidence.support(
        family, weight * trueness * emphasis * (share ?? 1), entry.directness, words,
        isPlain: isMain)
      if stances[index].isDemanded, isNamed {
        evidence.want(.family(family), words, confidence: confidence)
      }
    case .note(let name, let weight):
      evidence.wish(name, share ?? min(1, weight * emphasis), words, confidence: confidence)
      if stances[index].isDemanded { evidence.want(.note(name), words, confidence: confidence) }
    case .material(let id):
      evidence.want(.material(id), words, confidence: confidence * 0.9)
    default: break
    }
  }

  private func deny(
    _ meaning: Meaning, of entry: LexiconEntry, at index: Int, into evidence: inout Evidence
  ) {
    let stance = stances[index]
    let isHard = stance.denial != .soft
    let words = deniedWords(at: index)
    let confidence = entry.directness.confidence * (items[index].isMisspelt ? 0.8 : 1)
    switch meaning {
    case .family(let family, let weight) where weight >= Self.leastDenied(entry.directness):
      let isNamed = entry.directness == .family && isHard && weight >= 0.9
      evidence.deny(family, isNamed ? .hard : .soft, words)
      if isNamed { evidence.forbid(.family(family), words, confidence: confidence) }
    case .note(let name, _) where isHard:
      evidence.forbid(.note(name), words, confidence: confidence)
    case .material(let id) where isHard:
      evidence.forbid(.material(id), words, confidence: confidence)
    default: break
    }
  }

  /// The ruled-out word with the words that rule it out, or alone when they stand far apart.
  private func deniedWords(at index: Int) -> String {
    let span = stances[index].span
    return text.written(span.count <= 40 ? span : items[index].range)
  }
}
