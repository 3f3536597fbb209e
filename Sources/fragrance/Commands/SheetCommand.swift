import ArgumentParser
import FormulaRules
import FormulaSheets
import JobDocuments
import Perfumery
import ResultDocuments
import StrictJSON

/// `fragrance sheet`: what to put on the scale for a batch of a formula.
struct SheetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sheet",
    abstract: "Scales a formula to grams for a balance, with the product around it.",
    discussion: """
      Lines too small for the scale are prescribed as dilutions, limited materials are never \
      rounded up, and what is really weighed is judged again: exit code 1 when it is not legal, \
      65 when the file or the batch is wrong.
      """)

  @OptionGroup var options: SettingsOptions
  @OptionGroup var input: FormulaFile

  @Option(help: "The grams of concentrate to make.")
  var grams: Double?

  @Option(help: "The grams of finished product to make, instead of concentrate.")
  var product: Double?

  @Option(help: "The smallest step the scale shows, in grams.")
  var step = 0.01

  @Option(help: "The least worth weighing, in grams; ten steps when absent.")
  var least: Double?

  @Option(help: "The order of weighing: largestFirst or byNote.")
  var order: BatchSheet.Order = .largestFirst

  @Option(help: "The language of the sheet, en or ko.")
  var language: BriefLanguage = .english

  @Option(help: "Also write the sheet as CSV.", completion: .file(extensions: ["csv"]))
  var csv: String?

  func run() throws {
    let catalogue = try Catalogue.builtIn()
    let formula = try input.read(catalogue).formula
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    let sheet = try batch(of: formula, rules)
    let report = rules.report(on: sheet.weighed)
    if let csv { try OutputFile.write(sheet.table(in: language).csv(), to: csv) }
    if options.json {
      print(document(sheet, report).canonicalText)
    } else {
      Self.show(sheet.table(in: language))
      print("")
      Self.show(ProductSheet(product: sheet.weighed.product).table(in: language))
      for line in ResultTable(result: ["legality": report.json]).legalityLines.dropLast() {
        print(line)
      }
    }
    guard report.isLegal else { throw Exit.answerIsNo }
  }

  private func batch(of formula: Formula, _ rules: RuleBook) throws -> BatchSheet {
    let amount: BatchSheet.Amount
    switch (grams, product) {
    case (let grams?, nil): amount = .concentrate(grams: grams)
    case (nil, let product?): amount = .product(grams: product)
    default: throw ValidationError("Give either --grams of concentrate or --product grams.")
    }
    do {
      return try BatchSheet(
        formula, amount: amount,
        scale: least.map { Scale(stepGrams: step, leastGrams: $0) } ?? Scale(stepGrams: step),
        limited: BatchSheet.limitedMaterials(in: formula, rules: rules), order: order)
    } catch {
      Terminal.writeError("\(error)")
      throw Exit.invalidInput
    }
  }

  private static func show(_ table: SheetTable) {
    for line in Terminal.table(
      table.header, table.rows, alignment: table.header.map { _ in .left })
    { print(line) }
  }

  private func document(_ sheet: BatchSheet, _ report: LegalityReport) -> JSONValue {
    .object([
      "concentrateGrams": .number(sheet.concentrateGrams),
      "lines": .array(
        sheet.lines.map { line in
          .object([
            "material": .string(line.material.id.rawValue), "name": .string(line.material.name),
            "dilutionPercent": .number(line.dilutionPercent), "grams": .number(line.grams),
            "deviationPercent": .number(line.deviationPercent.rounded(toPlaces: 4)),
          ])
        }),
      "product": .array(
        sheet.productLines.map { line in
          .object([
            "name": .string(line.line.name), "role": .string(line.line.role.rawValue),
            "grams": .number(line.grams), "belowLeast": .bool(line.isBelowLeast),
          ])
        }),
      "weighed": sheet.weighed.json(), "legality": report.json,
    ])
  }
}

extension BatchSheet.Order: ExpressibleByArgument {}
