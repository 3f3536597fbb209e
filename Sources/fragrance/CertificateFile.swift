import ArgumentParser
import FormulaRules
import FormulaSheets
import Foundation
import JobDocuments
import Perfumery
import StrictJSON

/// A certificate of conformity as a file: a page to print, CSV or JSON, by the file's ending.
struct CertificateFile {
  let formula: NamedFormula
  let rules: RuleBook
  let report: LegalityReport

  /// What `--json` prints.
  let document: JSONValue

  static let endings = [".html", ".csv", ".json"]

  /// - Parameter path: ends in one of `endings`.
  func write(to path: String, in language: BriefLanguage) throws {
    let product = formula.formula.product
    let certificate = Certificate(
      formulaName: formula.name ?? "formula", date: Self.today, product: product, report: report,
      allergens: Dictionary(
        uniqueKeysWithValues: LabelMarket.allCases.map {
          ($0, rules.allergens(in: formula.formula, market: $0))
        }),
      categories: rules.categories(of: formula.formula))
    if path.hasSuffix(".html") {
      try OutputFile.write(certificate.page(in: language), to: path)
    } else if path.hasSuffix(".csv") {
      try OutputFile.write(certificate.csv(in: language), to: path)
    } else {
      let stamped = document.members.merging(["date": .string(Self.today)]) { first, _ in first }
      try OutputFile.write(JSONValue.object(stamped).canonicalText + "\n", to: path)
    }
  }

  /// In universal time, `YYYY-MM-DD`.
  private static var today: String {
    String(Date().ISO8601Format().prefix(10))
  }
}
