import Perfumery
import Testing

@testable import FormulaRules

/// Cases worked out by hand from the standards.
@Suite struct RuleBookReportTests {
  let sample: Sample

  init() throws { sample = try Sample() }

  /// At 20 % in the product a limit of 0.4 % is 2 % of the concentrate, and so on.
  @Test(arguments: [
    ("bergamot-oil-expressed", 20.0, "IFRA_STD_087"), ("oakmoss-absolute", 5, "IFRA_STD_067"),
    ("citral", 30, "IFRA_STD_021"), ("coumarin", 75, "IFRA_STD_023"),
    ("lemon-oil-expressed", 100, "IFRA_STD_092"), ("isoeugenol", 1, "IFRA_STD_048"),
    ("damascenone", 1, "IFRA_STD_077"), ("hydroxycitronellal", 50, "IFRA_STD_043"),
  ])
  func `The cap in an eau de parfum at 20 % is the limit over the dosage`(
    id: String, cap: Double, standard: String
  ) throws {
    let at = try sample.report(.eauDeParfum, percent: 20, [id: cap])
    #expect(at.isLegal, "\(at.violated)")
    #expect(abs((at.verdict(standard)?.percentOfLimit ?? 0) - 100) < 1e-9)
    let above = try sample.report(.eauDeParfum, percent: 20, [id: cap + 0.001])
    #expect(above.violated.contains(standard))
  }

  @Test func `A report names the amendment, the category and the sources of each verdict`() throws {
    let report = try sample.report(.eauDeParfum, percent: 20, ["citral": 10, "lemongrass-oil": 10])
    #expect(report.amendment == "51")
    #expect(report.category == "4")
    let citral = try #require(report.verdict("IFRA_STD_021"))
    #expect(citral.basis == "IFRA Amendment 51, category 4")
    #expect(citral.limitPercent == 0.6)
    #expect(citral.sources.map(\.material.rawValue) == ["citral", "lemongrass-oil"])
    #expect(abs(citral.percentInProduct - (0.2 + 0.2 * 0.7196)) < 1e-12)
  }

  @Test func `Citral counts alike from lemongrass oil and neat`() throws {
    // East Indian lemongrass holds 41.42 % geranial and 30.54 % neral.
    let oil = try sample.report(.eauDeParfum, percent: 20, ["lemongrass-oil": 10])
    let neat = try sample.report(.eauDeParfum, percent: 20, ["citral": 7.196])
    let amounts = [oil, neat].map { $0.verdict("IFRA_STD_021")?.percentInProduct ?? 0 }
    #expect(abs(amounts[0] - amounts[1]) < 1e-12)
    #expect(abs(amounts[0] - 0.14392) < 1e-12)
  }

  @Test func `The same concentrate is legal at 15 % and not at 20 %`() throws {
    let parts: KeyValuePairs<String, Double> = ["bergamot-oil-expressed": 26]
    #expect(try sample.report(.eauDeParfum, percent: 15, parts).isLegal)
    let stronger = try sample.report(.eauDeParfum, percent: 20, parts)
    #expect(stronger.violated == ["IFRA_STD_087", "sum:phototoxic"])
  }

  @Test func `A chypre after Carles fails on its oakmoss`() throws {
    // Top 25 % orange 4, bergamot 1; heart 20 % rose 3, civet 1; base 55 % oakmoss 6, ambergris 4,
    // musk ketone 1. The rose brings 3 % * 0.43 % methyl eugenol; musk ketone stays below 1.4 %.
    let report = try sample.report(
      .eauDeParfum, percent: 20,
      [
        "sweet-orange-oil": 200, "bergamot-oil-fcf": 50, "rose-absolute": 150, "ambroxan": 200,
        "musk-ketone": 50, "oakmoss-absolute": 300,
      ])
    #expect(report.violated == ["IFRA_STD_067", "IFRA_STD_100", "sum:mosses"])
    let moss = try #require(report.verdict("IFRA_STD_067"))
    #expect(abs(moss.percentInProduct - 6) < 1e-9)
    #expect(abs((moss.percentOfLimit ?? 0) - 6000) < 1e-6)
  }

