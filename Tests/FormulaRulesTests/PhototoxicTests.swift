import Perfumery
import Testing

@testable import FormulaRules

/// Oils whose bergapten was determined beside oils that are limited by their names.
@Suite struct PhototoxicTests {
  let sample: Sample

  init() throws { sample = try Sample() }

  private func report(
    _ category: ProductCategory = .eauDeParfum, bergamot parts: Double, ppm: Double?,
    others: KeyValuePairs<String, Double> = [:]
  ) throws -> LegalityReport {
    var formula = try sample.formula(category, percent: 20, others)
    let oil = try #require(
      sample.catalogue.material(MaterialID(rawValue: "bergamot-oil-expressed")))
    let share = MassFraction(roundingDown: parts / 1000)
    let last = try #require(formula.lines.indices.last)
    formula.lines[last].share = formula.lines[last].share - share
    formula.lines.append(FormulaLine(material: oil, share: share, bergaptenPpm: ppm))
    return sample.book.report(on: formula)
  }

  @Test func `An analysed oil counts by its bergapten against 15 ppm of the product`() throws {
    // 3 % of the concentrate at 20 % is 0.6 % of the product: more than the 0.4 % of an oil that
    // was not analysed; with 2500 ppm it brings 15 ppm.
    let unknown = try report(bergamot: 30, ppm: nil)
    #expect(unknown.violated == ["IFRA_STD_087", "sum:phototoxic"])
    let at = try report(bergamot: 30, ppm: 2500)
    #expect(at.isLegal && at.verdict("IFRA_STD_087") == nil)
    let bergapten = try #require(at.verdict("IFRA_STD_089"))
    #expect(abs(bergapten.percentInProduct - 0.0015) < 1e-12)
    #expect(abs((bergapten.percentOfLimit ?? 0) - 100) < 1e-9)
    let above = try report(bergamot: 30, ppm: 2501)
    #expect(above.violated == ["IFRA_STD_089", "sum:phototoxic"])
  }

  @Test func `An oil of few furocoumarins is free of the limit of its name`() throws {
    let report = try report(bergamot: 300, ppm: 20)
    #expect(report.isLegal)
    #expect(report.certificates.contains { $0.standard == "IFRA_STD_089" })
    #expect(report.notices.contains { $0.contains("as analysed for Bergamot") })
    // Its other constituents count: 0.48 % citral in 6 % of the product.
    let citral = try #require(report.verdict("IFRA_STD_021"))
    #expect(abs(citral.percentInProduct - 6 * 0.0048) < 1e-12)
  }

  @Test func `Analysed and other oils share one sum`() throws {
    // Lemon at 1 % of the product is half of 2 %; 7.5 ppm of bergapten are the other half.
    let full = try report(bergamot: 15, ppm: 2500, others: ["lemon-oil-expressed": 50])
    let sum = try #require(full.verdict("sum:phototoxic"))
    #expect(full.isLegal && abs((sum.percentOfLimit ?? 0) - 100) < 1e-9)
    let over = try report(bergamot: 15.1, ppm: 2500, others: ["lemon-oil-expressed": 50])
    #expect(over.violated == ["sum:phototoxic"])
    #expect(over.violations.first?.standard == "IFRA_STD_089")
  }

  @Test func `Lots of one oil are judged each by its own analysis`() throws {
    let mixed = try report(bergamot: 10, ppm: 1000, others: ["bergamot-oil-expressed": 10])
    // 0.2 % of 0.4 % and 0.2 % with 1000 ppm: 2 of 15 ppm.
    let sum = try #require(mixed.verdict("sum:phototoxic"))
    #expect(abs((sum.percentOfLimit ?? 0) - (50 + 100 * 2.0 / 15)) < 1e-9)
    #expect(mixed.verdict("IFRA_STD_087")?.percentOfLimit == 50)
    #expect(sum.sources.count == 2)
  }

  @Test(arguments: [-1.0, .nan, .infinity, 1_000_001])
  func `A figure that cannot be is no analysis`(ppm: Double) throws {
    #expect(
      try report(bergamot: 30, ppm: ppm).violated == report(bergamot: 30, ppm: nil).violated)
  }

  @Test func `Where no light reaches the product bergapten is free`() throws {
    let gel = try report(.showerGel, bergamot: 300, ppm: 3000)
    #expect(gel.isLegal && gel.verdict("IFRA_STD_089") == nil)
  }

  @Test func `The grade of an analysed oil does not matter, and neat bergapten counts`() {
    let nameless = Sample.material("nameless", kind: .natural, cas: ["8007-75-8"])
    var line = FormulaLine(material: nameless, share: .one)
    let product = Sample.product(.eauDeParfum, percent: 1)
    let unknown = sample.book.report(on: Formula(product: product, lines: [line]))
    #expect(unknown.violated == ["IFRA_STD_087"])
    line.bergaptenPpm = 1000
    #expect(sample.book.report(on: Formula(product: product, lines: [line])).isLegal)
    let neat = Sample.material("bergapten", cas: ["484-20-8"])
    let report = sample.report(on: neat, partsPerThousand: 0.08)
    #expect(report.violated == ["IFRA_STD_089", "sum:phototoxic"])
  }

  @Test func `A region counts the analysis of its lots`() throws {
    let ids = ["bergamot-oil-expressed", "lemon-oil-expressed"]
    let materials = try ids.map { id in
      try #require(sample.catalogue.material(MaterialID(rawValue: id)))
    }
    let product = Sample.product(.eauDeParfum, percent: 20)
    let region = sample.book.region(
      for: materials, product: product, bergaptenPpm: [2500, nil])
    let shares = [MassFraction(millionths: 15_000), MassFraction(millionths: 50_000)]
    #expect(region.admits(shares))
    #expect(!region.admits([MassFraction(millionths: 15_010), shares[1]]))
    #expect(!sample.book.region(for: materials, product: product).admits(shares))
  }
}
