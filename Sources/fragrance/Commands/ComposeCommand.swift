import ArgumentParser
import FormulaSearch
import JobDocuments
import JobSpool
import JobWorker
import ResultDocuments
import StrictJSON

/// `fragrance compose`: a brief straight to its formula, without the spool.
struct ComposeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compose", abstract: "Composes a formula for a brief, without the spool.",
    discussion: """
      The JSON form carries neither job nor timings: the same brief, seed and configuration give \
      the same bytes.
      """)

  @OptionGroup var options: SettingsOptions

  @Option(help: "The brief; standard input when absent.")
  var brief: String?

  @Option(help: "Seed of the choice among equal palettes.")
  var seed: UInt64?

  @Option(help: "How many further formulas of the Pareto front to list, 0 to 10.")
  var alternatives: Int?

  func run() async throws {
    let settings = try options.load()
    let text =
      try brief ?? String(decoding: InputFile.read("-", limit: 1 << 20), as: UTF8.self)
    let order = try orderOrExit(text)
    let composer = try Assembly.composeFormula(settings)
    do {
      let result = try await composer.compose(order, progress: { _ in })
      if options.json {
        print(result.document.canonicalText)
      } else {
        for line in ResultTable(result: result.document).lines { print(line) }
      }
    } catch let failure as AttemptFailure {
      Terminal.writeError("\(failure.failure.code): \(failure.failure.message)")
      throw Exit.answerIsNo
    }
  }

  private func orderOrExit(_ text: String) throws -> BriefOrder {
    var members: [String: JSONValue] = ["text": .string(text)]
    members["seed"] = seed.map { .int(Int(clamping: $0)) }
    members["alternatives"] = alternatives.map { .int($0) }
    do {
      let document = try JobDocument.readBrief(JSONValue.object(members).canonicalBytes)
      if let order = document.brief { return order }
    } catch {
      Terminal.writeError("\(error)")
    }
    throw Exit.invalidInput
  }
}