  @Test(arguments: [
    ("lilial", "IFRA_STD_015"), ("lyral", "IFRA_STD_044"), ("dihydrocoumarin", "IFRA_STD_029"),
    ("musk-ambrette", "IFRA_STD_168"), ("musk-xylene", "IFRA_STD_170"),
    ("costus-root-oil", "IFRA_STD_124"), ("fig-leaf-absolute", "IFRA_STD_142"),
  ])
  func `A prohibited material is a violation at any amount in any product`(
    id: String, standard: String
  ) throws {
    for category in ProductCategory.allCases {
      let report = try sample.report(category, percent: 0.1, [id: 0.001])
      #expect(report.violated == [standard], "\(category)")
      let verdict = try #require(report.verdict(standard))
      #expect(verdict.limitPercent == 0 && !verdict.pass)
    }
  }

  @Test(arguments: [
    ("birch-tar-crude", "IFRA_STD_114"), ("cade-oil-crude", "IFRA_STD_119"),
    ("peru-balsam-crude", "IFRA_STD_071"), ("verbena-oil", "IFRA_STD_083"),
  ])
  func `A prohibited grade is refused`(id: String, standard: String) throws {
    let report = try sample.report(.soap, percent: 1, [id: 0.01])
    #expect(report.violated == [standard])
    #expect(report.violations.first?.kind == .excluded(.prohibitedGrade))
  }

  @Test(arguments: ["birch-tar-rectified", "cade-oil-rectified"])
  func `A rectified tar is allowed with its supplier's certificate`(id: String) throws {
    let report = try sample.report(.eauDeParfum, percent: 20, [id: 5])
    #expect(report.isLegal)
    #expect(report.certificates.map(\.material.rawValue) == [id])
    #expect(report.certificates.first?.requirement.contains("1 ppb") == true)
  }

  @Test func `Furocoumarins add up over oils as fractions of their limits`() throws {
    // 1 % bergamot is half its cap at 20 %, 5 % lemon half of its own; a touch more is too much.
    let full = try sample.report(
      .eauDeParfum, percent: 20, ["bergamot-oil-expressed": 10, "lemon-oil-expressed": 50])
    #expect(full.isLegal)
    let sum = try #require(full.verdict("sum:phototoxic"))
    #expect(abs((sum.percentOfLimit ?? 0) - 100) < 1e-9)
    #expect(sum.limitPercent == nil)
    #expect(abs(sum.percentInProduct - 1.2) < 1e-12)
    let over = try sample.report(
      .eauDeParfum, percent: 20, ["bergamot-oil-expressed": 10, "lemon-oil-expressed": 50.01])
    #expect(over.violated == ["sum:phototoxic"])
  }

  @Test func `Where no light reaches the product, phototoxic oils are free`() throws {
    let gel = try sample.report(.showerGel, percent: 1, ["bergamot-oil-expressed": 900])
    #expect(gel.verdict("IFRA_STD_087") == nil && gel.verdict("sum:phototoxic") == nil)
    #expect(gel.isLegal)
  }

  @Test(arguments: ["lime-oil-distilled", "bergamot-oil-fcf", "lemon-oil-distilled"])
  func `A distilled oil is not the expressed one that shares its number`(id: String) throws {
    let report = try sample.report(.eauDeParfum, percent: 20, [id: 100])
    #expect(report.isLegal)
    #expect(report.verdict("sum:phototoxic") == nil)
  }

  @Test(arguments: ["petitgrain-oil", "neroli-oil"])
  func `Petitgrain and neroli share a number with bitter orange peel and are not it`(
    id: String
  ) throws {
    let report = try sample.report(.eauDeParfum, percent: 20, [id: 20])
    #expect(report.verdict("IFRA_STD_088") == nil)
  }

  @Test func `Oakmoss and treemoss share one limit`() throws {
    let report = try sample.report(
      .eauDeParfum, percent: 20, ["oakmoss-absolute": 3, "treemoss-absolute": 3])
    #expect(report.violated == ["sum:mosses"])
  }

