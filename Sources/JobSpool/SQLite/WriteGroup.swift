import GRDB
import Synchronization

/// Group commit: writes that arrive while one transaction runs share the next one, and its fsync.
///
/// Each request runs in a savepoint of its own, so that one that fails undoes only itself; each
/// caller is answered after the commit with its own result. The connection's dispatch queue does
/// the work: no thread of the cooperative pool waits for the disk or for a lock.
///
///     request ─▶ pending ─▶ BEGIN IMMEDIATE · savepoint … savepoint · COMMIT ─▶ every answer
///                  ▲ new ones gather here meanwhile
final class WriteGroup: Sendable {
  /// Whether an answered write must survive a power cut.
  enum Durability: Sendable {
    /// The log is flushed at commit (`synchronous=FULL`).
    case durable
    /// Left to the next flush (`NORMAL`): a lost claim or heartbeat only means that the job runs
    /// again.
    case relaxed
  }

  /// What the requests of one transaction share.
  final class Scratch {
    /// Waiting jobs per queue, counted once per transaction and kept up by enqueues.
    var waiting: [JobQueue: Int] = [:]

    /// Bells to ring after the commit.
    var signals: Set<SpoolSignal> = []
  }

  /// Most requests in one transaction, so that a synchronous heartbeat gets in between.
  static let largestGroup = 256

  let queue: DatabaseQueue
  private let path: String
  private let patience: Duration
  private let afterCommit: @Sendable (Set<SpoolSignal>) -> Void
  private let state = Mutex(State())

  private struct State {
    var pending: [Request] = []
    var isScheduled = false
    var durability = Durability.durable
    var transactionCount = 0
  }

  private struct Request: Sendable {
    var durability: Durability
    /// Does the work; returns whether it failed, and how to answer once the commit's fate is known.
    var work: @Sendable (Database, Scratch) -> Attempt
    /// Answers without having done anything.
    var refuse: @Sendable (SpoolError) -> Void
  }

  private struct Attempt: Sendable {
    /// What the work threw; its savepoint is rolled back then.
    var failure: SpoolError?
    var answer: Answer
  }

  private typealias Answer = @Sendable (_ commitError: SpoolError?) -> Void

  init(
    queue: DatabaseQueue, path: String, patience: Duration,
    afterCommit: @escaping @Sendable (Set<SpoolSignal>) -> Void
  ) {
    self.queue = queue
    self.path = path
    self.patience = patience
    self.afterCommit = afterCommit
  }

  /// Write transactions committed so far.
  var transactionCount: Int { state.withLock { $0.transactionCount } }

  /// Runs `work` in the next transaction and answers after its commit.
  ///
  /// Throws: when nothing of `work` was written.
  func write<T: Sendable>(
    _ durability: Durability, _ work: @escaping @Sendable (Database, Scratch) throws -> T
  ) async throws(SpoolError) -> T {
    let result: Result<T, SpoolError> = await withCheckedContinuation { continuation in
      submit(request(durability, work) { continuation.resume(returning: $0) })
    }
    return try result.get()
  }

  /// The same on the calling thread, which waits: not for the cooperative pool.
  func writeNow<T: Sendable>(
    _ durability: Durability, _ work: @escaping @Sendable (Database, Scratch) throws -> T
  ) throws(SpoolError) -> T {
    let box = Mutex<Result<T, SpoolError>>(.failure(.other("the write was not answered")))
    queue.writeWithoutTransaction { database in
      run([request(durability, work) { result in box.withLock { $0 = result } }], database)
    }
    return try box.withLock { $0 }.get()
  }

  private func request<T: Sendable>(
    _ durability: Durability, _ work: @escaping @Sendable (Database, Scratch) throws -> T,
    answer: @escaping @Sendable (Result<T, SpoolError>) -> Void
  ) -> Request {
    let (path, patience) = (path, patience)
    return Request(
      durability: durability,
      work: { database, scratch in
        do {
          let value = try work(database, scratch)
          return Attempt { answer($0.map(Result.failure) ?? .success(value)) }
        } catch {
          let found = SpoolError(error, path: path, patience: patience)
          return Attempt(failure: found) { _ in answer(.failure(found)) }
        }
      },
      refuse: { answer(.failure($0)) })
  }

  private func submit(_ request: Request) {
    let mustSchedule = state.withLock { state in
      state.pending.append(request)
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if mustSchedule { schedule() }
  }

  private func schedule() {
    queue.asyncWriteWithoutTransaction { self.drain($0) }
  }

  private func drain(_ database: Database) {
    let batch = state.withLock { state in
      let batch = Array(state.pending.prefix(Self.largestGroup))
      state.pending.removeFirst(batch.count)
      return batch
    }
    run(batch, database)
    let more = state.withLock { state in
      state.isScheduled = !state.pending.isEmpty
      return state.isScheduled
    }
    if more { schedule() }
  }

  private func run(_ batch: [Request], _ database: Database) {
    let scratch = Scratch()
    var answers: [Answer] = []
    do {
      let isDurable = batch.contains { $0.durability == .durable }
      try setDurability(isDurable ? .durable : .relaxed, database)
      try database.inTransaction(.immediate) {
        for request in batch {
          answers.append(try attempt(request, database, scratch))
        }
        return .commit
      }
      state.withLock { $0.transactionCount += 1 }
      // Before the answers: whoever was answered may rely on the bell having rung.
      if !scratch.signals.isEmpty { afterCommit(scratch.signals) }
      for answer in answers { answer(nil) }
    } catch {
      let found = SpoolError(error, path: path, patience: patience)
      for answer in answers { answer(found) }
      for request in batch.dropFirst(answers.count) { request.refuse(found) }
    }
  }

  private func attempt(
    _ request: Request, _ database: Database, _ scratch: Scratch
  ) throws -> Answer {
    let before = (scratch.waiting, scratch.signals)
    var attempt: Attempt?
    try database.inSavepoint {
      let made = request.work(database, scratch)
      attempt = made
      guard let failure = made.failure else { return .commit }
      // A full disk or an I/O error may have ended the whole transaction, the others' work with it.
      guard database.isInsideTransaction else { throw failure }
      (scratch.waiting, scratch.signals) = before
      return .rollback
    }
    guard let attempt else { throw SpoolError.other("the write did not run") }
    return attempt.answer
  }

  private func setDurability(_ wanted: Durability, _ database: Database) throws {
    guard state.withLock({ $0.durability != wanted }) else { return }
    // Outside of a transaction, where SQLite allows it:
    // https://www.sqlite.org/pragma.html#pragma_synchronous
    try database.execute(
      sql: wanted == .durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
    state.withLock { $0.durability = wanted }
  }
}

/// What a committed transaction is news of.
enum SpoolSignal: Hashable, Sendable {
  /// A job may be claimed, now or at a new moment.
  case work
  /// A job ended, made progress or is to be cancelled.
  case news
}
