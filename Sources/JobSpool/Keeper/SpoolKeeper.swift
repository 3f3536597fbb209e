import Glibc

/// Does what must be done once per spool: checkpoints, rescue, inbox, outbox, retention.
///
/// Every process that serves may have one; the holder of `run/keeper.lock` works, the others stand
/// by and take over as soon as the kernel drops the lock of a dead one. Driven by `tick`, which a
/// service calls with the time; `run` does so at each event of a watch.
package actor SpoolKeeper {
  /// How a keeper works; the defaults suit every spool.
  package struct Options: Sendable {
    /// Length of the write-ahead log, in pages of 4 KiB, at which it is emptied.
    package var checkpointPages = 4000

    /// How long results are kept after their job ended; nil keeps them.
    package var retention: Duration?

    /// Files of the inbox taken in one turn, in batches.
    package var inboxBatches = 20

    package init(retention: Duration? = nil) { self.retention = retention }
  }

  /// No worker may have this name.
  static let lockName = "keeper"

  private let folder: SpoolFolder
  private let store: SQLiteJobStore
  private let inbox: Inbox
  private let outbox: Outbox
  private let kernel: KernelIdentity
  private let options: Options
  private let queue = BlockingQueue(label: "spool.keeper")

  private var schedule = KeeperSchedule()
  private var lock: KeeperLock?
  private var checkpointer: Checkpointer?
  private var knownProblems: [KeeperDuty: SpoolError] = [:]

  package init(
    folder: SpoolFolder, store: SQLiteJobStore, inbox: Inbox, outbox: Outbox,
    kernel: KernelIdentity, options: Options = Options()
  ) {
    self.folder = folder
    self.store = store
    self.inbox = inbox
    self.outbox = outbox
    self.kernel = kernel
    self.options = options
  }

  /// Works until the watch is stopped or the task cancelled, then lets the lock go.
  ///
  /// - Parameters:
  ///   - watch: on both bells and the inbox, with an interval of 100 ms.
  ///   - now: the clock.
  ///   - report: told of each turn that did something or failed.
  package func run(
    _ watch: SpoolWatch, now: @Sendable () -> Timestamp, report: @Sendable (KeeperReport) -> Void
  ) async {
    for await event in watch.events {
      let turn = await tick(now: now(), hinted: event == .changed)
      report(turn)
      if Task.isCancelled { break }
    }
    await stop()
  }

  /// One turn; not to be called again before it returned.
  ///
  /// - Parameter hinted: whether something changed since the last turn.
  package func tick(now: Timestamp, hinted: Bool = false) async -> KeeperReport {
    var report = KeeperReport()
    guard await holdLock() else { return report }
    report.isKeeper = true
    for duty in schedule.take(now: now, hinted: hinted) {
      do {
        try await perform(duty, now: now, &report)
        knownProblems[duty] = nil
      } catch {
        let problem = SpoolError(error, path: store.path, patience: store.patience)
        if knownProblems[duty] != problem { report.problems[duty] = problem }
        knownProblems[duty] = problem
        // Two kernels on one file damage it: touch nothing more.
        if case .secondKernel = problem {
          schedule = KeeperSchedule()
          break
        }
      }
    }
    return report
  }

  /// Lets the lock go, so that another process takes over at once.
  package func stop() async {
    let held = checkpointer
    checkpointer = nil
    // Nothing is lost when the log cannot be emptied now.
    if let held { try? await queue.run { try held.close() } }
    lock = nil
  }

  /// Whether some process keeps the spool now; false as well when its folder cannot be looked at.
  package static func isRunning(in folder: SpoolFolder) -> Bool {
    let path = "\(folder.run)/\(lockName).lock"
    guard access(path, F_OK) == 0 else { return false }
    // An unreadable folder has no keeper that could be named.
    guard let file = (try? FileLock.take(path, flags: 0)) ?? nil else { return true }
    close(file)
    return false
  }

  private func holdLock() async -> Bool {
    if let lock, lock.isStillOurs { return true }
    lock = nil
    let folder = folder
    // Without a lock nothing is done; the next turn tries again.
    lock = try? await queue.run { try KeeperLock(folder) }
    if lock != nil { schedule = KeeperSchedule() }
    return lock != nil
  }

  private func perform(
    _ duty: KeeperDuty, now: Timestamp, _ report: inout KeeperReport
  ) async throws {
    switch duty {
    case .kernel: try await store.noteKernel(kernel, now: now)
    case .rescue: report.rescued = try await rescue(now: now)
    case .inbox: report.inbox = try await takeFiles(now: now)
    case .outbox: report.outbox = try await outbox.answer(now: now)
    case .checkpoint: report.checkpointed = try await checkpoint(now: now)
    case .retention: report.pruned = try await prune(now: now)
    case .sweep: try await sweep(now: now)
    }
  }

  private func rescue(now: Timestamp) async throws -> [JobID: JobState] {
    let owners = try await store.runningOwners()
    guard !owners.isEmpty else { return [:] }
    let folder = folder
    let dead = try await queue.run { try WorkerLock.deadOwners(among: owners, in: folder) }
    return try await store.rescue(deadOwners: dead, now: now)
  }

  private func takeFiles(now: Timestamp) async throws -> InboxReport {
    var total = InboxReport()
    for _ in 0..<options.inboxBatches {
      let report = try await inbox.scan(now: now)
      total.add(report)
      guard report.hasMore else { break }
    }
    // Reading the same files again would find the same.
    if total.isQueueFull { schedule.postpone(.inbox, until: now + .seconds(1)) }
    return total
  }

  private func checkpoint(now: Timestamp) async throws -> Bool {
    let (path, known, pages) = (store.path, checkpointer, options.checkpointPages)
    let (used, outcome) = try await queue.run {
      let used = try known ?? Checkpointer(path: path)
      return (used, try used.run(pageLimit: pages))
    }
    checkpointer = used
    // Each attempt holds up the writers while it waits for readers: not again at once.
    if outcome == .busy { schedule.postpone(.checkpoint, until: now + .seconds(30)) }
    return outcome == .done
  }

  /// Deletes files first: a crash in between leaves a mark to be set, not a file nobody knows of.
  private func prune(now: Timestamp) async throws -> [JobID] {
    guard let retention = options.retention else { return [] }
    let jobs = try await store.prunable(endedBefore: now - retention, limit: 500)
    let folder = folder
    try await queue.run {
      for job in jobs {
        guard let path = job.result?.path, let file = folder.file(ofResult: path) else { continue }
        guard unlink(file) == 0 || errno == ENOENT else { throw SystemCall.failure("unlink", file) }
      }
    }
    try await store.markPruned(jobs.map(\.id))
    return jobs.map(\.id)
  }

  private func sweep(now: Timestamp) async throws {
    let owners = try await store.runningOwners()
    let folder = folder
    try await queue.run {
      try WorkerLock.sweep(folder, needed: owners)
      for place in [folder.outbox, folder.rejected, folder.results] {
        try AtomicFile.sweep(place, olderThan: now - .seconds(3600))
      }
    }
  }
}

extension SpoolFolder {
  /// The file of a result, or nil when its path would lead out of `results/`.
  package func file(ofResult path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0] == "results",
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else { return nil }
    return "\(self.path)/\(path)"
  }
}
