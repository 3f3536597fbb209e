import IndependentChecker
import Perfumery
import SeededRandom
import Testing

@testable import FormulaRules

/// The catalogue's materials as the checker sees them, looked at once.
struct SecondOpinion {
  let checker: IndependentChecker
  let examined: [MaterialID: IndependentChecker.Examined]

  init(amendment: Int = 51, adding files: [AmendmentFile] = []) throws {
    let texts = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
    checker = try IndependentChecker(amendment: amendment, adding: texts)
    var examined: [MaterialID: IndependentChecker.Examined] = [:]
    for material in try Catalogue.builtIn().materials {
      examined[material.id] = checker.examine(try #require(checker.materials[material.id.rawValue]))
    }
    self.examined = examined
  }

  static let shared = Result { try SecondOpinion() }

  func lines(of formula: Formula) throws -> [IndependentChecker.Line] {
    try formula.lines.map { line in
      IndependentChecker.Line(
        material: try #require(examined[line.material.id]), fraction: line.share.fraction,
        bergaptenPpm: line.bergaptenPpm)
    }
  }

  /// Expects a report's violations, limits and standards to be those found here.
  func expectSame(_ report: LegalityReport, on formula: Formula) throws {
    let findings = checker.findings(
      in: formula.product.category.rawValue, dosagePercent: formula.product.dosage.percent,
      lines: try lines(of: formula))
    #expect(report.violated == findings.violations)
    let judged = report.verdicts.filter { $0.percentOfLimit != nil }
    #expect(Set(judged.map(\.id)) == Set(findings.percentOfLimit.keys))
    for verdict in judged {
      let other = findings.percentOfLimit[verdict.id] ?? .nan
      let difference = abs((verdict.percentOfLimit ?? 0) - other)
      if !(difference <= 1e-9 * max(1, other))
        || verdict.standard != findings.standards[verdict.id]
      {
        Issue.record("\(verdict) against \(other)")
      }
    }
  }
}

@Suite struct IndependentCheckTests {
  let sample: Sample
  let second: SecondOpinion

  init() throws {
    sample = try Sample()
    second = try SecondOpinion.shared.get()
  }

  /// 200 seeds of 50 formulas: 10,000 over all product categories, some with analysed lots.
  @Test(arguments: UInt64(1)...200)
  func `A second implementation finds the same violations and the same percentages`(
    seed: UInt64
  ) throws {
    var dice = SplitMix64(seed: seed)
    var legal = 0
    for index in 0..<50 {
      let category = ProductCategory.allCases[index % ProductCategory.allCases.count]
      let formula = dice.formula(from: sample.catalogue, for: category, analysed: index % 3 == 0)
      let report = sample.book.report(on: formula)
      try second.expectSame(report, on: formula)
      legal += report.isLegal ? 1 : 0
    }
    #expect((0..<50).contains(legal), "no seed has legal formulas alone")
  }

  @Test(arguments: UInt64(1)...200)
  func `A second implementation finds the same labels and the same dosage in each category`(
    seed: UInt64
  ) throws {
    var dice = SplitMix64(seed: seed)
    let formula = dice.formula(from: sample.catalogue, analysed: seed % 2 == 0)
    let lines = try second.lines(of: formula)
    for market in LabelMarket.allCases {
      let labels = second.checker.labels(
        korean: market == .korea, rinsedOff: formula.product.category.isRinsedOff,
        dosagePercent: formula.product.dosage.percent, lines: lines)
      let declared = sample.book.allergens(in: formula, market: market)
      #expect(Set(declared.map(\.label)) == Set(labels.keys))
      for allergen in declared {
        let other = labels[allergen.label] ?? .nan
        #expect(abs(allergen.percentInProduct - other) <= 1e-9 * other)
      }
    }
    for verdict in sample.book.categories(of: formula) {
      let highest = second.checker.highestDosagePercent(in: verdict.category, lines: lines)
      #expect((verdict.highestDosage == nil) == (highest == nil), "\(verdict)")
      // The product counts whole millionths, rounded down.
      let difference = (highest ?? 0) - (verdict.highestDosage?.percent ?? 0)
      #expect((-1e-9...1.0001e-4).contains(difference), "\(verdict)")
      let findings = second.checker.findings(
        in: verdict.category, dosagePercent: formula.product.dosage.percent, lines: lines)
      #expect(verdict.pass == findings.violations.isEmpty)
    }
  }

  @Test func `The catalogue in memory is the catalogue in the tables`() throws {
    #expect(second.checker.materials.count == sample.catalogue.materials.count)
    for material in sample.catalogue.materials {
      let row = try #require(second.checker.materials[material.id.rawValue])
      #expect(row.casNumbers == material.casNumbers)
      #expect(row.annexName == material.annexName)
      #expect(row.grade == material.grade)
    }
  }
}
