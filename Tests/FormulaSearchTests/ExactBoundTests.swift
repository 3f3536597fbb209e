import FormulaRules
import Perfumery
import Testing

@testable import FormulaSearch

@Suite("The exact bound")
struct ExactBoundTests {
  let shop: Workshop

  init() throws { shop = try Workshop.shared.get() }

  private func bound(_ brief: Brief) throws -> ExactBound {
    try ExactBound.of(brief, catalogue: shop.catalogue, rules: shop.rules)
  }

  @Test(
    "is proven, or the brief has no formula",
    arguments: 1...12 as ClosedRange<UInt64>)
  func proven(seed: UInt64) throws {
    let brief = Brief.drawn(seed: seed, catalogue: shop.catalogue)
    do {
      let bound = try bound(brief)
      #expect(bound.upperBound >= bound.cosine && bound.upperBound - bound.cosine < 1e-6)
      #expect(abs(bound.parts.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    } catch CompositionError.infeasible(let conflicts, _) {
      #expect(!conflicts.isEmpty)
    }
  }

  @Test("is reached by a mixture the law admits", arguments: Family.allCases)
  func legal(family: Family) throws {
    let brief = Brief.asking([family: 1])
    let bound = try bound(brief)
    let region = shop.rules.region(for: shop.catalogue.materials, product: brief.product)
    var shares: [MaterialID: MassFraction] = [:]
    for part in bound.parts { shares[part.material] = MassFraction(roundingDown: part.share) }
    #expect(region.admits(shop.catalogue.materials.map { shares[$0.id] ?? .zero }))
  }

  @Test("says what each legal limit costs")
  func limitCosts() throws {
    let bound = try bound(.asking([.spicy: 1], category: .bodyLotion, dosage: 30))
    let dearest = try #require(bound.limits.first)
    #expect(dearest.fitCost > 1e-3 && dearest.tenthGain > 0)
    #expect(!dearest.standard.isEmpty && !dearest.substance.isEmpty)
    for limit in bound.limits {
      #expect(limit.fitCost > 0 && bound.cosine + limit.fitCost <= 1)
    }
    #expect(bound.limits.map(\.fitCost) == bound.limits.map(\.fitCost).sorted(by: >))
  }

  @Test("says what each wish costs, and costs nothing more without it")
  func wishCosts() throws {
    let tight = Brief.asking([.floral: 1, .amber: 0.8, .woody: 0.6]) {
      $0.budgetPerKilogram = .said(Money(75, .usd))
      $0.longevityHours = .said(15)
      $0.forbidden = [.said(.family(.musk))]
    }
    let bound = try bound(tight)
    let budget = try #require(bound.wishes.first { $0.wish == "budget 75 USD/kg" })
    #expect(budget.fitCost > 0 && budget.tenthGain > 0)
    var free = tight
    free.budgetPerKilogram = nil
    let freed = try self.bound(free)
    #expect(abs(freed.cosine - bound.cosine - budget.fitCost) < 1e-6)
  }

  @Test("names the smallest conflicting set of a brief without a formula")
  func conflicts() throws {
    do {
      _ = try bound(
        .asking([.floral: 1]) {
          $0.wanted = [.said(.material("hedione"))]
          $0.forbidden = [.said(.note("patchouli")), .said(.material("hedione"))]
        })
      Issue.record("a bound was found")
    } catch CompositionError.infeasible(let conflicts, _) {
      #expect(conflicts == ["wanted hedione", "without hedione"])
    }
    #expect(throws: CompositionError.self) { try bound(.asking([.floral: 1], dosage: 0)) }
  }

  @Test("repeats to the last bit")
  func deterministic() throws {
    let brief = Brief.asking([.mossy: 1, .citrus: 0.5, .leather: 0.3])
    #expect(try bound(brief) == bound(brief))
  }
}
