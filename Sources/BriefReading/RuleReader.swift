package import Perfumery

/// Reads creative briefs in Korean and English by fixed rules: the same text, the same brief.
///
/// Words are looked up in the embedded lexicon, their neighbours decide whether they are wished
/// for, hedged, insisted on or ruled out, and figures are read with their units. Nothing is learned
/// and nothing is asked of the network, so this reader always answers. Cost is linear in the text;
/// callers bound its length.
///
/// A field the text does not speak of is absent. Category and dosage must have a value: they
/// default to an eau de parfum and the usual dosage of the category, with an empty `because` and
/// confidence 0.2.
package struct RuleReader: Sendable {
  private let catalogue: Catalogue
  private let lexicon: Lexicon
  private let nearForms: NearForms

  /// Confidence of a category or dosage the text does not speak of.
  static let defaultConfidence = 0.2

  /// - Throws: `LexiconError` when an embedded word table is malformed.
  package init(catalogue: Catalogue) throws {
    self.catalogue = catalogue
    lexicon = try Lexicon.builtIn(catalogue: catalogue)
    nearForms = lexicon.nearForms()
  }

  /// The brief a text describes; see `Brief.saysNothing` for a text without one.
  package func read(_ text: String) -> Brief {
    let folded = FoldedText(text)
    let items = Scanner.items(of: folded, lexicon: lexicon, nearForms: nearForms)
    let stances = ScopeResolver.stances(of: items, lexicon: lexicon)
    let figures = FigureReader.figures(in: items, text: folded, lexicon: lexicon)
    let language: BriefLanguage = folded.hasHangul ? .korean : .english
    var brief = Self.emptyBrief(in: language)
    let collector = EvidenceCollector(
      text: folded, items: items, stances: stances, lexicon: lexicon, catalogue: catalogue,
      percents: figures.percents)
    collector.evidence().settle(into: &brief)
    let fields = FieldReader(text: folded, items: items, stances: stances, lexicon: lexicon)
    fields.fill(&brief, figures: figures)
    brief.leanOnSeason()
    return brief
  }

  private static func emptyBrief(in language: BriefLanguage) -> Brief {
    let category = ProductCategory.eauDeParfum
    return Brief(
      language: language,
      category: Reading(category, confidence: defaultConfidence, because: []),
      dosagePercent: Reading(
        category.usualDosagePercent, confidence: defaultConfidence, because: []))
  }
}

extension Brief {
  /// Whether the text spoke of no smell at all: no family, note, mood, season or wish.
  ///
  /// A product, dosage or budget alone does not describe a perfume, nor does a list of what it must
  /// not contain.
  package var saysNothing: Bool {
    let wished = families.values.contains { $0.value > 0 }
    return !wished && notes.isEmpty && moods.isEmpty && seasons.isEmpty && wanted.isEmpty
  }
}

extension Brief {
  /// Gives a brief that asks for no family the ones its surest season is worn in.
  ///
  /// A guess of last resort, with confidence 0.2, so that "something for summer" can be composed.
  fileprivate mutating func leanOnSeason() {
    guard let season = seasons.first, !families.values.contains(where: { $0.value > 0 }) else {
      return
    }
    let usual: [(Family, Double)] =
      switch season.value {
      case .spring: [(.floral, 0.5), (.green, 0.4)]
      case .summer: [(.citrus, 0.5), (.aquatic, 0.4)]
      case .autumn: [(.woody, 0.5), (.spicy, 0.4)]
      case .winter: [(.amber, 0.5), (.spicy, 0.4)]
      }
    for (family, value) in usual where families[family] == nil {
      families[family] = Reading(value, confidence: 0.2, because: season.because)
    }
  }
}

extension Lexicon {
  /// The single English words that name a note or family, for finding misspellings.
  func nearForms() -> NearForms {
    var near = NearForms()
    for (letters, index) in singleWords where entries[index].role == nil {
      let entry = entries[index]
      let namesNote = entry.meanings.contains { if case .note = $0 { true } else { false } }
      let namesFamily = entry.directness == .family && entry.heaviestFamily >= 0.9
      guard namesNote || namesFamily else { continue }
      near.add(letters, entry: index)
    }
    return near
  }
}
