import FormulaRules
import Perfumery
import SeededRandom
import Testing

@testable import FormulaSearch

@Suite("A brief that cannot be met")
struct ConflictTests {
  let shop: Workshop

  init() throws { shop = try Workshop.shared.get() }

  private func conflict(_ brief: Brief) throws -> (conflicts: [String], explanation: String) {
    do {
      _ = try shop.composer.compose(brief, seed: 1)
    } catch .infeasible(let conflicts, let explanation) {
      return (conflicts, explanation)
    }
    Issue.record("a formula was found")
    return ([], "")
  }

  @Test("with a budget of one dollar names the budget and the least cost")
  func hopelessBudget() throws {
    let found = try conflict(
      Brief.asking([.floral: 1]) { $0.budgetPerKilogram = .said(Money(1, .usd)) })
    #expect(found.conflicts == ["budget 1 USD/kg"])
    #expect(found.explanation.contains("the cheapest costs about"))
  }

  @Test("names a budget in the currency it was given in")
  func hopelessForeignBudget() throws {
    let found = try conflict(
      Brief.asking([.floral: 1]) { $0.budgetPerKilogram = .said(Money(1000, .krw)) })
    #expect(found.conflicts == ["budget 1000 KRW/kg"])
  }

  @Test("wanting and forbidding the same names both and nothing else")
  func wantedAndForbidden() throws {
    let found = try conflict(
      Brief.asking([.floral: 1]) {
        $0.strength = .said(0.5)
        $0.longevityHours = .said(6)
        $0.wanted = [.said(.material("indole")), .said(.material("hedione"))]
        $0.forbidden = [.said(.note("patchouli")), .said(.material("hedione"))]
      })
    #expect(found.conflicts == ["wanted hedione", "without hedione"])
  }

  @Test("wanting a material of a ruled-out family names both")
  func wantedAgainstFamily() throws {
    let found = try conflict(
      Brief.asking([.floral: 1, .gourmand: 0]) { $0.wanted = [.said(.material("vanillin"))] })
    #expect(found.conflicts == ["wanted vanillin", "without gourmand"])
  }

  @Test("wanting a prohibited material cites the standard")
  func prohibited() throws {
    let found = try conflict(
      Brief.asking([.floral: 1]) { $0.wanted = [.said(.material("lilial"))] })
    #expect(found.conflicts.first == "wanted lilial")
    #expect(found.conflicts.count == 2)
    #expect(found.explanation.contains("prohibited"))
  }

  @Test("wanting more of a limited material than is legal cites the standard")
  func overLimit() throws {
    let found = try conflict(
      Brief.asking([.mossy: 1], dosage: 100) {
        $0.wanted = [.said(.material("oakmoss-absolute"))]
      })
    #expect(found.conflicts.contains("wanted oakmoss-absolute"))
    #expect(found.conflicts.contains { $0 == "IFRA_STD_067" || $0 == "sum:mosses" })
  }

  @Test("wanting bergamot without any allergen names the two")
  func allergenFreeCitrus() throws {
    let found = try conflict(
      Brief.asking([.citrus: 1]) {
        $0.wanted = [.said(.material("bergamot-oil-fcf"))]
        $0.allergenLimitPpm = .said(0)
      })
    #expect(found.conflicts == ["wanted bergamot-oil-fcf", "allergens at most 0 ppm"])
  }

  @Test("wanting what the catalogue does not know says so")
  func unknownMaterial() throws {
    let found = try conflict(
      Brief.asking([.floral: 1]) { $0.wanted = [.said(.material("unobtainium"))] })
    #expect(found.conflicts == ["wanted unobtainium"])
    #expect(found.explanation.contains("not in the catalogue"))
  }

  @Test("wanting an unpriced material within a budget names the missing price")
  func unpriced() throws {
    let material = try #require(
      shop.catalogue.materials.first {
        $0.dollarsPerKilogram == nil && $0.kind == .chemical
          && $0.id.rawValue == "heliotropin"
      })
    let found = try conflict(
      Brief.asking([.powdery: 1]) {
        $0.wanted = [.said(.material(material.id))]
        $0.budgetPerKilogram = .said(Money(300, .usd))
      })
    #expect(found.conflicts == ["wanted heliotropin", "budget 300 USD/kg"])
    #expect(found.explanation.contains("no price"))
  }

  @Test("ruling out nearly everything is a conflict of the ruled-out families")
  func everythingRuledOut() throws {
    let found = try conflict(
      Brief.asking(Dictionary(uniqueKeysWithValues: Family.allCases.map { ($0, 0.0) })))
    // Few materials are left, so limits of the law may have their part in it.
    #expect(found.conflicts.count { $0.hasPrefix("without ") } >= 2)
    #expect(found.conflicts.allSatisfy { $0.hasPrefix("without ") || !$0.contains(" ") })
  }

  @Test("names a set of which no member can be spared", arguments: 1...12 as ClosedRange<UInt64>)
  func minimality(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let materials = shop.catalogue.materials.filter { $0.kind != .solvent }
    let brief = Brief.asking([.floral: 1]) { brief in
      for _ in 0..<5 {
        let material = materials[Int(random.next() % UInt64(materials.count))]
        brief.wanted.append(.said(.material(material.id)))
      }
      brief.budgetPerKilogram = .said(Money(80 + 20 * random.nextUnit(), .usd))
      brief.allergenLimitPpm = .said(500 * random.nextUnit())
    }
    let universe = try shop.universe(brief)
    let finder = ConflictFinder(universe: universe, catalogue: shop.catalogue, brief: brief)
    let wishes = try Wish.all(of: brief, rates: ExchangeRates(unitsPerDollar: [:]))
    guard case .infeasible(let conflicts, _)? = try finder.conflict(among: wishes) else { return }
    let named = wishes.filter { conflicts.contains($0.text) }
    #expect(!named.isEmpty)
    #expect(try finder.conflict(among: named) != nil)
    for spared in named {
      #expect(try finder.conflict(among: named.filter { $0 != spared }) == nil)
    }
  }

  @Test("is described in one sentence by each error")
  func descriptions() {
    #expect(
      CompositionError.unusable(field: "strength", value: 2, allowed: "0 to 1").description
        == "strength is 2.0, allowed is 0 to 1.")
    #expect(CompositionError.noExchangeRate(.krw).description.contains("KRW"))
    #expect(CompositionError.noSolvent.description.contains("solvent"))
    #expect(!CompositionError.unsolved.description.isEmpty)
    #expect(
      CompositionError.infeasible(conflicts: ["a"], explanation: "No a.").description == "No a.")
  }
}
