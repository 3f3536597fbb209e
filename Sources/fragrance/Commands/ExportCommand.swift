import ArgumentParser
import FormulaSheets
import JobDocuments
import Perfumery

/// `fragrance export`: a formula as CSV that spreadsheets open and this program reads back.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a formula file or a result as CSV for a spreadsheet.")

  @OptionGroup var input: FormulaFile

  @Argument(help: "The CSV to write; standard output when absent.")
  var output: String?

  @Option(help: "The language of the columns, en or ko.")
  var language: BriefLanguage = .english

  func run() throws {
    let named = try input.read(try Catalogue.builtIn())
    let csv = FormulaTable(named.formula).csv(name: named.name, in: language)
    if let output { try OutputFile.write(csv, to: output) } else { print(csv, terminator: "") }
  }
}
