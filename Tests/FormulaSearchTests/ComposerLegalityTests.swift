import FormulaRules
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
    for limit in composition.binding {
      #expect(limit.fitGain > 0 && limit.percentOfLimit <= 100 + 1e-6)
    }
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
    "is legal and whole for drawn briefs, or a conflict is named",
    arguments: 1...60 as ClosedRange<UInt64>)
  func drawnBriefs(seed: UInt64) throws {
    let brief = Brief.drawn(seed: seed, catalogue: shop.catalogue)
    do {
      check(try shop.composer.compose(brief, seed: seed), for: brief)
    } catch CompositionError.infeasible(let conflicts, let explanation) {
      #expect(!conflicts.isEmpty && !explanation.isEmpty)
    }
  }

  @Test("can nearly always be had for a drawn brief")
  func drawnBriefsSucceed() throws {
    let met = (1...60 as ClosedRange<UInt64>).count { seed in
      let brief = Brief.drawn(seed: seed, catalogue: shop.catalogue)
      return (try? shop.composer.compose(brief, seed: seed)) != nil  // Counting is the point.
    }
    #expect(met >= 54)
  }

  @Test("moves with the dosage where a limit binds")
  func dosageMatters() throws {
    func mosses(_ dosage: Double) throws -> Double {
      let brief = Brief.asking([.mossy: 1, .citrus: 0.4], dosage: dosage) {
        $0.wanted = [.said(.material("oakmoss-absolute"))]
      }
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

  @Test("is weighed in dilutions that its solvent can carry", arguments: Family.allCases)
  func dilutions(family: Family) throws {
    let composition = try shop.composer.compose(Brief.asking([family: 1]), seed: 2)
    var carried = 0.0
    for line in composition.formula.lines {
      #expect([100, 10, 1].contains(line.dilutionPercent))
      if line.share.percent >= 0.02 { #expect(line.dilutionPercent == 100) }
      if line.dilutionPercent < 100 { #expect(line.share.percent < 0.02) }
      carried += line.share.fraction * (100 / line.dilutionPercent - 1)
    }
    #expect(carried <= composition.solventShare)
  }
}
