import Perfumery
import Testing

@testable import FormulaRules

@Suite struct KoreanLabelTests {
  let sample: Sample

  init() throws { sample = try Sample() }

  private func labels(
    _ category: ProductCategory, percent: Double, _ parts: KeyValuePairs<String, Double>
  ) throws -> [String] {
    let formula = try sample.formula(category, percent: percent, parts)
    return sample.book.allergens(in: formula, market: .korea).map(\.label)
  }

  @Test func `Korea names 25 allergens in Korean, Lyral no longer among them`() {
    let names = sample.book.tables.koreanNames
    #expect(names.count == 25 && Set(names.map(\.label)).count == 25)
    #expect(names.map(\.number) == (1...25).map(String.init))
    let english = names.map { sample.book.tables.allergens[$0.allergen].label }
    #expect(Set(english).count == 25)
    #expect(
      english.contains { $0.contains("Lilial") } && !english.contains { $0.contains("Lyral") })
    #expect(names.allSatisfy { $0.leaveOnPercent == 0.001 && $0.rinseOffPercent == 0.01 })
  }

  @Test(arguments: [
    ("geraniol", "제라니올"), ("limonene", "리모넨"), ("linalool", "리날룰"),
    ("oakmoss-absolute", "참나무이끼추출물"), ("treemoss-absolute", "나무이끼추출물"),
    ("lilial", "부틸페닐메틸프로피오날"), ("alpha-isomethyl-ionone", "알파-아이소메틸아이오논"),
    ("methyl-heptine-carbonate", "메틸2-옥티노에이트"), ("citral", "시트랄"),
    ("hydroxycitronellal", "하이드록시시트로넬알"), ("isoeugenol", "아이소유제놀"),
  ])
  func `A substance is named by its Korean name`(id: String, label: String) throws {
    #expect(try labels(.eauDeParfum, percent: 20, [id: 1]).contains(label))
  }

  @Test func `Declared strictly above 0.001 % left on and 0.01 % rinsed off`() throws {
    #expect(try labels(.eauDeParfum, percent: 20, ["geraniol": 0.05]) == [])
    #expect(try labels(.eauDeParfum, percent: 20, ["geraniol": 0.051]) == ["제라니올"])
    #expect(try labels(.showerGel, percent: 1, ["geraniol": 10]) == [])
    #expect(try labels(.showerGel, percent: 1, ["geraniol": 10.001]) == ["제라니올"])
  }

  @Test func `A natural is not named itself, its constituents are`() throws {
    let formula = try sample.formula(.eauDeParfum, percent: 20, ["lavender-oil": 50])
    let korean = sample.book.allergens(in: formula, market: .korea)
    #expect(korean.map(\.label).contains("리날룰"))
    #expect(!korean.map(\.englishName).contains("Lavandula Oil/Extract"))
    let european = sample.book.allergens(in: formula, market: .eu)
    #expect(european.map(\.label).contains("Lavandula Oil/Extract"))
    #expect(sample.book.allergens(in: formula) == european)
  }

  @Test func `What only the EU names is not named in Korea`() throws {
    #expect(try labels(.eauDeParfum, percent: 20, ["iso-e-super": 100, "vertofix": 50]) == [])
  }

  @Test func `Neat material and naturals are summed and both are sources`() throws {
    let formula = try sample.formula(
      .eauDeParfum, percent: 20, ["geraniol": 0.03, "palmarosa-oil": 0.03])
    let found = sample.book.allergens(in: formula, market: .korea)
    let geraniol = try #require(found.first { $0.label == "제라니올" })
    #expect(abs(geraniol.percentInProduct - 0.0006 * 1.824) < 1e-12)
    #expect(geraniol.sources.map(\.material.rawValue) == ["geraniol", "palmarosa-oil"])
    #expect(geraniol.annexEntry == "12" && geraniol.thresholdPercent == 0.001)
  }
}
