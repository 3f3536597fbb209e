import ArgumentParser
import JobSpool
import ResultArchive
import Settings
import StrictJSON

/// `fragrance show`: a job and, when it is done, its formula.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a job and its formula.")

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The job's id.") var job: JobID

  @Flag(help: "Only the result, not the job.")
  var result = false

  @Option(help: "Wait up to this many seconds for it to end; progress goes to standard error.")
  var wait: Double = 0

  func run() async throws {
    try await withSpool(options) { spool in
      try await Self.show(
        job, in: spool, waiting: .milliseconds(Int64(wait * 1000)), json: options.json,
        wantsResult: result)
    }
  }

  /// Prints a job; exits with 1 when it ended without a result, or has none yet and one is wanted.
  static func show(
    _ id: JobID, in spool: OpenSpool, waiting: Duration, json: Bool, wantsResult: Bool
  ) async throws {
    guard let job = try await spool.waitForEnd(of: id, atMost: waiting) else {
      Terminal.writeError("There is no job \(id).")
      throw Exit.notFound
    }
    guard let reference = job.result, job.state == .completed, !job.isPruned else {
      print(json ? job.json.indentedText : describe(job))
      guard !wantsResult, job.state != .discarded else { throw Exit.answerIsNo }
      return
    }
    let bytes = try Archive(spoolFolder: spool.settings.spool.directory).json(reference)
    if json {
      print(String(decoding: bytes, as: UTF8.self))
      return
    }
    if !wantsResult { print(describe(job)) }
    for line in ResultTable(result: try JSONParser.parse(bytes).value).lines { print(line) }
  }

  private static func describe(_ job: Job) -> String {
    var text = "\(Terminal.bold(job.id.rawValue)) \(job.kind.rawValue), \(job.state.rawValue)"
    text += ", attempt \(job.attempt) of \(job.maxAttempts), created \(job.createdAt.text)"
    if let failure = job.failure { text += "\n\(failure.code): \(failure.message)" }
    if let progress = job.progress, job.state == .running {
      text += "\n\(progress.stage), \(Terminal.decimal(progress.fraction * 100, 0)) %"
    }
    return text
  }
}
