import ArgumentParser
import JobDocuments
import Perfumery
import StrictJSON

/// A formula file on the command line: JSON, CSV or a stored result.
struct FormulaFile: ParsableArguments {
  @Argument(
    help: "A formula as JSON or CSV, or a stored result; - reads standard input.",
    completion: .file(extensions: ["json", "csv"]))
  var file: String

  @Option(help: "The product to judge it in, such as EDP; instead of the file's own.")
  var category: ProductCategory?

  @Option(help: "The percent of concentrate in the product; instead of the file's own.")
  var dosage: Double?

  /// Reads the formula; says what is wrong with the file and exits with 65 otherwise.
  func read(_ catalogue: Catalogue) throws -> NamedFormula {
    try Self.read(
      file, catalogue, product: FormulaProduct(category: category, dosagePercent: dosage))
  }

  static func read(
    _ file: String, _ catalogue: Catalogue, product: FormulaProduct = FormulaProduct()
  ) throws -> NamedFormula {
    let bytes = try InputFile.read(file, limit: FormulaDocument.byteCountLimit)
    do {
      return try FormulaDocument.read(bytes, named: file, catalogue: catalogue, product: product)
    } catch {
      Terminal.writeError("\(file): \(error)")
      throw Exit.invalidInput
    }
  }
}

extension ProductCategory: ExpressibleByArgument {}
extension BriefLanguage: ExpressibleByArgument {}
