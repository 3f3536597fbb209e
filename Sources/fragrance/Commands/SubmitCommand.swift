import ArgumentParser
import Foundation
import JobDocuments
import JobSpool
import Settings
import StrictJSON

/// `fragrance submit`: puts a brief or a job file into the spool.
struct SubmitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit", abstract: "Puts a brief or a job file into the spool.")

  @OptionGroup var options: SettingsOptions

  @Argument(help: "A job file (one object or a list); - reads standard input.")
  var file: String?

  @Option(help: "A brief as plain text, instead of a file.")
  var text: String?

  @Option(help: "The seed, with --text.")
  var seed: UInt64?

  @Option(help: "How many further formulas of the Pareto front to list, with --text; 0 to 10.")
  var alternatives: Int?

  @Option(help: "Jobs with the same key are the same job.")
  var idempotencyKey: String?

  @Option(help: "Wait up to this many seconds and print the result.")
  var wait: Double?

  func validate() throws {
    guard (file == nil) != (text == nil) else {
      throw ValidationError("give either a file or --text")
    }
  }

  func run() async throws {
    let bytes = try input()
    let documents: [JobDocument]
    do {
      documents = try JobDocument.readFile(bytes)
    } catch {
      Terminal.writeError("\(file ?? "--text"): \(error)")
      throw Exit.invalidInput
    }
    try await withSpool(options) { spool in
      let jobs = documents.enumerated().map { index, document in
        document.newJob(
          idempotencyKey: idempotencyKey.map { index == 0 ? $0 : "\($0)/\(index)" },
          usualMaxAttempts: spool.settings.spool.maxAttempts)
      }
      let outcomes = try await spool.store.enqueue(
        jobs, queueBound: spool.settings.api.queueBound, now: .now)
      for outcome in outcomes {
        guard let wait else {
          print(
            options.json
              ? (["id": .string(outcome.job.rawValue), "existed": .bool(outcome.existed)]
                as JSONValue).canonicalText : outcome.job.rawValue)
          continue
        }
        try await ShowCommand.show(
          outcome.job, in: spool, waiting: .milliseconds(Int64(wait * 1000)), json: options.json,
          wantsResult: true)
      }
    }
  }

  private func input() throws -> [UInt8] {
    if let text {
      var members: [String: JSONValue] = ["kind": "brief", "text": .string(text)]
      members["seed"] = seed.map { .int(Int(clamping: $0)) }
      members["alternatives"] = alternatives.map { .int($0) }
      return JSONValue.object(members).canonicalBytes
    }
    return try InputFile.read(file ?? "-", limit: 4 << 20)
  }
}
