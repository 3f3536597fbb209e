import FormulaRules
import Perfumery
import Testing

@testable import FormulaSearch

@Suite("The universe of permitted materials")
struct UniverseTests {
  let shop: Workshop
  let universe: Universe

  init() throws {
    shop = try Workshop.shared.get()
    universe = try shop.universe(.asking([:]) { $0.allergenLimitPpm = .said(1) })
  }

  @Test("holds no prohibited material and one solvent")
  func members() {
    #expect(universe.excluded[MaterialID(rawValue: "lilial")] != nil)
    #expect(universe.place(of: MaterialID(rawValue: "lilial")) == nil)
    // Known as a constituent of patchouli oil only: no usual dose, so nothing is composed with it.
    #expect(universe.place(of: MaterialID(rawValue: "patchoulol")) == nil)
    #expect(universe.materials.count { $0.kind == .solvent } == 1)
    #expect(universe.materials[universe.solvent].kind == .solvent)
    for (place, material) in universe.materials.enumerated() {
      #expect(universe.place(of: material.id) == place)
      #expect(universe.doses[place] > 0)
    }
  }

  @Test("keeps the region's caps that could bind, and only those")
  func caps() {
    let kept = Set(universe.caps.map(\.id))
    for cap in universe.region.caps {
      let most = zip(universe.region.materials, cap.coefficients).reduce(0.0) { sum, entry in
        guard universe.place(of: entry.0.id) != nil else { return sum }
        return sum + entry.1 * min(1, entry.0.highestPercent.value / 100)
      }
      #expect(kept.contains(cap.id) == (most > cap.limit))
    }
    #expect(kept.count > 10)
  }

  @Test("knows how many doses the law leaves a material")
  func dosesWithinCaps() throws {
    let moss = try #require(universe.place(of: MaterialID(rawValue: "oakmoss-absolute")))
    // 0.1 % of a product with 15 % concentrate is 0.667 % of the concentrate.
    let share = universe.dosesWithinCaps(moss) * universe.doses[moss]
    #expect(abs(share - 0.001 / 0.15) < 1e-6)
  }

  @Test("counts allergens in parts per million of the product")
  func allergens() throws {
    let citral = try #require(universe.place(of: MaterialID(rawValue: "citral")))
    #expect(abs(universe.allergenPpm[citral] - 150_000) < 1_500)
    #expect(universe.allergenPpm[universe.solvent] == 0)
  }

  @Test("leaves in what no wish speaks against")
  func nothingForbidden() {
    let all = universe.eligible(under: [.strength(0.5)], catalogue: shop.catalogue)
    #expect(all == Array(universe.materials.indices))
  }

  @Test("leaves out by material, note, family and missing price")
  func forbidden() {
    func ids(_ wish: Wish) -> Set<String> {
      Set(
        universe.eligible(under: [wish], catalogue: shop.catalogue)
          .map { universe.materials[$0].id.rawValue })
    }
    #expect(!ids(.absent(.material("hedione"))).contains("hedione"))
    let noBergamot = ids(.absent(.material("bergamot-oil-fcf")))
    #expect(!noBergamot.contains("bergamot-oil-expressed"))
    #expect(!ids(.absent(.note("rose"))).contains("rose-oil"))
    #expect(!ids(.absent(.family(.musk))).contains("galaxolide"))
    #expect(ids(.absent(.family(.musk))).contains("hedione"))
    let priced = ids(.budget(dollarsPerKilogram: 100, said: Money(100, .usd)))
    for material in universe.materials where material.dollarsPerKilogram == nil {
      #expect(priced.contains(material.id.rawValue) == (material.kind == .solvent))
    }
  }

  @Test("cannot be without a solvent")
  func noSolvent() throws {
    let dry = Catalogue(
      materials: shop.catalogue.materials.filter { $0.kind != .solvent }, notes: [], sources: [])
    let composer = Composer(catalogue: dry, rules: try RuleBook.builtIn(catalogue: dry))
    #expect(throws: CompositionError.noSolvent) {
      try composer.compose(.asking([.floral: 1]), seed: 1)
    }
  }
}