  @Test func `Isomers share one limit`() throws {
    let report = try sample.report(
      .eauDeParfum, percent: 20,
      ["alpha-damascone": 0.4, "beta-damascone": 0.4, "delta-damascone": 0.3])
    #expect(report.violated == ["IFRA_STD_077"])
    let verdict = try #require(report.verdict("IFRA_STD_077"))
    #expect(verdict.limitPercent == 0.02 && verdict.ifraLimitPercent == 0.043)
    #expect(verdict.basis == "EU Annex III 157")
  }

  @Test func `Methyl heptine and octine carbonate share a limit and octine has its own`() throws {
    let both = try sample.report(
      .eauDeParfum, percent: 20,
      ["methyl-heptine-carbonate": 0.45, "methyl-octine-carbonate": 0.06])
    #expect(both.violated == ["sum:alkynoates"])
    let octine = try sample.report(.eauDeParfum, percent: 20, ["methyl-octine-carbonate": 0.11])
    #expect(octine.violated == ["IFRA_STD_064"])
  }

  @Test func `The lower of two categories holds for a hair mist`() throws {
    // Acetylated vetiver: 0.9 % in category 4, 0.1 % in 7B. Benzaldehyde: 0.25 % and 0.52 %.
    let report = try sample.report(
      .hairMist, percent: 5, ["vetiveryl-acetate": 10, "benzaldehyde": 10])
    #expect(report.category == "4 and 7B")
    #expect(report.verdict("IFRA_STD_002")?.limitPercent == 0.1)
    #expect(report.verdict("IFRA_STD_002")?.basis.hasSuffix("7B") == true)
    #expect(report.verdict("IFRA_STD_007")?.limitPercent == 0.25)
  }

  @Test(arguments: [
    (ProductCategory.eauDeParfum, 0.01), (.eauDeToilette, 0.004), (.bodyLotion, 0.0002),
    (.showerGel, 0.001), (.candle, 0.066),
  ])
  func `Methyl eugenol has another limit in each kind of product`(
    category: ProductCategory, percent: Double
  ) throws {
    let report = try sample.report(category, percent: 1, ["rose-oil": 1])
    #expect(report.verdict("IFRA_STD_100")?.limitPercent == percent)
  }

  @Test func `Shares are of the actual total when the lines do not sum to 1000`() throws {
    var formula = try sample.formula(.eauDeParfum, percent: 20, ["citral": 10])
    let whole = sample.book.report(on: formula).verdict("IFRA_STD_021")
    for index in formula.lines.indices {
      formula.lines[index].share.millionths /= 2
    }
    let half = sample.book.report(on: formula)
    #expect(half.verdict("IFRA_STD_021") == whole)
    #expect(half.notices.contains { $0.contains("500.0 parts") })
  }

  @Test func `A formula without mass has no verdicts`() {
    let product = Sample.product(.eauDeParfum, percent: 20)
    let report = sample.book.report(on: Formula(product: product, lines: []))
    #expect(report.verdicts.isEmpty && report.violations.isEmpty)
    #expect(report.notices.contains { $0.contains("no mass") })
  }

  @Test func `A report says what it does not cover`() throws {
    let perfume = try sample.report(.eauDeParfum, percent: 20, ["patchouli-oil": 10])
    #expect(perfume.notices.contains { $0.contains("Not legal advice") })
    #expect(perfume.notices.contains { $0.contains("for no other country") })
    #expect(perfume.notices.contains { $0.contains("Patchouli oil") })
    let candle = try sample.report(.candle, percent: 8, ["citral": 10])
    #expect(candle.notices.contains { $0.contains("not a cosmetic") })
  }

  @Test func `Certificates are asked for purity, peroxides and impurities`() throws {
    let report = try sample.report(
      .eauDeParfum, percent: 20,
      ["limonene": 1, "nootkatone": 1, "cyclamen-aldehyde": 1, "allyl-hexanoate": 1])
    #expect(
      report.certificates.map(\.standard)
        == ["IFRA_STD_188", "IFRA_STD_025", "IFRA_STD_186", "IFRA_STD_185"])
  }
}
