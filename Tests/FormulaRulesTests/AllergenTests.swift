import Perfumery
import Testing

@testable import FormulaRules

@Suite struct AllergenTests {
  let sample: Sample

  init() throws { sample = try Sample() }

  private func labels(
    _ category: ProductCategory, percent: Double, _ parts: KeyValuePairs<String, Double>
  ) throws -> [String] {
    sample.book.allergens(in: try sample.formula(category, percent: percent, parts)).map(\.label)
  }

  @Test func `An allergen is declared above 0.001 % of a product left on`() throws {
    // 0.05 parts per thousand at 20 % are 0.001 % of the product.
    #expect(try labels(.eauDeParfum, percent: 20, ["geraniol": 0.05]) == [])
    #expect(try labels(.eauDeParfum, percent: 20, ["geraniol": 0.051]) == ["Geraniol"])
  }

  @Test func `An allergen is declared above 0.01 % of a product rinsed off`() throws {
    #expect(try labels(.showerGel, percent: 1, ["geraniol": 10]) == [])
    #expect(try labels(.showerGel, percent: 1, ["geraniol": 10.001]) == ["Geraniol"])
  }

  @Test func `Neat material and naturals are summed`() throws {
    // Palmarosa oil holds 82.4 % geraniol: 0.03 and 0.03 parts are 0.0547 parts together.
    let formula = try sample.formula(
      .eauDeParfum, percent: 20, ["geraniol": 0.03, "palmarosa-oil": 0.03])
    let found = sample.book.allergens(in: formula)
    #expect(found.map(\.label) == ["Geraniol"])
    let geraniol = try #require(found.first)
    #expect(abs(geraniol.percentInProduct - 0.0006 * 1.824) < 1e-12)
    #expect(geraniol.sources.map(\.material.rawValue) == ["geraniol", "palmarosa-oil"])
    #expect(geraniol.annexEntry == "78" && geraniol.thresholdPercent == 0.001)
  }

  @Test(arguments: [
    ("patchouli-oil", "Pogostemon Cablin Oil"), ("lavender-oil", "Lavandula Oil/Extract"),
    ("sweet-orange-oil", "Citrus Aurantium Peel Oil"),
    ("neroli-oil", "Citrus Aurantium Flower Oil"),
    ("oakmoss-absolute", "Evernia Prunastri Extract"),
    ("ylang-ylang-oil", "Cananga Odorata Oil/Extract"), ("vertofix", "Acetyl Cedrene"),
    ("iso-e-super", "Tetramethyl acetyloctahydronaphthalenes"), ("damascenone", "Rose Ketones"),
    ("limonene", "Limonene"), ("alpha-isomethyl-ionone", "Alpha-Isomethyl Ionone"),
  ])
  func `A material the regulation names is declared by its label`(
    id: String, label: String
  ) throws {
    let found = try labels(.eauDeParfum, percent: 20, [id: 1])
    #expect(found.contains(label))
  }

  @Test func `A number that peel and flower share is settled by a number of its own`() throws {
    let neroli = try labels(.eauDeParfum, percent: 20, ["neroli-oil": 5])
    #expect(!neroli.contains("Citrus Aurantium Peel Oil"))
    let unclear = Sample.material("orange", kind: .natural, grade: "flower", cas: ["8028-48-6"])
    let formula = Formula(
      product: Sample.product(.eauDeParfum, percent: 20),
      lines: [FormulaLine(material: unclear, share: .one)])
    #expect(
      sample.book.allergens(in: formula).map(\.label).sorted()
        == ["Citrus Aurantium Flower Oil", "Citrus Aurantium Peel Oil"])
  }

  @Test func `Terpenes of naturals are declared too`() throws {
    let orange = try labels(.eauDeParfum, percent: 20, ["sweet-orange-oil": 11])
    #expect(orange.contains("Limonene") && orange.contains("Linalool"))
  }

  @Test(arguments: [
    ("celery-seed-oil", "Limonene", 70), ("peru-balsam-crude", "Benzyl Benzoate", 30),
    ("cananga-oil", "Beta-Caryophyllene", 33), ("verbena-oil", "Citral", 35),
  ])
  func `What a natural is typically composed of is declared`(
    id: String, label: String, percent: Double
  ) throws {
    let formula = try sample.formula(.eauDeParfum, percent: 20, [id: 1000])
    let found = sample.book.allergens(in: formula).first { $0.label == label }
    #expect(abs((found?.percentInProduct ?? 0) - 0.2 * percent) < 1e-9)
  }

  @Test func `A limit on all allergens counts what the label declares`() throws {
    let ids = ["patchouli-oil", "geraniol", "ambroxan", "palmarosa-oil", "dipropylene-glycol"]
    let materials = try ids.map { id in
      try #require(sample.catalogue.material(MaterialID(rawValue: id)))
    }
    let shares = sample.book.allergenCoefficients(for: materials)
    // Patchouli is named itself, and so are some of its constituents.
    #expect(shares[0] > 1 && shares[1] == 1 && shares[2] == 0 && shares[4] == 0)
    // Palmarosa is not named as a whole: geraniol, farnesol, linalool and more, but not all of it.
    #expect(shares[3] > 0.824 && shares[3] < 1.1)
    let all = sample.book.allergenCoefficients(for: sample.catalogue.materials)
    #expect(all.allSatisfy { $0 >= 0 && $0 < 4 })
    for (index, material) in materials.enumerated() {
      let pure = Formula(
        product: Sample.product(.eauDeParfum, percent: 100),
        lines: [FormulaLine(material: material, share: .one)])
      let declared = sample.book.allergens(in: pure).reduce(0) { $0 + $1.percentInProduct }
      #expect(abs(declared / 100 - shares[index]) < 1e-4)
    }
  }

  @Test func `Declarations come most first`() throws {
    let formula = try sample.formula(
      .eauDeParfum, percent: 20, ["geraniol": 1, "linalool": 5, "eugenol": 3])
    #expect(sample.book.allergens(in: formula).map(\.label) == ["Linalool", "Eugenol", "Geraniol"])
  }
}
