import GRDB

extension SQLiteJobStore: DropLedger {
  /// One transaction at FULL; once a file finds no room, none behind it is taken.
  package func record(
    _ files: [DroppedFile], queueBound: Int?, now: Timestamp
  ) async throws -> [DropOutcome] {
    for job in files.flatMap(\.jobs) { try job.check() }
    return try await writes.write(.durable) { database, scratch in
      var isFull = false
      return try files.map { file in
        if let jobs = try self.recorded(file, database) { return .known(jobs) }
        // Once one file found no room, later ones must not overtake it.
        guard !isFull else { return .queueFull }
        let outcome = try self.record(
          file, queueBound: queueBound, now: now, database, scratch)
        isFull = outcome == .queueFull
        return outcome
      }
    }
  }

  private func recorded(_ file: DroppedFile, _ database: Database) throws -> [JobID]? {
    let found: Int64? = try database.value(.fileOfDigest, ["digest": file.digest])
    return try found.map { try jobs(ofFile: $0, database) }
  }

  private func jobs(ofFile file: Int64, _ database: Database) throws -> [JobID] {
    try database.rows(.jobIDsOfFile, ["file": file]).compactMap { JobID(rawValue: $0[0]) }
  }

  private func record(
    _ file: DroppedFile, queueBound: Int?, now: Timestamp, _ database: Database,
    _ scratch: WriteGroup.Scratch
  ) throws -> DropOutcome {
    let before = (scratch.waiting, scratch.signals)
    var outcome = DropOutcome.queueFull
    try database.inSavepoint {
      do {
        outcome = .recorded(
          try insert(file, queueBound: queueBound, now: now, database, scratch))
        return .commit
      } catch SpoolError.queueFull {
        (scratch.waiting, scratch.signals) = before
        return .rollback
      }
    }
    return outcome
  }

  private func insert(
    _ file: DroppedFile, queueBound: Int?, now: Timestamp, _ database: Database,
    _ scratch: WriteGroup.Scratch
  ) throws -> [JobID] {
    try database.run(
      .insertFile,
      [
        "digest": file.digest, "name": file.name, "isArray": file.isArray,
        "now": now.milliseconds,
      ])
    let row = database.lastInsertedRowID
    let jobs = try insert(file.jobs, queueBound: queueBound, now: now, database, scratch)
    for (position, outcome) in jobs.enumerated() {
      try database.run(
        .insertFileJob, ["file": row, "position": position, "job": outcome.job.rawValue])
    }
    // An empty array, or jobs that ended before: there is an answer to write.
    scratch.signals.insert(.news)
    return jobs.map(\.job)
  }

  /// Found by the index of unanswered files.
  package func answerable(after: Int64, limit: Int) async throws -> [AnswerableFile] {
    try await read { database in
      try database.rows(.answerable, ["after": after, "limit": limit]).map { row in
        AnswerableFile(
          sequence: row["seq"], name: row["name"], digest: row["digest"], isArray: row["is_array"],
          isSuperseded: row["is_superseded"],
          jobs: try self.jobs(ofFile: row["seq"], database))
      }
    }
  }

  /// At FULL; see `DropLedger.markAnswered`.
  package func markAnswered(digest: String, now: Timestamp) async throws -> Bool {
    try await writes.write(.durable) { database, _ in
      try database.run(.markAnswered, ["digest": digest, "now": now.milliseconds]) == 1
    }
  }

  /// At FULL; a file that has no answer yet is left as it is.
  package func answerAgain(digest: String) async throws {
    try await writes.write(.durable) { database, scratch in
      if try database.run(.reanswerFile, ["digest": digest]) == 1 { scratch.signals.insert(.news) }
    }
  }
}
