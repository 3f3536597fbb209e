import JobDocuments
import JobSpool
import Logging
import Monitoring
import ResultArchive
import ServiceLifecycle
import Settings
import StrictJSON
import Synchronization

/// The spool's keeper as a service of the app.
struct KeeperService: Service {
  private let spool: OpenSpool
  private let keeper: SpoolKeeper
  private let metrics: ServiceMetrics
  private let logger: Logger
  private let standing = Standing()

  /// Whether this process kept the spool in the last turn, so that only a change is logged.
  final class Standing: Sendable {
    private let isKeeper = Mutex(false)

    /// Takes in the standing of a turn; true when it differs from the one before.
    func changes(to isKeeper: Bool) -> Bool {
      self.isKeeper.withLock { last in
        defer { last = isKeeper }
        return last != isKeeper
      }
    }
  }

  init(
    _ spool: OpenSpool, kernel: KernelIdentity, metrics: ServiceMetrics, logger: Logger
  ) {
    self.spool = spool
    self.metrics = metrics
    self.logger = logger
    var inboxOptions = Inbox.Options(queueBound: spool.settings.api.queueBound)
    inboxOptions.largestFile = spool.settings.spool.inboxFileLimitBytes
    let archive = Archive(spoolFolder: spool.folder.path)
    let attempts = spool.settings.spool.maxAttempts
    keeper = SpoolKeeper(
      folder: spool.folder, store: spool.store,
      inbox: Inbox(folder: spool.folder, ledger: spool.store, options: inboxOptions) {
        DroppedFile.decide(name: $0, bytes: $1, maxAttempts: attempts)
      },
      outbox: Outbox(folder: spool.folder, ledger: spool.store) {
        try DroppedFile.answer(to: $0, archive)
      },
      kernel: kernel,
      options: SpoolKeeper.Options(
        retention: .seconds(spool.settings.spool.retentionDays * 86_400)))
  }

  /// Whether this process may be asked for work now.
  var readiness: @Sendable () async -> [HealthCheck] {
    { [spool] in [await spool.healthCheck()] }
  }

  func run() async throws {
    let watch = try SpoolWatch(
      files: [spool.folder.newsBell], folders: [spool.folder.inbox],
      interval: .milliseconds(100))
    await withGracefulShutdownHandler {
      await keeper.run(watch, now: { .now }) { tell($0) }
    } onGracefulShutdown: {
      watch.stop()
    }
  }

  private func tell(_ report: KeeperReport) {
    if standing.changes(to: report.isKeeper) {
      logger.notice("\(report.isKeeper ? "keeps" : "no longer keeps") the spool")
    }
    for accepted in report.inbox.accepted {
      metrics.inboxFileTaken(outcome: accepted.wasKnown ? "duplicate" : "accepted")
      logger.info(
        "file accepted", metadata: ["file": "\(accepted.name)", "jobs": "\(accepted.jobs.count)"])
    }
    for refused in report.inbox.refused {
      metrics.inboxFileTaken(outcome: "rejected")
      logger.warning(
        "file rejected", metadata: ["file": "\(refused.name)", "why": "\(refused.reason.code)"])
    }
    for stuck in report.inbox.stuck {
      logger.error(
        "file cannot be moved", metadata: ["file": "\(stuck.name)", "why": "\(stuck.reason)"])
    }
    for (name, cause) in report.outbox.failed {
      logger.error("answer not written", metadata: ["file": "\(name)", "why": "\(cause)"])
    }
    for (job, state) in report.rescued {
      logger.warning("rescued", metadata: ["job": "\(job)", "state": "\(state.rawValue)"])
    }
    for (duty, problem) in report.problems {
      logger.error("\(duty.rawValue) failed", metadata: ["error": "\(problem)"])
    }
  }
}

/// What a dropped file means, and what its answer looks like.
enum DroppedFile {
  /// The jobs of a file, or why it is refused: line, column, field, value and what is allowed.
  static func decide(name: String, bytes: [UInt8], maxAttempts: Int) -> InboxDecision {
    do {
      let documents = try JobDocument.readFile(bytes)
      let isArray = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
      return .accept(
        documents.map { $0.newJob(usualMaxAttempts: maxAttempts) }, isArray: isArray)
    } catch {
      let problem = error.problem
      var members: [String: JSONValue] = [
        "code": "content", "file": .string(name), "line": .int(problem.position.line),
        "column": .int(problem.position.column), "allowed": .string(problem.allowed),
        "message": .string("\(error)"),
      ]
      if !problem.field.isEmpty { members["field"] = .string(problem.field) }
      members["value"] = problem.found.map(JSONValue.string)
      return .refuse(errorJSON: JSONValue.object(members).indentedText + "\n")
    }
  }

  /// A job's result, or its state with the reason why there is none.
  static func answer(to job: Job, _ archive: Archive) throws -> [UInt8] {
    if let reference = job.result, job.state == .completed, !job.isPruned {
      return try archive.json(reference)
    }
    var members: [String: JSONValue] = [
      "job": .string(job.id.rawValue), "state": .string(job.state.rawValue),
    ]
    members["error"] = job.failure.map {
      ["code": .string($0.code), "message": .string($0.message)]
    }
    return JSONValue.object(members).canonicalBytes
  }
}
