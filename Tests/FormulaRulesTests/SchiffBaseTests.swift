import Perfumery
import Testing

@testable import FormulaRules

@Suite struct SchiffBaseTests {
  let sample: Sample

  init() throws { sample = try Sample() }

  /// A base, the standard of its aldehyde, and the share of aldehyde in percent.
  @Test(arguments: [
    ("89-43-0", "IFRA_STD_043", 56.4), ("68527-79-7", "IFRA_STD_043", 63.5),
    ("67801-47-2", "IFRA_STD_021", 53.34), ("67845-42-5", "IFRA_STD_206", 53.7),
    ("68527-78-6", "IFRA_STD_005", 60.31), ("67924-13-4", "IFRA_STD_040", 61.9),
    ("94386-48-8", "IFRA_STD_018", 49.82), ("39129-16-3", "IFRA_STD_007", 44.4),
    ("37837-44-8", "IFRA_STD_007", 44.4), ("68738-99-8", "IFRA_STD_030", 50.93),
    ("111753-62-9", "IFRA_STD_057", 57.3), ("111753-60-7", "IFRA_STD_059", 59.1),
    ("91-50-9", "IFRA_STD_025", 58.83), ("94108-09-5", "IFRA_STD_024", 50.2),
    ("14735-72-9", "IFRA_STD_054", 50.6), ("67785-76-6", "IFRA_STD_073", 47.44),
  ])
  func `A base counts for the restricted aldehyde it sets free`(
    cas: String, standard: String, share: Double
  ) throws {
    #expect(CASNumber.isValid(cas))
    let base = Sample.material("base", cas: [cas])
    let verdict = try #require(sample.report(on: base, partsPerThousand: 50).verdict(standard))
    #expect(abs(verdict.percentInProduct - share / 100) < 1e-9)
    #expect(verdict.sources.map(\.material.rawValue) == ["base"])
  }

  @Test(arguments: [("91-51-0", "IFRA_STD_015"), ("67634-12-2", "IFRA_STD_044")])
  func `A base of a prohibited aldehyde is refused`(cas: String, standard: String) {
    let base = Sample.material("base", cas: [cas])
    let report = sample.report(on: base, partsPerThousand: 0.01)
    #expect(report.violated == [standard])
    #expect(report.violations.first?.kind == .excluded(.prohibitedConstituent))
  }

  @Test func `Both parts of a base are in the table and weigh more than the base`() throws {
    let rows = Dictionary(grouping: try TableFiles.rows("schiff_bases")) { $0[0] }
    #expect(rows.count == 18)
    for (cas, parts) in rows {
      #expect(parts.count == 2, "\(cas)")
      // Water is taken up when the base falls apart.
      let sum = parts.reduce(0) { $0 + (Double($1[3]) ?? 0) }
      #expect((105...108).contains(sum), "\(cas)")
    }
  }

  @Test func `An aldehyde set free is declared on the label`() throws {
    let base = Sample.material("base", cas: ["89-43-0"])
    let formula = Formula(
      product: Sample.product(.eauDeParfum, percent: 1),
      lines: [FormulaLine(material: base, share: .one)])
    let declared = sample.book.allergens(in: formula)
    #expect(declared.map(\.label) == ["Hydroxycitronellal"])
    #expect(abs((declared.first?.percentInProduct ?? 0) - 0.564) < 1e-12)
  }
}
