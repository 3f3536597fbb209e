import GRDB

/// How attempts end other than well, and how jobs are put in and taken out from outside.
extension SQLiteJobStore {
  /// Reads first, so that a spool at rest is not locked; see `JobStore.rescue`.
  package func rescue(
    deadOwners: Set<String>, now: Timestamp
  ) async throws -> [JobID: JobState] {
    // Called ten times a second: take the write lock only when there is something to do.
    let suspects = try await read { try Self.suspects($0, deadOwners, now) }
    guard !suspects.isEmpty else { return [:] }
    return try await writes.write(.relaxed) { database, scratch in
      var states: [JobID: JobState] = [:]
      for (lease, reason) in try Self.suspects(database, deadOwners, now) {
        states[lease.job] = try self.end(
          lease, .rescued(reason), nil, now: now, database, scratch)
      }
      return states
    }
  }

  private static func suspects(
    _ database: Database, _ deadOwners: Set<String>, _ now: Timestamp
  ) throws -> [(Lease, LeaseRules.RescueReason)] {
    try database.rows(.running).compactMap { row in
      guard let job = JobID(rawValue: row["id"]) else { return nil }
      let lease = Lease(
        job: job, owner: row["owner"], fencingToken: row["fencing"],
        deadline: row.moment("lease_until"))
      return LeaseRules.rescueReason(
        owner: lease.owner, deadline: lease.deadline, deadOwners: deadOwners, now: now
      ).map { (lease, $0) }
    }
  }

  /// Ends a running attempt as the rules say; nil when the lease is lost and nothing was written.
  func end(
    _ lease: Lease, _ ending: LeaseRules.Ending, _ failure: JobFailure?, now: Timestamp,
    _ database: Database, _ scratch: WriteGroup.Scratch
  ) throws -> JobState? {
    guard let row = try database.rows(.held, lease.fence).first else { return nil }
    let attempt = LeaseRules.Attempt(
      number: row["attempt"], bound: row["max_attempts"], runAt: row.moment("run_at"),
      cancellationRequested: row["cancel_requested"])
    let verdict = generator.verdict(of: rules, on: ending, of: attempt, now: now)
    let reason = failure ?? verdict.failure
    let changed = try database.run(
      .endAttempt,
      lease.fence + [
        "state": verdict.state.code, "attempt": verdict.attempt,
        "runAt": verdict.runAt.milliseconds,
        "finishedAt": verdict.state.isFinal ? now.milliseconds : nil,
        "code": reason?.code, "message": reason?.message,
      ])
    guard changed == 1 else { return nil }
    scratch.waiting.removeAll()
    scratch.signals.formUnion(verdict.state.isFinal ? [.news] : [.work, .news])
    return verdict.state
  }

  /// At FULL; see `JobStore.cancel`.
  package func cancel(_ id: JobID, now: Timestamp) async throws -> CancelOutcome {
    try await writes.write(.durable) { [path] database, scratch in
      guard let state = try Self.state(of: id, database, path: path) else { return .unknown }
      scratch.waiting.removeAll()
      scratch.signals.insert(.news)
      switch state {
      case .available, .retryable:
        try database.run(.cancelWaiting, ["id": id.rawValue, "now": now.milliseconds])
        return .cancelled
      case .running:
        try database.run(.requestCancel, ["id": id.rawValue])
        return .requested
      case .completed, .discarded, .cancelled:
        return .alreadyFinal(state)
      }
    }
  }

  /// At FULL; the attempts begin anew, the fencing token goes on. See `JobStore.retry`.
  package func retry(_ id: JobID, now: Timestamp) async throws -> RetryOutcome {
    try await writes.write(.durable) { [path] database, scratch in
      guard let state = try Self.state(of: id, database, path: path) else { return .unknown }
      guard try database.run(.reopen, ["id": id.rawValue, "now": now.milliseconds]) == 1 else {
        return .notRetryable(state)
      }
      // The file it came in with gets its answer anew.
      try database.run(.reanswerJob, ["id": id.rawValue])
      scratch.waiting.removeAll()
      scratch.signals.formUnion([.work, .news])
      return .retried
    }
  }

