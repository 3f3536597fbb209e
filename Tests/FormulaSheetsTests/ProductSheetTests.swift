import Perfumery
import Testing

@testable import FormulaSheets

@Suite struct ProductSheetTests {
  private func sheet(_ category: ProductCategory, percent: Double) -> ProductSheet {
    ProductSheet(
      product: Product(category: category, dosage: MassFraction(roundingDown: percent / 100)))
  }

  @Test func anEauDeParfumIsWhatTheBookHas() throws {
    // Pybus & Sell, Fig. 9.1: 12 % concentrate, 78 % ethanol, 8.5 % water, 0.5 % UV absorber.
    let found = sheet(.eauDeParfum, percent: 12)
    let shares = Dictionary(uniqueKeysWithValues: found.lines.map { ($0.role, $0.share.percent) })
    #expect(
      shares == [
        .concentrate: 12, .alcohol: 78.66, .water: 8.74, .antioxidant: 0.1, .ultravioletFilter: 0.5,
      ])
    #expect(abs(found.alcoholPercent - 73.8) < 0.1)
    #expect(abs(found.waterPercent - 13.6) < 0.1)
    #expect(found.notices.isEmpty)
    #expect(found.lines.allSatisfy { !$0.source.isEmpty })
  }

  @Test(arguments: ProductCategory.allCases, [0.01, 1, 12.3456, 50, 99.7, 99.95, 100])
  func everyProductSumsToEverything(category: ProductCategory, percent: Double) {
    let found = sheet(category, percent: percent)
    #expect(found.lines.reduce(.zero) { $0 + $1.share } == MassFraction.one)
    #expect(found.lines.allSatisfy { $0.share > .zero })
    #expect(found.alcoholPercent + found.waterPercent <= 100 - percent + 1e-3)
    let isAlcoholic = found.lines.contains { $0.role == .alcohol }
    #expect(isAlcoholic != found.lines.contains { $0.role == .carrier } || percent > 99)
  }

  @Test(arguments: ProductCategory.allCases) func usualDosagesAreInTheRange(
    category: ProductCategory
  ) {
    let found = sheet(category, percent: category.usualDosagePercent)
    #expect(found.notices.isEmpty && found.koreanNotices.isEmpty)
    for line in found.lines {
      if let range = line.range { #expect(range.contains(line.share.percent)) }
    }
    let far = sheet(category, percent: 60)
    #expect(far.notices.first?.contains("60 %") == true)
    #expect(far.koreanNotices.first?.contains("60 %") == true)
  }

  @Test func theTableIsInBothLanguages() {
    let found = sheet(.bodyLotion, percent: 0.5)
    #expect(
      found.table(in: .english).rows == [
        ["concentrate", "0.5", "0.1 – 1", "judged"],
        ["unscented lotion base", "99.5", "", "judged"],
      ])
    #expect(found.table(in: .korean).rows[1][0] == "무향 로션 베이스")
  }
}
