import Perfumery
import SeededRandom
import Testing

@testable import StabilityRules

@Suite struct StabilityBookTests {
  private let catalogue: Catalogue
  private let book: StabilityBook

  init() throws {
    catalogue = try Catalogue.builtIn()
    book = try StabilityBook.builtIn(catalogue: catalogue)
  }

  private func formula(
    _ parts: KeyValuePairs<String, Double>, _ category: ProductCategory = .eauDeParfum,
    percent: Double = 20
  ) throws -> Formula {
    Formula(
      product: Product(category: category, dosage: MassFraction(roundingDown: percent / 100)),
      lines: try parts.map { id, amount in
        FormulaLine(
          material: try #require(catalogue.material(MaterialID(rawValue: id)), "no \(id)"),
          share: MassFraction(roundingDown: amount / 1000))
      })
  }

  private func advice(
    _ formula: Formula, alcohol: Double = 80, water: Double = 5
  ) -> [String: StabilityAdvice] {
    let found = book.advice(on: formula, alcoholPercent: alcohol, waterPercent: water)
    return Dictionary(uniqueKeysWithValues: found.map { ($0.rule, $0) })
  }

  @Test func anAmineWithAnAldehydeWarnsOfColour() throws {
    let both = try formula(["indole": 2, "citral": 20, "hedione": 978])
    let found = try #require(advice(both)["schiff-base"])
    #expect(found.severity == .warning)
    #expect(found.materials.map(\.rawValue) == ["citral", "indole"])
    #expect(found.text.contains("Amines (Indole)") && found.text.contains("(Citral)"))
    #expect(found.koreanText.contains("인돌") && found.koreanText.contains("시트랄"))
    #expect(found.source.contains("Curtis & Williams") && found.source.contains("page 206"))
    #expect(advice(try formula(["indole": 2, "hedione": 998]))["schiff-base"] == nil)
    #expect(advice(try formula(["citral": 20, "hedione": 980]))["schiff-base"] == nil)
  }

  @Test(arguments: [(0.04, nil), (0.06, "note"), (0.4, "note"), (0.6, "warning")])
  func theLesserSideDecidesHowLoudly(indole: Double, severity: String?) throws {
    // Of an eau de parfum at 20 %: 0.05 parts of indole are 0.001 % of the product, 0.5 are 0.01 %.
    let found = advice(try formula(["indole": indole, "citral": 20, "hedione": 980 - indole]))
    #expect(found["schiff-base"]?.severity.rawValue == severity)
  }

  @Test func amountsAreOfTheFinishedProduct() throws {
    let parts: KeyValuePairs = ["indole": 0.4, "citral": 20, "hedione": 979.6]
    #expect(advice(try formula(parts, percent: 20))["schiff-base"]?.severity == .note)
    #expect(advice(try formula(parts, percent: 100))["schiff-base"]?.severity == .warning)
    #expect(advice(try formula(parts, .handCream, percent: 0.5))["schiff-base"] == nil)
  }

  @Test func estersSplitOnlyWithMuchWater() throws {
    let jasmine = try formula(["benzyl-acetate": 300, "hedione": 700])
    #expect(advice(jasmine, alcohol: 70, water: 10)["ester-hydrolysis"] == nil)
    #expect(advice(jasmine, alcohol: 69, water: 11)["ester-hydrolysis"]?.severity == .warning)
  }

  @Test func terpenesTurnHazyInWeakAlcoholOnly() throws {
    let cologne = try formula(
      ["lemon-oil-expressed": 500, "hedione": 500], .eauDeCologne, percent: 4)
    #expect(advice(cologne, alcohol: 76, water: 20)["terpene-haze"] == nil)
    #expect(advice(cologne, alcohol: 75, water: 25)["terpene-haze"]?.severity == .warning)
    #expect(advice(cologne, alcohol: 0, water: 70)["terpene-haze"] == nil)
    #expect(advice(cologne, alcohol: 96, water: 0)["terpene-haze"] == nil)
  }

  @Test func lightIronAndAirNameTheirMaterials() throws {
    let found = advice(try formula(["vanillin": 50, "octanal": 20, "hedione": 930]))
    #expect(found["light"]?.materials.map(\.rawValue) == ["vanillin"])
    #expect(found["iron"]?.materials.map(\.rawValue) == ["vanillin"])
    #expect(found["oxidation"]?.materials.map(\.rawValue) == ["octanal"])
    #expect(found["oxidation"]?.text.contains("BHT") == true)
    #expect(found["alkali"] == nil)
    #expect(advice(try formula(["vanillin": 50], .soap))["alkali"]?.severity == .warning)
  }

  @Test func aNaturalCountsWithItsConstituents() throws {
    var oil = try #require(catalogue.material(MaterialID(rawValue: "rose-oil")))
    let product = Product(category: .eauDeParfum, dosage: MassFraction(millionths: 200_000))
    oil.constituents = []
    let line = FormulaLine(material: oil, share: .one)
    #expect(advice(Formula(product: product, lines: [line]))["light"] == nil)
    oil.constituents = [
      Constituent(material: MaterialID(rawValue: "eugenol"), percent: 1, source: "judged")
    ]
    let found = advice(
      Formula(product: product, lines: [FormulaLine(material: oil, share: .one)]))
    #expect(found["light"]?.materials == [oil.id])
    #expect(found["light"]?.severity == .warning)
  }

  @Test func manyMaterialsAreCounted() throws {
    let found = advice(
      try formula([
        "octanal": 60, "nonanal": 50, "decanal": 40, "citral": 30, "citronellal": 20,
        "benzaldehyde": 10, "anisaldehyde": 5,
      ]))
    let text = try #require(found["oxidation"]?.text)
    #expect(text.contains("Octanal, Nonanal, Decanal, Citral, Citronellal, 2 more"))
    #expect(found["oxidation"]?.materials.count == 7)
  }

  @Test func withoutMassThereIsNothingToSay() throws {
    let empty = Formula(
      product: Product(category: .soap, dosage: .one), lines: [])
    #expect(advice(empty).isEmpty)
  }

  /// More of anything, the rest the same, never silences or quietens a rule.
  @Test(arguments: 0..<200) func aStrongerDosageNeverQuietensARule(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let lines = catalogue.materials.shuffled(using: &random).prefix(20).map { material in
      FormulaLine(
        material: material,
        share: MassFraction(millionths: Int.random(in: 1...100_000, using: &random)))
    }
    let dosage = Int.random(in: 1000...400_000, using: &random)
    let water = Double.random(in: 0...40, using: &random)
    func found(_ dosage: Int) -> [String: StabilityAdvice] {
      let product = Product(category: .soap, dosage: MassFraction(millionths: dosage))
      return advice(Formula(product: product, lines: lines), alcohol: 60, water: water)
    }
    let strong = found(2 * dosage)
    for (rule, weak) in found(dosage) {
      #expect(strong[rule] != nil)
      if weak.severity == .warning { #expect(strong[rule]?.severity == .warning) }
    }
  }
}