  private static func state(
    of id: JobID, _ database: Database, path: String
  ) throws -> JobState? {
    guard let code: Int = try database.value(.stateOf, ["id": id.rawValue]) else { return nil }
    guard let state = JobState(code: code) else {
      throw SpoolError.corrupt(path: path, detail: "job \(id) has state \(code)")
    }
    return state
  }

  /// At FULL; jobs that have not ended are passed over.
  package func markPruned(_ ids: [JobID]) async throws {
    guard !ids.isEmpty else { return }
    try await writes.write(.durable) { database, _ in
      for id in ids { try database.run(.markPruned, ["id": id.rawValue]) }
    }
  }

  /// Inserts jobs inside a running write.
  ///
  /// Throws: `SpoolError.queueFull` when `queueBound` would be exceeded; the caller's savepoint
  /// undoes what was inserted before.
  func insert(
    _ jobs: [NewJob], queueBound: Int?, now: Timestamp, _ database: Database,
    _ scratch: WriteGroup.Scratch
  ) throws -> [EnqueueOutcome] {
    try jobs.map { job in
      let queue = job.kind.queue
      let id = generator.jobID(now: now)
      let inserted = try database.run(
        .insertJob,
        [
          "id": id.rawValue, "kind": job.kind.rawValue, "queue": queue.rawValue,
          "priority": job.priority, "maxAttempts": job.maxAttempts,
          "runAt": (job.runAt ?? now).milliseconds, "key": job.idempotencyKey,
          "now": now.milliseconds,
        ])
      guard inserted == 1 else { return try existing(job, database) }
      try database.run(
        .insertPayload, ["seq": database.lastInsertedRowID, "body": job.payload])
      try count(queue, bound: queueBound, database, scratch)
      scratch.signals.insert(.work)
      return EnqueueOutcome(job: id, existed: false)
    }
  }

  private func existing(_ job: NewJob, _ database: Database) throws -> EnqueueOutcome {
    let found: String? = try database.value(.jobOfKey, ["key": job.idempotencyKey])
    guard let id = found.flatMap(JobID.init(rawValue:)) else {
      throw SpoolError.corrupt(path: path, detail: "a job's idempotency key has no job")
    }
    return EnqueueOutcome(job: id, existed: true)
  }

  /// Counts the job just inserted against the bound.
  private func count(
    _ queue: JobQueue, bound: Int?, _ database: Database, _ scratch: WriteGroup.Scratch
  ) throws {
    let waiting: Int
    if let known = scratch.waiting[queue] {
      waiting = known + 1
    } else {
      guard bound != nil else { return }
      waiting = try database.value(.countWaiting, ["queue": queue.rawValue]) ?? 0
    }
    scratch.waiting[queue] = waiting
    if let bound, waiting > bound { throw SpoolError.queueFull(queue, bound: bound) }
  }
}

extension NewJob {
  /// Throws: `SpoolError.invalidJob` naming the field that is out of range.
  func check() throws(SpoolError) {
    func require(_ isTrue: Bool, _ field: String, _ value: Int, _ allowed: String)
      throws(SpoolError)
    {
      guard isTrue else {
        throw .invalidJob(field: field, value: "\(value)", allowed: allowed)
      }
    }
    try require((-100...100).contains(priority), "priority", priority, "-100 to 100")
    try require((1...100).contains(maxAttempts), "maxAttempts", maxAttempts, "1 to 100")
    let size = payload.utf8.count
    try require(size <= Self.largestPayload, "payload", size, "at most 1048576 bytes")
    let keySize = idempotencyKey?.utf8.count ?? 1
    try require((1...255).contains(keySize), "idempotencyKey", keySize, "1 to 255 bytes")
  }

  /// Most bytes of a payload.
  package static let largestPayload = 1 << 20
}
