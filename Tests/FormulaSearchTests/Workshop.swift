import FormulaRules
import Perfumery
import SeededRandom

@testable import FormulaSearch

/// The built-in catalogue and rules, read once for all suites, and briefs in a few words.
struct Workshop {
  let catalogue: Catalogue
  let rules: RuleBook
  let composer: Composer

  static let shared = Result { try Workshop() }

  private init() throws {
    catalogue = try Catalogue.builtIn()
    rules = try RuleBook.builtIn(catalogue: catalogue)
    composer = Composer(
      catalogue: catalogue, rules: rules,
      rates: ExchangeRates(unitsPerDollar: [.krw: 1400, .eur: 0.9]))
  }

  /// Everything that composing works with, for one brief.
  func commission(_ brief: Brief) throws -> Commission {
    try Commission(
      brief, catalogue: catalogue, rules: rules, rates: ExchangeRates(unitsPerDollar: [:]))
  }

  func universe(_ brief: Brief) throws -> Universe { try commission(brief).universe }

  func chooser(_ brief: Brief, seed: UInt64 = 1) throws -> PaletteChooser {
    let commission = try commission(brief)
    return PaletteChooser(
      universe: commission.universe, catalogue: catalogue, brief: brief,
      target: commission.target, wishes: commission.wishes, seed: seed)
  }
}

extension Brief {
  static func asking(
    _ families: [Family: Double], category: ProductCategory = .eauDeParfum,
    dosage: Double? = nil, _ edit: (inout Brief) -> Void = { _ in }
  ) -> Brief {
    var brief = Brief(
      language: .english, category: .said(category),
      dosagePercent: .said(dosage ?? category.usualDosagePercent))
    for (family, value) in families { brief.families[family] = .said(value) }
    edit(&brief)
    return brief
  }

  /// Families, product, notes and wishes drawn by a seed; most such briefs can be met.
  static func drawn(seed: UInt64, catalogue: Catalogue) -> Brief {
    var random = SplitMix64(seed: seed)
    func pick<Element>(_ list: [Element]) -> Element {
      list[Int(random.next() % UInt64(list.count))]
    }
    var brief = Brief.asking([:], category: pick(ProductCategory.allCases))
    for _ in 0..<(1 + random.next() % 4) {
      brief.families[pick(Family.allCases)] = .said(0.3 + 0.7 * random.nextUnit())
    }
    if random.nextUnit() < 0.5 { brief.notes[pick(catalogue.notes).name] = .said(0.8) }
    if random.nextUnit() < 0.3 { brief.longevityHours = .said(2 + 10 * random.nextUnit()) }
    if random.nextUnit() < 0.3 { brief.strength = .said(random.nextUnit()) }
    if random.nextUnit() < 0.3 {
      brief.budgetPerKilogram = .said(Money(120 + 300 * random.nextUnit(), .usd))
    }
    if random.nextUnit() < 0.2 { brief.allergenLimitPpm = .said(20_000 * random.nextUnit()) }
    if random.nextUnit() < 0.3 {
      let family = pick(Family.allCases)
      if brief.families[family] == nil { brief.families[family] = .said(0) }
    }
    return brief
  }
}

extension Reading {
  static func said(_ value: Value) -> Self { Self(value, confidence: 1, because: []) }
}

extension Subject {
  static func material(_ id: String) -> Self { .material(MaterialID(rawValue: id)) }
  static func note(_ name: String) -> Self { .note(NoteName(rawValue: name)) }
}

extension Composition {
  func line(_ id: String) -> FormulaLine? {
    formula.lines.first { $0.material.id.rawValue == id }
  }

  var solventShare: Double {
    formula.lines.filter { $0.material.kind == .solvent }.reduce(0) { $0 + $1.share.fraction }
  }

  /// Part of the usual doses that a note makes up.
  func doseShare(_ note: Note) -> Double {
    var all = 0.0
    var own = 0.0
    for line in formula.lines where line.material.kind != .solvent {
      let doses = line.share.percent / line.material.usualPercent.value
      all += doses
      if line.material.note == note { own += doses }
    }
    return own / all
  }
}
