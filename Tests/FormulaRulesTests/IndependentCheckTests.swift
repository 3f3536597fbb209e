import IndependentChecker
import Perfumery
import SeededRandom
import Testing

@testable import FormulaRules

@Suite struct IndependentCheckTests {
  /// 20 seeds of 120 formulas each.
  @Test(arguments: UInt64(1)...20)
  func `A second implementation finds the same violations and the same percentages`(
    seed: UInt64
  ) throws {
    let sample = try Sample()
    let checker = try IndependentChecker()
    var examined: [MaterialID: IndependentChecker.Examined] = [:]
    var dice = SplitMix64(seed: seed)
    var legal = 0
    for _ in 0..<120 {
      let formula = dice.formula(from: sample.catalogue)
      let lines = formula.lines.map { line in
        let id = line.material.id
        let found =
          examined[id]
          ?? checker.examine(
            IndependentChecker.Substance(
              casNumbers: line.material.casNumbers, annexName: line.material.annexName,
              grade: line.material.grade))
        examined[id] = found
        return (material: found, fraction: line.share.fraction)
      }
      let findings = checker.findings(
        product: formula.product.category.rawValue,
        dosagePercent: formula.product.dosage.percent, lines: lines)
      let report = sample.book.report(on: formula)
      #expect(report.violated == findings.violations)
      let judged = report.verdicts.filter { $0.percentOfLimit != nil }
      #expect(Set(judged.map(\.standard)) == Set(findings.percentOfLimit.keys))
      for verdict in judged {
        let other = findings.percentOfLimit[verdict.standard] ?? .nan
        #expect(abs((verdict.percentOfLimit ?? 0) - other) <= 1e-9 * max(1, other))
      }
      legal += report.isLegal ? 1 : 0
    }
    #expect((1..<120).contains(legal), "the formulas must be of both kinds")
  }

  @Test func `The catalogue in memory is the catalogue in the tables`() throws {
    let sample = try Sample()
    let checker = try IndependentChecker()
    #expect(checker.materials.count == sample.catalogue.materials.count)
    for material in sample.catalogue.materials {
      let row = try #require(checker.materials[material.id.rawValue])
      #expect(row.casNumbers == material.casNumbers)
      #expect(row.annexName == material.annexName)
      #expect(row.grade == material.grade)
    }
  }
}
