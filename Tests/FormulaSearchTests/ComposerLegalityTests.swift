import FormulaRules
import OdourModel
import Perfumery
import Testing

@testable import FormulaSearch

@Suite("A composed formula")
struct ComposerLegalityTests {
  let shop: Workshop

  init() throws { shop = try Workshop.shared.get() }

  /// What every formula has to be, whatever was asked.
  private func check(_ composition: Composition, for brief: Brief) {
    let formula = composition.formula
    #expect(shop.rules.report(on: formula).violations.isEmpty)
    #expect(formula.total == .one)
    #expect((8...30).contains(formula.lines.count))
    #expect(formula.product == brief.product)
    #expect(formula.lines.allSatisfy { $0.share > .zero })
    #expect(Set(formula.lines.map(\.material.id)).count == formula.lines.count)
    #expect(formula.lines.last?.material.kind == .solvent)
    for line in formula.lines {
      #expect(composition.reasons[line.material.id]?.isEmpty == false)
      #expect(line.share.percent <= line.material.highestPercent.value + 1e-9)
    }
    #expect(composition.reasons.count == formula.lines.count)
    #expect(abs(composition.fit.target.total - 1) < 1e-9)
    #expect(abs(composition.fit.achieved.total - 1) < 1e-9)
    #expect(composition.profile.points.count == 6)
    if let bound = composition.bound?.upperBound {
      // The bound is for exact shares; rounding to three digits can give a wish a little way.
      #expect(composition.fit.doseCosine <= bound + 1e-3)
    }
    checkOrder(composition)
    checkDilutions(composition)
    for limit in composition.binding {
      #expect(limit.fitGain > 0 && limit.percentOfLimit <= 100 + 1e-6)
    }
  }

  /// Top, heart and base by evaporation, each with the largest line first.
  private func checkOrder(_ composition: Composition) {
    let rank: [Note: Int] = [.top: 0, .heart: 1, .base: 2]
    let lines = composition.formula.lines.dropLast()
    #expect(composition.pyramid.count == lines.count)
    let places = lines.map { line in
      (rank[composition.pyramid[line.material.id] ?? .base] ?? 3, -line.share.millionths)
    }
    for (line, next) in zip(places, places.dropFirst()) { #expect(line <= next) }
    for line in lines where composition.profile.evidence[line.material.id] == .unknown {
      #expect(composition.pyramid[line.material.id] == line.material.note)
      #expect(composition.notices.contains { $0.contains(line.material.name) })
    }
  }

  private func checkDilutions(_ composition: Composition) {
    var carried = 0.0
    for line in composition.formula.lines {
      #expect([100, 10, 1].contains(line.dilutionPercent))
      if line.share.percent >= 0.02 { #expect(line.dilutionPercent == 100) }
      if line.dilutionPercent < 100 { #expect(line.share.percent < 0.02) }
      carried += line.share.fraction * (100 / line.dilutionPercent - 1)
    }
    #expect(carried <= composition.solventShare)
  }

  @Test("is legal and whole for every family alone", arguments: Family.allCases)
  func everyFamilyAlone(family: Family) throws {
    for category in [ProductCategory.eauDeParfum, .parfum, .bodyLotion, .soap] {
      let brief = Brief.asking([family: 1], category: category)
      check(try shop.composer.compose(brief, seed: 1), for: brief)
    }
  }

  @Test("is legal and whole for every product", arguments: ProductCategory.allCases)
  func everyProduct(category: ProductCategory) throws {
    let brief = Brief.asking(
      [.citrus: 0.7, .floral: 0.8, .mossy: 0.5, .spicy: 0.4], category: category)
    check(try shop.composer.compose(brief, seed: 3), for: brief)
  }

  @Test(
    "is legal and whole for drawn briefs, or a conflict is named; nine in ten can be met",
    arguments: [1...20, 21...40, 41...60] as [ClosedRange<UInt64>])
  func drawnBriefs(seeds: ClosedRange<UInt64>) throws {
    var met = 0
    for seed in seeds {
      let brief = Brief.drawn(seed: seed, catalogue: shop.catalogue)
      do {
        check(try shop.composer.compose(brief, seed: seed), for: brief)
        met += 1
      } catch CompositionError.infeasible(let conflicts, let explanation) {
        #expect(!conflicts.isEmpty && !explanation.isEmpty)
      }
    }
    #expect(met >= 18)
  }

  @Test("moves with the dosage where a limit binds")
  func dosageMatters() throws {
    func mosses(_ dosage: Double) throws -> Double {
      let brief = Brief.asking([.mossy: 1], dosage: dosage)
      let composition = try shop.composer.compose(brief, seed: 1)
      return (composition.line("oakmoss-absolute")?.share.percent ?? 0)
        + (composition.line("treemoss-absolute")?.share.percent ?? 0)
    }
    #expect(try mosses(20) <= 0.5)
    #expect(try mosses(10) > mosses(20))
  }

  @Test("says which standard holds it back")
  func bindingLimits() throws {
    let brief = Brief.asking([.mossy: 1, .woody: 0.3])
    let composition = try shop.composer.compose(brief, seed: 1)
    let limit = try #require(composition.binding.first)
    #expect(limit.percentOfLimit > 98)
    #expect(!limit.standard.isEmpty && !limit.substance.isEmpty)
    let reasons = composition.reasons.values
    #expect(reasons.contains { $0.contains("held by \(limit.standard)") })
  }
}
