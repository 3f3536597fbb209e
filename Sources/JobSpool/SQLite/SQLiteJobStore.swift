import GRDB

/// The spool in one SQLite file that several processes of one machine share.
///
/// Invariant: every change of a job's state is one statement guarded by the state it leaves, and,
/// for whoever works on the job, by the fence (job, owner, token); it counts only when it changed
/// one row. One connection writes, one reads; a third one checkpoints where the keeper runs.
package final class SQLiteJobStore: JobStore {
  /// How a store behaves; the defaults are right except in tests.
  package struct Options: Sendable {
    /// Delays between attempts.
    package var backoff: Backoff

    /// Longest wait for the write lock before `SpoolError.busy`.
    package var patience: Duration

    /// Source of job ids and jitter.
    package var generator: any RandomNumberGenerator & Sendable

    /// Rung after a commit that lets a job be claimed.
    package var workBell: Doorbell?

    /// Rung after a commit that ended a job or told something of it.
    package var newsBell: Doorbell?

    package init(
      backoff: Backoff = Backoff(), patience: Duration = .seconds(30),
      generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
      workBell: Doorbell? = nil, newsBell: Doorbell? = nil
    ) {
      self.backoff = backoff
      self.patience = patience
      self.generator = generator
      self.workBell = workBell
      self.newsBell = newsBell
    }
  }

  /// The database file; nothing but SQLite may open it while this process runs.
  package let path: String
  let patience: Duration
  let rules: LeaseRules
  let generator: SharedGenerator
  let writes: WriteGroup
  let reader: DatabaseQueue

  /// Opens the file, creating or migrating it; blocks the thread, for use at start.
  ///
  /// Throws: `newerSchema`, `corrupt`, `readOnly`, `diskFull` or `busy`, with the file as it was.
  package init(path: String, options: Options = Options()) throws(SpoolError) {
    self.path = path
    patience = options.patience
    rules = LeaseRules(backoff: options.backoff)
    generator = SharedGenerator(options.generator)
    let writer = try SpoolConnection.open(path, .writer, patience: options.patience)
    do {
      try writer.writeWithoutTransaction { try SpoolSchema.migrate($0) }
    } catch {
      throw SpoolError(error, path: path, patience: options.patience)
    }
    reader = try SpoolConnection.open(path, .reader, patience: options.patience)
    let (workBell, newsBell) = (options.workBell, options.newsBell)
    writes = WriteGroup(queue: writer, path: path, patience: options.patience) { signals in
      if signals.contains(.work) { workBell?.ring() }
      if signals.contains(.news) { newsBell?.ring() }
    }
  }

  /// Closes the connections; a call afterwards throws.
  package func close() throws(SpoolError) {
    do {
      try reader.close()
      try writes.queue.close()
    } catch {
      throw SpoolError(error, path: path, patience: patience)
    }
  }

  /// Write transactions this store committed, to compare with the number of calls.
  package var transactionCount: Int { writes.transactionCount }

  /// One group commit at FULL; see `JobStore.enqueue`.
  package func enqueue(
    _ jobs: [NewJob], queueBound: Int?, now: Timestamp
  ) async throws -> [EnqueueOutcome] {
    for job in jobs { try job.check() }
    return try await writes.write(.durable) { database, scratch in
      try self.insert(jobs, queueBound: queueBound, now: now, database, scratch)
    }
  }

  /// One statement, after a look with a read lock; see `JobStore.claim`.
  package func claim(
    from queue: JobQueue, owner: String, limit: Int, lease: Duration, now: Timestamp
  ) async throws -> [Job] {
    // A look with a read lock first: workers woken together for one job must not queue up for the
    // write lock for nothing.
    let isWorthwhile = try await read { database in
      let found: Int? = try database.value(
        .peek, ["queue": queue.rawValue, "now": now.milliseconds])
      return found != nil
    }
    guard isWorthwhile, limit > 0 else { return [] }
    return try await writes.write(.relaxed) { [path] database, scratch in
      scratch.waiting.removeAll()
      let rows = try database.rows(
        .claim,
        [
          "queue": queue.rawValue, "owner": owner, "limit": limit, "now": now.milliseconds,
          "until": (now + lease).milliseconds,
        ])
      if !rows.isEmpty { scratch.signals.insert(.news) }
      // RETURNING promises no order.
      return try rows.sorted(by: Self.isClaimedBefore).map { try Job($0, path: path) }
    }
  }

  private static func isClaimedBefore(_ left: Row, _ right: Row) -> Bool {
    func key(_ row: Row) -> (Int64, Int64, Int64) {
      let priority: Int64 = row["priority"]
      return (-priority, row["run_at"], row["seq"])
    }
    return key(left) < key(right)
  }

  /// Blocks the calling thread, which must not be one of the cooperative pool.
  package func heartbeat(
    _ leases: [(lease: Lease, progress: JobProgress?)], extendBy: Duration, now: Timestamp
  ) throws -> [JobID: HeartbeatAnswer] {
    guard !leases.isEmpty else { return [:] }
    return try writes.writeNow(.relaxed) { database, scratch in
      var answers: [JobID: HeartbeatAnswer] = [:]
      for (lease, progress) in leases {
        if progress != nil { scratch.signals.insert(.news) }
        answers[lease.job] = try Self.beat(
          lease, progress, until: now + extendBy, database)
      }
      return answers
    }
  }

  private static func beat(
    _ lease: Lease, _ progress: JobProgress?, until: Timestamp, _ database: Database
  ) throws -> HeartbeatAnswer {
    let fraction = progress.map { min(max($0.fraction.isNaN ? 0 : $0.fraction, 0), 1) }
    let rows = try database.rows(
      .heartbeat,
      lease.fence + ["until": until.milliseconds, "progress": fraction, "stage": progress?.stage])
    guard let row = rows.first else { return .lost }
    return row["cancel_requested"]
      ? .cancellationRequested : .held(until: row.moment("lease_until"))
  }

  /// Fenced, at FULL; see `JobStore.complete`.
  package func complete(
    _ lease: Lease, result: ResultReference, now: Timestamp
  ) async throws -> Bool {
    try await writes.write(.durable) { database, scratch in
      let changed = try database.run(
        .complete,
        lease.fence + [
          "now": now.milliseconds, "path": result.path, "bytes": result.byteCount,
          "sha256": result.sha256,
        ])
      if changed == 1 { scratch.signals.insert(.news) }
      return changed == 1
    }
  }

  /// Fenced, at FULL; `LeaseRules` decide. See `JobStore.fail`.
  package func fail(
    _ lease: Lease, _ failure: JobFailure, advice: RetryAdvice, now: Timestamp
  ) async throws -> JobState? {
    try await writes.write(.durable) { database, scratch in
      try self.end(lease, .failed(advice), failure, now: now, database, scratch)
    }
  }

  /// Fenced, at FULL; see `JobStore.cancelled`.
  package func cancelled(_ lease: Lease, now: Timestamp) async throws -> Bool {
    try await writes.write(.durable) { database, scratch in
      try self.end(lease, .cancelled, nil, now: now, database, scratch) != nil
    }
  }

  /// Fenced; leases that were lost are passed over.
  package func release(_ leases: [Lease], now: Timestamp) async throws {
    guard !leases.isEmpty else { return }
    try await writes.write(.relaxed) { database, scratch in
      for lease in leases {
        // A lost lease needs no release.
        _ = try self.end(lease, .released, nil, now: now, database, scratch)
      }
    }
  }

  /// Runs a read off the cooperative pool.
  func read<T: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> T
  ) async throws(SpoolError) -> T {
    let (path, patience) = (path, patience)
    let result: Result<T, SpoolError> = await withCheckedContinuation { continuation in
      // Not GRDB's async read: that one is cut off when the task is cancelled, and a worker that
      // shuts down still has to read.
      reader.asyncWriteWithoutTransaction { database in
        do {
          continuation.resume(returning: .success(try work(database)))
        } catch {
          continuation.resume(
            returning: .failure(SpoolError(error, path: path, patience: patience)))
        }
      }
    }
    return try result.get()
  }
}

extension Lease {
  /// The arguments of the fence that every statement of a worker carries.
  var fence: StatementArguments {
    ["id": job.rawValue, "owner": owner, "token": fencingToken]
  }
}
