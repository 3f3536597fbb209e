import Glibc
import Synchronization

/// Turns files renamed into `inbox/` into jobs.
///
///     listed ─▶ looked at, read ─▶ recorded with its jobs, one transaction ─▶ inbox/accepted/
///                   │
///                   └─▶ rejected/<name>.error.json ─▶ rejected/<name>
///
/// A file counts once its name ends in `.json` and does not begin with a dot. Its identity is
/// SHA-256 of name and content: a crash between any two steps is mended by the next scan, which
/// finds the file recorded and only moves it. Dropped again with other content it is a new file;
/// with the same content it stands for the same jobs, moves aside under a name with the time in it,
/// and is answered again if its answer was taken away. Nothing is ever waited for: pipes, links and
/// folders are refused by what they are, before they are opened.
package final class Inbox: Sendable {
  /// Bounds of what is taken.
  package struct Options: Sendable {
    /// Most bytes of a file.
    package var largestFile = 1 << 20

    /// Most files in one transaction.
    package var batchCount = 100

    /// Most bytes in memory at a time.
    package var batchByteCount = 16 << 20

    /// Most waiting jobs of a queue; beyond it files stay in the inbox. Nil is unbounded.
    package var queueBound: Int?

    package init(queueBound: Int? = nil) { self.queueBound = queueBound }
  }

  /// Reads a file's content; runs on a thread that may block.
  package typealias Reader = @Sendable (_ fileName: String, _ bytes: [UInt8]) -> InboxDecision

  private let ledger: any DropLedger
  private let options: Options
  private let reader: Reader
  private let step: @Sendable (DropStep) throws -> Void
  private let folders: DropFolders
  private let queue = BlockingQueue(label: "spool.inbox")

  /// Entries that could not be moved away, not to be dealt with again.
  private let stuck = Mutex<[FolderListing.Name: FileIdentity]>([:])

  /// - Parameter step: called between two steps; a test throws there in place of a crash.
  package init(
    folder: SpoolFolder, ledger: any DropLedger, options: Options = Options(),
    step: @escaping @Sendable (DropStep) throws -> Void = { _ in }, reader: @escaping Reader
  ) {
    self.ledger = ledger
    self.options = options
    self.reader = reader
    self.step = step
    folders = DropFolders(folder: folder)
  }

  /// Takes up to a batch of files, in the order of their names; one scan at a time.
  ///
  /// Throws: `SpoolError` when a folder or the database fails; what was recorded stays recorded and
  /// moves with the next scan.
  package func scan(now: Timestamp) async throws -> InboxReport {
    let found = try await queue.run { try self.collect(now: now) }
    var report = found.report
    if !found.batch.isEmpty {
      let outcomes = try await ledger.record(
        found.batch.map(\.file), queueBound: options.queueBound, now: now)
      try step(.jobsRecorded)
      let files = Array(zip(found.batch, outcomes))
      let settled = try await queue.run { try self.settle(files, now: now) }
      for file in settled {
        report.accepted += file.accepted
        report.stuck += file.stuck
        if let digest = file.unanswered { try await ledger.answerAgain(digest: digest) }
      }
      report.isQueueFull = outcomes.contains(.queueFull)
    }
    // After the good ones: a folder that takes no refusals must not hold them up.
    let refusals = try await queue.run { try self.refuse(found.refusals, now: now) }
    report.add(refusals)
    report.hasMore = (found.report.hasMore || refusals.hasMore) && !report.isQueueFull
    return report
  }

  /// What a look at the folder brought.
  private struct Collection: Sendable {
    var batch: [Candidate] = []
    var refusals: [(entry: InboxEntry, reason: InboxRefusal)] = []
    /// Only what needs no more to be done.
    var report = InboxReport()
  }

  private struct Candidate: Sendable {
    var entry: InboxEntry
    var file: DroppedFile
  }

  /// Looks at files until a batch is full.
  private func collect(now: Timestamp) throws -> Collection {
    var (found, byteCount) = (Collection(), 0)
    let names = try FolderListing.names(in: folders.folder.inbox).filter {
      InboxName.counts($0.bytes)
    }
    forgetStuck(except: names)
    let inbox = try Descriptor(folders.folder.inbox, O_RDONLY | O_DIRECTORY)
    for name in names {
      guard found.batch.count + found.refusals.count < options.batchCount,
        byteCount < options.batchByteCount
      else {
        found.report.hasMore = true
        break
      }
      guard
        let entry = InboxEntry(name, in: inbox.number, bound: options.largestFile, now: now),
        !isStuck(entry)
      else { continue }
      switch try judge(entry) {
      case .candidate(let candidate, let size):
        found.batch.append(candidate)
        byteCount += size
      case .unfinished: found.report.unfinished.append(display(name))
      case .refused(let reason): found.refusals.append((entry, reason))
      }
    }
    return found
  }

  private enum Judgement {
    case candidate(Candidate, byteCount: Int)
    case unfinished
    case refused(InboxRefusal)
  }

  private func judge(_ entry: InboxEntry) throws -> Judgement {
    switch entry.finding {
    case .settling: return .unfinished
    case .refused(let reason): return .refused(reason)
    case .content(let bytes, let writing): return try judge(entry, bytes, writing)
    }
  }

  private func judge(
    _ entry: InboxEntry, _ bytes: [UInt8], _ writing: InboxEntry.Writing
  ) throws -> Judgement {
    guard let name = InboxName.allowed(entry.name) else { return .refused(.nameNotAllowed) }
    try step(.fileRead)
    switch reader(name, bytes) {
    case .refuse(let text):
      return writing == .notOver ? .unfinished : .refused(.content(errorJSON: text))
    case .accept(let jobs, let isArray):
      if let reason = refusal(of: jobs) { return .refused(reason) }
      let digest = Digest.hexadecimal(entry.name.bytes, [0], bytes)
      let file = DroppedFile(
        name: name, digest: digest, isArray: isArray, jobs: keyed(jobs, digest: digest))
      return .candidate(Candidate(entry: entry, file: file), byteCount: bytes.count)
    }
  }

  private func refusal(of jobs: [NewJob]) -> InboxRefusal? {
    for queue in JobQueue.allCases {
      let count = jobs.count { $0.kind.queue == queue }
      if let bound = options.queueBound, count > bound {
        return .tooManyJobs(count: count, bound: bound)
      }
    }
    for job in jobs {
      do {
        try job.check()
      } catch .invalidJob(let field, let value, let allowed) {
        return .invalidJob(field: field, value: value, allowed: allowed)
      } catch {
        return .unreadable(detail: error.description)
      }
    }
    return nil
  }

  /// Jobs without a key of their own are known by file and place.
  private func keyed(_ jobs: [NewJob], digest: String) -> [NewJob] {
    jobs.enumerated().map { index, job in
      var job = job
      job.idempotencyKey = job.idempotencyKey ?? "inbox:\(digest):\(index)"
      return job
    }
  }

  private func refuse(
    _ refusals: [(entry: InboxEntry, reason: InboxRefusal)], now: Timestamp
  ) throws -> InboxReport {
    var report = InboxReport()
    for (entry, reason) in refusals {
      let move = try folders.reject(entry, reason, now: now) { try step(.errorWritten) }
      switch move {
      case .moved(let name):
        report.refused.append(
          InboxReport.Refused(name: display(entry.name), movedTo: name, reason: reason))
        try step(.fileRejected)
      case .replaced: report.hasMore = true
      case .stuck(let detail): report.stuck.append(remember(entry, detail))
      }
    }
    return report
  }

  private struct Settled: Sendable {
    var accepted: [InboxReport.Accepted] = []
    var stuck: [InboxReport.Stuck] = []
    /// Digest of a known file whose answer is no longer there.
    var unanswered: String?
  }

  /// Moves recorded files aside.
  private func settle(
    _ files: [(Candidate, DropOutcome)], now: Timestamp
  ) throws -> [Settled] {
    let settled = try files.compactMap { candidate, outcome -> Settled? in
      guard let (jobs, wasKnown) = outcome.jobs else { return nil }
      let (entry, file) = (candidate.entry, candidate.file)
      var settled = Settled()
      settled.accepted = [
        InboxReport.Accepted(name: file.name, jobs: jobs, wasKnown: wasKnown)
      ]
      if case .stuck(let detail) = try folders.accept(entry, as: file.name, now: now) {
        settled.stuck = [remember(entry, detail)]
      }
      if wasKnown, !folders.hasAnswer(file.name) { settled.unanswered = file.digest }
      try step(.fileAccepted)
      return settled
    }
    try folders.sync()
    return settled
  }

  private func display(_ name: FolderListing.Name) -> String {
    String(decoding: name.bytes, as: UTF8.self)
  }

  private func remember(_ entry: InboxEntry, _ detail: String) -> InboxReport.Stuck {
    stuck.withLock { $0[entry.name] = entry.identity }
    return InboxReport.Stuck(name: display(entry.name), reason: detail)
  }

  private func isStuck(_ entry: InboxEntry) -> Bool {
    stuck.withLock { $0[entry.name] == entry.identity }
  }

  private func forgetStuck(except names: [FolderListing.Name]) {
    stuck.withLock { stuck in
      guard !stuck.isEmpty else { return }
      let present = Set(names)
      stuck = stuck.filter { present.contains($0.key) }
    }
  }
}

extension DropOutcome {
  fileprivate var jobs: ([JobID], wasKnown: Bool)? {
    switch self {
    case .recorded(let jobs): (jobs, false)
    case .known(let jobs): (jobs, true)
    case .queueFull: nil
    }
  }
}
