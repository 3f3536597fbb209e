import ArgumentParser
import JobSpool
import StrictJSON

extension JobState: ExpressibleByArgument {}
extension JobKind: ExpressibleByArgument {}

extension JobID: ExpressibleByArgument {
  init?(argument: String) { self.init(rawValue: argument) }
}

/// `fragrance jobs`: a page of the queue, newest first.
struct JobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "Lists jobs, newest first.")

  @OptionGroup var options: SettingsOptions

  @Option(help: "Only jobs in this state.")
  var state: JobState?

  @Option(help: "Only jobs of this kind.")
  var kind: JobKind?

  @Option(help: "Only jobs older than this one.")
  var before: JobID?

  @Option(help: "How many, 1 to 1000.")
  var limit = 50

  func validate() throws {
    guard (1...1000).contains(limit) else {
      throw ValidationError("--limit is \(limit); allowed is 1 to 1000")
    }
  }

  func run() async throws {
    let jobs = try await withSpool(options) { spool in
      try await spool.store.jobs(
        JobFilter(state: state, kind: kind, before: before, limit: limit))
    }
    if options.json {
      print(JSONValue.array(jobs.map(\.json)).indentedText)
      return
    }
    let rows = jobs.map { job in
      [
        job.id.rawValue, job.kind.rawValue, job.state.rawValue, "\(job.attempt)/\(job.maxAttempts)",
        job.createdAt.text, job.failure?.message ?? job.progress?.stage ?? "",
      ]
    }
    for line in Terminal.table(
      ["job", "kind", "state", "attempt", "created", ""], rows,
      alignment: [.left, .left, .left, .right, .left, .left])
    { print(line) }
  }
}

/// `fragrance cancel`.
struct CancelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancels a job that has not ended.")

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The job's id.") var job: JobID

  func run() async throws {
    let outcome = try await withSpool(options) { try await $0.store.cancel(job, now: .now) }
    switch outcome {
    case .cancelled: print("cancelled")
    case .requested: print("running: its worker was told to stop")
    case .alreadyFinal(let state):
      Terminal.writeError("The job had already ended: \(state.rawValue).")
      throw Exit.answerIsNo
    case .unknown:
      Terminal.writeError("There is no job \(job).")
      throw Exit.notFound
    }
  }
}

/// `fragrance retry`.
struct RetryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Gives a discarded or cancelled job another set of attempts.")

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The job's id.") var job: JobID

  func run() async throws {
    let outcome = try await withSpool(options) { try await $0.store.retry(job, now: .now) }
    switch outcome {
    case .retried: print("available again")
    case .notRetryable(let state):
      Terminal.writeError(
        "The job is \(state.rawValue); only discarded and cancelled ones can be retried.")
      throw Exit.answerIsNo
    case .unknown:
      Terminal.writeError("There is no job \(job).")
      throw Exit.notFound
    }
  }
}
