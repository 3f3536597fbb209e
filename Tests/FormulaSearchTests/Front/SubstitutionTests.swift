import FormulaRules
import OdourModel
import Perfumery
import SeededRandom
import Testing

@testable import FormulaSearch

@Suite struct SubstitutionTests {
  /// A chypre with far more oakmoss than the law allows.
  static func chypre(dosage: Int = 150_000) throws -> Formula {
    let catalogue = try Workshop.shared.get().catalogue
    let parts: [(String, Int)] = [
      ("bergamot-oil-fcf", 200), ("patchouli-oil", 90), ("vetiver-oil", 60), ("hedione", 150),
      ("phenethyl-alcohol", 80), ("oakmoss-absolute", 60), ("galaxolide", 100), ("coumarin", 30),
      ("dipropylene-glycol", 230),
    ]
    return Formula(
      product: Product(category: .eauDeParfum, dosage: MassFraction(millionths: dosage)),
      lines: try parts.map { id, parts in
        FormulaLine(
          material: try #require(catalogue.material(MaterialID(rawValue: id))),
          share: MassFraction(millionths: 1000 * parts))
      })
  }

  private func substitutes(
    _ formula: Formula, _ id: String, count: Int = 5, target: FamilyVector? = nil, among: Int = 20
  ) throws -> [Substitute] {
    let workshop = try Workshop.shared.get()
    var substitution = Substitution(catalogue: workshop.catalogue, rules: workshop.rules)
    substitution.singleCount = among
    substitution.pairedCount = 3
    return try substitution.candidates(
      in: formula, replacing: MaterialID(rawValue: id), count: count, target: target)
  }

  /// Composed once: a few formulas of all kinds.
  private static let composed = Result {
    let workshop = try Workshop.shared.get()
    return (UInt64(1)...5).compactMap { seed in
      // Some drawn briefs cannot be met.
      try? workshop.composer.compose(
        .drawn(seed: seed, catalogue: workshop.catalogue), seed: 1
      ).formula
    }
  }

  @Test func `oakmoss over its limit is replaced by legal mosses`() throws {
    let workshop = try Workshop.shared.get()
    let formula = try Self.chypre()
    #expect(!workshop.rules.report(on: formula).isLegal)
    let found = try substitutes(formula, "oakmoss-absolute")
    #expect(found.first?.parts.map(\.material.id.rawValue) == ["treemoss-absolute"])
    #expect(found.contains { $0.parts.contains { $0.material.id.rawValue == "evernyl" } })
    for substitute in found {
      #expect(substitute.isLegal)
      #expect(workshop.rules.report(on: substitute.formula).isLegal)
      #expect(substitute.formula.total == .one)
      #expect(substitute.isModelled)
      #expect(!substitute.formula.lines.contains { $0.material.id.rawValue == "oakmoss-absolute" })
      for part in substitute.parts {
        #expect(part.share.percent <= part.material.highestPercent.value)
        #expect(!part.reason.isEmpty)
      }
    }
    #expect(found.map(\.profileDistance) == found.map(\.profileDistance).sorted())
  }

  @Test func `a substitute with a limit of its own stays under it and says so`() throws {
    let found = try substitutes(try Self.chypre(), "oakmoss-absolute", count: 20)
    let treemoss = try #require(
      found.first { $0.parts.map(\.material.id.rawValue) == ["treemoss-absolute"] })
    #expect(treemoss.parts[0].share.percent <= 0.1 / 0.15)
    #expect(treemoss.parts[0].reason.contains("IFRA_STD_080"))
  }

  @Test(arguments: UInt64(1)...200)
  func `no substitute breaks a limit in a composed formula`(seed: UInt64) throws {
    let workshop = try Workshop.shared.get()
    let formulas = try Self.composed.get()
    let formula = formulas[Int(seed) % formulas.count]
    var random = SplitMix64(seed: seed)
    let line = formula.lines[Int(random.next() % UInt64(formula.lines.count - 1))]
    let found = try substitutes(formula, line.material.id.rawValue, count: 3, among: 5)
    for substitute in found {
      #expect(workshop.rules.report(on: substitute.formula).isLegal)
      #expect(substitute.formula.total == formula.total)
      #expect(substitute.profileDistance.isFinite)
    }
  }

  @Test func `a pair comes clearly nearer than each of its parts alone`() throws {
    let found = try substitutes(try Self.chypre(), "bergamot-oil-fcf", count: 20)
    let alone = Dictionary(
      uniqueKeysWithValues: found.filter { $0.parts.count == 1 }
        .map { ($0.parts[0].material.id, $0.profileDistance) })
    let pairs = found.filter { $0.parts.count == 2 }
    #expect(!pairs.isEmpty)
    for pair in pairs {
      for part in pair.parts {
        let distance = try #require(alone[part.material.id])
        // 0.9 before the parts are rounded.
        #expect(pair.profileDistance < 0.95 * distance)
      }
    }
  }

  @Test func `what else is illegal stays illegal and is said`() throws {
    let found = try substitutes(try Self.chypre(), "coumarin", count: 3)
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { !$0.isLegal })
  }

  @Test func `a fit is judged by the target where one is given`() throws {
    let formula = try Self.chypre()
    let own = try substitutes(formula, "oakmoss-absolute", count: 1)[0]
    #expect(own.fitChange < 0)
    let floral = try substitutes(
      formula, "oakmoss-absolute", count: 1, target: FamilyVector([.floral: 1]))[0]
    #expect(floral.formula == own.formula)
    #expect(floral.fitChange != own.fitChange)
  }

  @Test func `parts that sum to something else keep their sum`() throws {
    var formula = try Self.chypre()
    for index in formula.lines.indices {
      formula.lines[index].share.millionths = formula.lines[index].share.millionths / 2
    }
    for substitute in try substitutes(formula, "oakmoss-absolute", count: 2) {
      #expect(substitute.formula.total == formula.total)
      #expect(substitute.isLegal)
    }
  }

  @Test func `a formula without solvent gets one for what is left over`() throws {
    var formula = try Self.chypre()
    formula.lines.removeLast()
    let found = try substitutes(formula, "oakmoss-absolute", count: 20)
    #expect(!found.isEmpty)
    for substitute in found {
      #expect(substitute.formula.total == formula.total)
      #expect(substitute.formula.lines.allSatisfy { $0.share > .zero })
    }
  }

  @Test func `only what is in the formula can be replaced`() throws {
    let formula = try Self.chypre()
    #expect(throws: SubstitutionError.notInFormula(MaterialID(rawValue: "rose-oil"))) {
      try substitutes(formula, "rose-oil")
    }
    #expect(throws: SubstitutionError.count(0)) {
      try substitutes(formula, "coumarin", count: 0)
    }
  }
}
