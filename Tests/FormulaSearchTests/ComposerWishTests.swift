import FormulaRules
import OdourModel
import Perfumery
import Testing

@testable import FormulaSearch

@Suite("The composer keeps to wishes")
struct ComposerWishTests {
  let shop: Workshop

  init() throws { shop = try Workshop.shared.get() }

  private func compose(_ brief: Brief, seed: UInt64 = 1) throws -> Composition {
    try shop.composer.compose(brief, seed: seed)
  }

  @Test("spends no more than the budget", arguments: [110.0, 130, 160, 250])
  func budget(dollars: Double) throws {
    let composition = try compose(
      Brief.asking([.floral: 1, .woody: 0.6]) {
        $0.budgetPerKilogram = .said(Money(dollars, .usd))
      })
    #expect(composition.dollarsPerKilogram <= dollars)
    #expect(composition.unpriced.isEmpty)
    #expect(composition.notices.contains { $0.contains("without a price") })
  }

  @Test("reads budgets in other currencies through the rates")
  func foreignBudget() throws {
    let brief = Brief.asking([.floral: 1, .woody: 0.6]) {
      $0.budgetPerKilogram = .said(Money(140 * 1400, .krw))
    }
    #expect(try compose(brief).dollarsPerKilogram <= 140)
    let bare = Composer(catalogue: shop.catalogue, rules: shop.rules)
    #expect(throws: CompositionError.noExchangeRate(.krw)) { try bare.compose(brief, seed: 1) }
  }

  @Test("says what a tight budget costs in fit")
  func budgetBinds() throws {
    let tight = try compose(
      Brief.asking([.floral: 1, .powdery: 0.5]) { $0.budgetPerKilogram = .said(Money(85, .usd)) })
    let free = try compose(Brief.asking([.floral: 1, .powdery: 0.5]))
    #expect(tight.bindingWishes.first?.wish == "budget 85 USD/kg")
    #expect(tight.bindingWishes.first.map { $0.fitGain > 0 } == true)
    #expect(free.bindingWishes.isEmpty)
  }

  @Test(
    "holds a wanted material at a clear dose",
    arguments: ["patchouli-oil", "hedione", "calone", "indole", "oakmoss-absolute"])
  func wantedMaterial(id: String) throws {
    let composition = try compose(
      Brief.asking([.citrus: 1]) { $0.wanted = [.said(.material(id))] })
    let line = try #require(composition.line(id))
    #expect(line.share.percent >= 0.24 * line.material.usualPercent.value)
    #expect(composition.reasons[line.material.id]?.contains("wanted") == true)
  }

  @Test("carries a wanted note by its materials", arguments: ["rose", "vanilla", "bergamot"])
  func wantedNote(name: String) throws {
    let note = try #require(shop.catalogue.note(NoteName(rawValue: name)))
    let composition = try compose(
      Brief.asking([.woody: 1]) { $0.wanted = [.said(.note(name))] })
    let doses = composition.formula.lines.filter { note.materials.contains($0.material.id) }
      .reduce(0) { $0 + $1.share.percent / $1.material.usualPercent.value }
    #expect(doses >= 0.48)
  }

  @Test("gives a wanted family its part")
  func wantedFamily() throws {
    let composition = try compose(
      Brief.asking([.woody: 1]) { $0.wanted = [.said(.family(.leather))] })
    let doses = composition.formula.lines.dropLast().reduce(FamilyVector.zero) {
      $0 + $1.material.families * ($1.share.percent / $1.material.usualPercent.value)
    }
    #expect(doses.normalised[.leather] >= 0.149)
  }

  @Test("leaves out a forbidden material in all its grades")
  func forbiddenMaterial() throws {
    let composition = try compose(
      Brief.asking([.citrus: 1]) {
        $0.forbidden = [.said(.material("bergamot-oil-expressed"))]
      })
    #expect(composition.formula.lines.allSatisfy { !$0.material.casNumbers.contains("8007-75-8") })
  }

  @Test(
    "leaves out every material of a forbidden note", arguments: ["rose", "patchouli", "vanilla"])
  func forbiddenNote(name: String) throws {
    let note = try #require(shop.catalogue.note(NoteName(rawValue: name)))
    let composition = try compose(
      Brief.asking([.floral: 0.8, .woody: 0.7, .gourmand: 0.5]) {
        $0.forbidden = [.said(.note(name))]
        $0.notes[note.name] = .said(0.9)
      })
    #expect(composition.formula.lines.allSatisfy { !note.materials.contains($0.material.id) })
  }

