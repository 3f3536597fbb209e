import ArgumentParser
import FormulaRules
import JobDocuments
import Perfumery
import ResultDocuments
import StrictJSON

/// `fragrance check`: judges a formula file in its finished product.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Judges a formula file: IFRA, EU and GB law, allergens to declare.",
    discussion:
      "Exits with 0 when the formula is legal, 1 when it is not, 65 when the file is wrong.")

  @OptionGroup var options: SettingsOptions
  @OptionGroup var input: FormulaFile
  @OptionGroup var rulesOptions: RulesOptions

  @Flag(help: "Also say how the concentrate stands in each IFRA category at this dosage.")
  var categories = false

  @Option(
    help: "Write a certificate: .html is a page to print, .csv a table, .json a document.",
    completion: .file(extensions: ["html", "csv", "json"]))
  var certificate: String?

  @Option(help: "The language of the certificate, en or ko.")
  var language: BriefLanguage = .english

  func validate() throws {
    guard let certificate else { return }
    guard CertificateFile.endings.contains(where: certificate.hasSuffix) else {
      throw ValidationError(
        "--certificate is \(certificate); it must end in .html, .csv or .json.")
    }
  }

  func run() throws {
    let catalogue = try Catalogue.builtIn()
    let named = try input.read(catalogue)
    let formula = named.formula
    let rules = try rulesOptions.book(catalogue)
    let report = rules.report(on: formula)
    let verdicts = rules.categories(of: formula)
    let document: JSONValue = .object([
      "legality": report.json,
      "categories": .array(verdicts.map(\.json)),
      "allergens": .array(rules.allergens(in: formula).map(\.json)),
      "koreanAllergens": .array(rules.allergens(in: formula, market: .korea).map(\.json)),
    ])
    if options.json {
      print(document.canonicalText)
    } else {
      for line in Self.verdictLines(report) { print(line) }
      if categories { for line in Self.categoryLines(verdicts) { print(line) } }
      for line in ResultTable(result: document).legalityLines { print(line) }
      for notice in report.notices { print(Terminal.dim(notice)) }
    }
    if let certificate {
      try CertificateFile(formula: named, rules: rules, report: report, document: document)
        .write(to: certificate, in: language)
    }
    guard report.isLegal else { throw Exit.answerIsNo }
  }

  private static func verdictLines(_ report: LegalityReport) -> [String] {
    let rows: [[String]] = report.verdicts.map { verdict in
      let limit = verdict.limitPercent.map { Terminal.decimal($0, 5) }
      let part = verdict.percentOfLimit.map { Terminal.decimal($0, 1) }
      return [
        mark(verdict.pass), verdict.substance, Terminal.decimal(verdict.percentInProduct, 5),
        limit ?? "–", part ?? "–", verdict.standard, verdict.basis,
        verdict.sources.map(\.name).joined(separator: ", "),
      ]
    }
    return Terminal.table(
      ["", "substance", "% in product", "limit", "% of limit", "standard", "basis", "from"], rows,
      alignment: [.left, .left, .right, .right, .right, .left, .left, .left])
  }

  private static func categoryLines(_ verdicts: [CategoryVerdict]) -> [String] {
    let rows: [[String]] = verdicts.map { verdict in
      let part = verdict.deciding?.percentOfLimit.map { Terminal.decimal($0, 1) }
      let dosage = verdict.highestDosage.map { Terminal.decimal($0.percent, 3) }
      return [
        mark(verdict.pass), verdict.category, dosage ?? "none", verdict.deciding?.substance ?? "–",
        part ?? "–", verdict.deciding?.standard ?? "",
      ]
    }
    return [""]
      + Terminal.table(
        ["", "category", "highest dosage %", "decided by", "% of limit", "standard"], rows,
        alignment: [.left, .left, .right, .left, .right, .left]) + [""]
  }

  private static func mark(_ passes: Bool) -> String {
    passes ? Terminal.green("pass") : Terminal.red("FAIL")
  }
}
