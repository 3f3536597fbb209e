import Synchronization

/// Writes `outbox/<name>.result.json` for each dropped file whose jobs have all ended.
///
/// The file holds one result, or an array in the order of the jobs. It is written whole, then
/// noted: a crash in between writes the same answer again. A file dropped later under the same name
/// takes the answer's place; the answer of the older one does not come back over it. Jobs retried
/// by hand after the answer make a new answer when they end.
package final class Outbox: Sendable {
  /// The JSON of a job that ended: its result, or why there is none. Runs on a thread that may
  /// block.
  package typealias Renderer = @Sendable (Job) throws -> [UInt8]

  private let ledger: any DropLedger
  private let folders: DropFolders
  private let render: Renderer
  private let step: @Sendable (DropStep) throws -> Void
  private let queue = BlockingQueue(label: "spool.outbox")

  /// Files whose answer could not be made, told once.
  private let troubled = Mutex<Set<String>>([])

  package init(
    folder: SpoolFolder, ledger: any DropLedger,
    step: @escaping @Sendable (DropStep) throws -> Void = { _ in }, render: @escaping Renderer
  ) {
    self.ledger = ledger
    self.step = step
    self.render = render
    folders = DropFolders(folder: folder)
  }

  /// Answers every file that can be answered, `pageSize` at a time.
  ///
  /// Throws: `SpoolError` when folder or database fails; an answer that cannot be rendered is only
  /// told.
  package func answer(now: Timestamp, pageSize: Int = 100) async throws -> OutboxReport {
    var (report, last) = (OutboxReport(), Int64(0))
    while true {
      let files = try await ledger.answerable(after: last, limit: pageSize)
      for file in files { try await answer(file, now: now, &report) }
      guard files.count == pageSize, let end = files.last else { return report }
      last = end.sequence
    }
  }

  private func answer(
    _ file: AnswerableFile, now: Timestamp, _ report: inout OutboxReport
  ) async throws {
    do {
      if !file.isSuperseded { try await write(file) }
    } catch let failure as RenderFailure {
      let isNew = troubled.withLock { $0.insert(file.digest).inserted }
      if isNew { report.failed.append((file.name, "\(failure.cause)")) }
      return
    }
    try step(.answerWritten)
    if try await ledger.markAnswered(digest: file.digest, now: now) {
      report.answered.append(file.name)
    }
    try step(.answerNoted)
  }

  private struct RenderFailure: Error {
    var cause: any Error
  }

  private func write(_ file: AnswerableFile) async throws {
    let path = folders.answerPath(file.name)
    let writer = try await queue.run { try AtomicFileWriter(path) }
    // One job at a time: an array may hold thousands of results.
    for (index, id) in file.jobs.enumerated() {
      guard let job = try await ledger.job(id) else { continue }
      let opening = file.isArray ? (index == 0 ? "[\n" : ",\n") : ""
      try await queue.run {
        let bytes: [UInt8]
        do {
          bytes = try self.render(job)
        } catch {
          throw RenderFailure(cause: error)
        }
        try writer.append(Array(opening.utf8) + bytes)
      }
    }
    let closing = file.isArray ? (file.jobs.isEmpty ? "[]\n" : "\n]\n") : "\n"
    try await queue.run {
      try writer.append(Array(closing.utf8))
      try writer.commit()
    }
  }
}

/// What one round of answers did.
package struct OutboxReport: Sendable {
  /// Names of the files answered.
  package var answered: [String] = []

  /// Files whose answer could not be made, with the cause; tried again, told once.
  package var failed: [(name: String, cause: String)] = []
}
