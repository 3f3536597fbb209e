import Perfumery
import Testing

@testable import FormulaRules

/// Materials that are in no catalogue, made for one rule each.
@Suite struct GradeAndTraceTests {
  let sample: Sample

  init() throws { sample = try Sample() }

  @Test(arguments: [
    ("8007-75-8", "IFRA_STD_087"), ("8046-19-3", "IFRA_STD_078"), ("8013-10-3", "IFRA_STD_119"),
    ("8016-84-0", "IFRA_STD_097"),
  ])
  func `An unknown grade of a graded material is refused`(cas: String, standard: String) {
    for grade in [nil, "special"] {
      let material = Sample.material("nameless", kind: .natural, grade: grade, cas: [cas])
      let report = sample.report(on: material, partsPerThousand: 0.01)
      #expect(report.violated == [standard])
      #expect(report.violations.first?.kind == .excluded(.unknownGrade))
    }
  }

  @Test func `The grade of a citrus oil does not matter where it is free`() {
    let material = Sample.material("nameless", kind: .natural, cas: ["8007-75-8"])
    let gel = Sample.product(.showerGel, percent: 1)
    let report = sample.book.report(
      on: Formula(product: gel, lines: [FormulaLine(material: material, share: .one)]))
    #expect(report.isLegal)
    #expect(sample.book.region(for: [material], product: gel).excluded.isEmpty)
  }

  @Test(arguments: [
    ("styrax", "resinoid", true), ("styrax", "crude gum", false), ("styrax", "gum", false),
  ])
  func `The words of a grade decide`(name: String, grade: String, isLegal: Bool) {
    let material = Sample.material(name, kind: .natural, grade: grade, cas: ["8046-19-3"])
    #expect(sample.report(on: material, partsPerThousand: 1).isLegal == isLegal)
  }

  @Test func `Safrole is prohibited as such and allowed as a trace of nutmeg`() throws {
    let safrole = Sample.material("safrole", cas: ["94-59-7"])
    let neat = sample.report(on: safrole, partsPerThousand: 0.001)
    #expect(neat.violated == ["IFRA_STD_179"])
    #expect(neat.violations.first?.kind == .excluded(.prohibited))
    let nutmeg = try sample.report(.eauDeParfum, percent: 20, ["nutmeg-oil": 1])
    let trace = try #require(nutmeg.verdict("IFRA_STD_179"))
    #expect(trace.pass && trace.limitPercent == 0.01)
  }

  @Test func `A natural that contains a prohibited substance without a trace limit is refused`() {
    let material = Sample.material(
      "horseradish", kind: .natural, cas: ["84775-62-2"], annexName: "Horseradish oil")
    let report = sample.report(on: material, partsPerThousand: 0.01)
    #expect(report.violated.contains("IFRA_STD_107"))
  }

  @Test(arguments: [("117-98-6", "IFRA_STD_002"), ("37609-25-9", "IFRA_STD_250")])
  func `A number the standard leaves out counts for the same substance`(
    cas: String, standard: String
  ) {
    let material = Sample.material("other-number", cas: [cas])
    #expect(sample.report(on: material, partsPerThousand: 10).verdict(standard) != nil)
  }

  @Test func `A natural with its own standard counts for it and for its constituents`() throws {
    let report = try sample.report(
      .eauDeParfum, percent: 20, ["jasmine-grandiflorum-absolute": 5])
    #expect(report.verdict("IFRA_STD_049")?.percentInProduct == 0.1)
    // 0.7 % p-cresol.
    let cresol = try #require(report.verdict("IFRA_STD_260"))
    #expect(abs(cresol.percentInProduct - 0.0007) < 1e-12)
  }

  @Test func `A number listed twice for a natural counts once`() throws {
    // The annex lists citronellal twice for grapefruit oil, 0.1 % each.
    let report = try sample.report(.eauDeParfum, percent: 20, ["grapefruit-oil": 100])
    let verdict = try #require(report.verdict("IFRA_STD_206"))
    #expect(abs(verdict.percentInProduct - 0.002) < 1e-12)
  }
}
