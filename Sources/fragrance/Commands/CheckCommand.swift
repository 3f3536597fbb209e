import ArgumentParser
import FormulaRules
import JobDocuments
import Perfumery
import ResultDocuments
import StrictJSON

/// `fragrance check`: judges a formula file in its finished product.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Judges a formula file: IFRA, EU law, allergens to declare.",
    discussion:
      "Exits with 0 when the formula is legal, 1 when it is not, 65 when the file is wrong.")

  @OptionGroup var options: SettingsOptions

  @OptionGroup var input: FormulaFile

  func run() throws {
    let catalogue = try Catalogue.builtIn()
    let formula = try input.read(catalogue).formula
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    let report = rules.report(on: formula)
    let document: JSONValue = .object([
      "legality": report.json,
      "allergens": .array(rules.allergens(in: formula).map(\.json)),
    ])
    if options.json {
      print(document.canonicalText)
    } else {
      let rows = report.verdicts.map { verdict in
        [
          verdict.pass ? Terminal.green("pass") : Terminal.red("FAIL"), verdict.substance,
          Terminal.decimal(verdict.percentInProduct, 5),
          verdict.limitPercent.map { Terminal.decimal($0, 5) } ?? "–",
          verdict.percentOfLimit.map { Terminal.decimal($0, 1) } ?? "–", verdict.basis,
        ]
      }
      for line in Terminal.table(
        ["", "substance", "% in product", "limit", "% of limit", "basis"], rows,
        alignment: [.left, .left, .right, .right, .right, .left])
      { print(line) }
      for line in ResultTable(result: document).legalityLines { print(line) }
      for notice in report.notices { print(Terminal.dim(notice)) }
    }
    guard report.isLegal else { throw Exit.answerIsNo }
  }
}
