import FormulaRules
import Perfumery

/// A brief with all that a formula for it is sought under: law, wishes and wished profile.
struct Commission {
  let brief: Brief
  let catalogue: Catalogue
  let wishes: [Wish]
  let target: BriefTarget
  let universe: Universe

  /// - Throws: `unusable` or `noExchangeRate` for a number that cannot be worked with; `noSolvent`.
  init(
    _ brief: Brief, catalogue: Catalogue, rules: RuleBook, rates: ExchangeRates
  ) throws(CompositionError) {
    try Self.check(brief)
    self.brief = brief
    self.catalogue = catalogue
    wishes = try Wish.all(of: brief, rates: rates)
    target = BriefTarget(brief, catalogue: catalogue)
    universe = try Universe(
      catalogue: catalogue, rules: rules, product: brief.product,
      needsAllergens: brief.allergenLimitPpm != nil)
  }

  /// A palette chosen by `seed`, to be solved for its doses.
  ///
  /// - Parameters:
  ///   - target: in place of the brief's own profile.
  ///   - wishes: in place of the brief's own.
  func formulation(
    seed: UInt64, target: BriefTarget? = nil, wishes: [Wish]? = nil
  ) -> Formulation {
    let target = target ?? self.target
    let wishes = wishes ?? self.wishes
    var chooser = PaletteChooser(
      universe: universe, catalogue: catalogue, brief: brief, target: target, wishes: wishes,
      seed: seed)
    return Formulation(
      universe: universe, catalogue: catalogue, brief: brief, target: target, wishes: wishes,
      palette: chooser.choose())
  }

  /// The smallest set of wishes that cannot be met together; nil when they can.
  func conflict() throws(CompositionError) -> CompositionError? {
    try ConflictFinder(universe: universe, catalogue: catalogue, brief: brief)
      .conflict(among: wishes)
  }

  private static func check(_ brief: Brief) throws(CompositionError) {
    let dosage = brief.dosagePercent.value
    guard dosage >= 0.001, dosage <= 100 else {
      throw .unusable(field: "dosage percent", value: dosage, allowed: "0.001 to 100")
    }
    for family in Family.allCases {
      guard let value = brief.families[family]?.value, !(0...1).contains(value) else { continue }
      throw .unusable(field: "family \(family.rawValue)", value: value, allowed: "0 to 1")
    }
    for name in brief.notes.keys.sorted() {
      guard let value = brief.notes[name]?.value, !(0...1).contains(value) else { continue }
      throw .unusable(field: "note \(name.rawValue)", value: value, allowed: "0 to 1")
    }
  }
}
