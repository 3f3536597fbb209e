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

  /// - Parameter path: ends in `.html`, `.csv` or `.json`.
  /// - Throws: exits with 64 for another ending; nothing is written then.
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
    } else if path.hasSuffix(".json") {
      let stamped = document.members.merging(["date": .string(Self.today)]) { first, _ in first }
      try OutputFile.write(JSONValue.object(stamped).canonicalText + "\n", to: path)
    } else {
      throw ValidationError("--certificate takes a file ending in .html, .csv or .json: \(path)")
    }
  }

  /// In universal time, `YYYY-MM-DD`.
  private static var today: String {
    String(Date().ISO8601Format().prefix(10))
  }
}