  @Test("keeps ruled-out families to traces", arguments: Family.allCases)
  func ruledOutFamily(family: Family) throws {
    let asked: Family = family == .floral ? .woody : .floral
    let composition = try compose(Brief.asking([asked: 1, family: 0]))
    #expect(composition.formula.lines.allSatisfy { $0.material.families[family] <= 0.1 })
    #expect(composition.fit.achieved[family] <= 0.1)
    #expect(composition.fit.target[family] == 0)
  }

  @Test("stays under an allergen bound", arguments: [0.0, 100, 2000])
  func allergens(ppm: Double) throws {
    let composition = try compose(
      Brief.asking([.woody: 1, .musk: 0.6]) { $0.allergenLimitPpm = .said(ppm) })
    let found = shop.rules.allergens(in: composition.formula)
      .reduce(0) { $0 + $1.percentInProduct * 10_000 }
    #expect(found <= ppm)
  }

  @Test("answers more strength with less solvent")
  func strength() throws {
    let shares = try [0.0, 0.25, 0.5, 0.75, 1].map { strength in
      try compose(Brief.asking([.floral: 1, .woody: 0.5]) { $0.strength = .said(strength) })
        .solventShare
    }
    for (weaker, stronger) in zip(shares, shares.dropFirst()) { #expect(stronger < weaker) }
    #expect(shares[0] > 0.4 && shares[4] < 0.1)
  }

  @Test(
    "keeps the base that wear needs, and says when the odour model expects less",
    arguments: [Family.citrus, .floral, .aromatic])
  func longevity(family: Family) throws {
    var hours: [Double] = []
    for wished in [2.0, 10, 14] {
      let composition = try compose(
        Brief.asking([family: 1, .woody: 0.3]) { $0.longevityHours = .said(wished) })
      #expect(composition.doseShare(.base) >= NoteBalance.leastBase(forHours: wished) - 0.01)
      let expected = composition.profile.longevityHours.value
      let isTold = composition.notices.contains { $0.contains("h of clear smell") }
      #expect(isTold == (expected < 0.95 * wished))
      hours.append(expected)
    }
    #expect(hours[2] > hours[0])
  }

  @Test("gives notes of a brief a place, weighted")
  func notes() throws {
    let composition = try compose(
      Brief.asking([.floral: 0.6]) { $0.notes[NoteName(rawValue: "rose")] = .said(1) })
    #expect(composition.reasons.values.contains { $0.hasPrefix("carries rose") })
  }

  @Test("says when it does not know a note")
  func unknownNote() throws {
    let composition = try compose(
      Brief.asking([.floral: 0.6]) { $0.notes[NoteName(rawValue: "moonlight")] = .said(1) })
    #expect(composition.notices.contains { $0.contains("moonlight") })
  }

  @Test("composes a quiet floral wood when the brief leaves the odour open")
  func openBrief() throws {
    let composition = try compose(Brief.asking([:]))
    #expect(composition.notices.contains { $0.contains("names no odour") })
    #expect(composition.fit.cosine > 0.9)
  }

  @Test("refuses numbers that mean nothing")
  func unusableNumbers() {
    func error(_ edit: (inout Brief) -> Void) -> CompositionError? {
      do {
        _ = try shop.composer.compose(Brief.asking([.floral: 1], edit), seed: 1)
        return nil
      } catch { return error }
    }
    let edits: [(inout Brief) -> Void] = [
      { $0.dosagePercent = .said(0) }, { $0.dosagePercent = .said(101) },
      { $0.dosagePercent = .said(.nan) }, { $0.strength = .said(1.5) },
      { $0.longevityHours = .said(-1) }, { $0.allergenLimitPpm = .said(.infinity) },
      { $0.budgetPerKilogram = .said(Money(-5, .usd)) },
      { $0.families[.musk] = .said(.nan) }, { $0.families[.musk] = .said(-0.1) },
      { $0.notes[NoteName(rawValue: "rose")] = .said(1.1) },
      { $0.wanted = (0...20).map { .said(.material("m\($0)")) } },
    ]
    for edit in edits {
      guard case .unusable(_, _, let allowed) = error(edit) else {
        Issue.record("a meaningless number was accepted")
        continue
      }
      #expect(!allowed.isEmpty)
    }
  }
}
