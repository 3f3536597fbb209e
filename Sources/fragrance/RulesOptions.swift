import ArgumentParser
import FormulaRules
import Perfumery

/// Under which amendment of the IFRA Standards a command judges.
struct RulesOptions: ParsableArguments {
  @Option(help: "The amendment of the IFRA Standards to judge under; the latest when absent.")
  var amendment: Int?

  @Option(
    name: .customLong("add-amendment"),
    help: "A folder with the rows of a further amendment, in the columns of the built-in tables.",
    completion: .directory)
  var folder: String?

  /// The rules; says what is wrong with the added files and exits with 65 otherwise.
  func book(_ catalogue: Catalogue) throws -> RuleBook {
    do {
      guard let folder else {
        return try RuleBook.builtIn(catalogue: catalogue, amendment: amendment)
      }
      return try RuleBook(
        catalogue: catalogue, addingAmendmentFrom: try Self.files(in: folder),
        amendment: amendment)
    } catch let code as ExitCode {
      throw code
    } catch {
      Terminal.writeError("\(error)")
      throw Exit.invalidInput
    }
  }

  private static func files(in folder: String) throws -> [AmendmentFile] {
    var files: [AmendmentFile] = []
    for name in AmendmentFile.names where InputFile.exists("\(folder)/\(name)") {
      let bytes = try InputFile.read("\(folder)/\(name)", limit: AmendmentFile.highestByteCount)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        Terminal.writeError("\(folder)/\(name) is not UTF-8.")
        throw Exit.invalidInput
      }
      files.append(AmendmentFile(name: name, text: text))
    }
    guard !files.isEmpty else {
      Terminal.writeError(
        "\(folder) holds none of \(AmendmentFile.names.joined(separator: ", ")).")
      throw Exit.notFound
    }
    return files
  }
}
