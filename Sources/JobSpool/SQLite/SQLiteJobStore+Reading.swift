import GRDB

extension SQLiteJobStore {
  /// From the reading connection; nil when there is none.
  package func job(_ id: JobID) async throws -> Job? {
    try await read { [path] database in
      try database.rows(.job, ["id": id.rawValue]).first.map { try Job($0, path: path) }
    }
  }

  /// Newest first; a limit out of 1...1000 is moved to the nearest.
  package func jobs(_ filter: JobFilter) async throws -> [Job] {
    try await read { [path] database in
      try database.rows(
        .jobs,
        [
          "state": filter.state?.code, "kind": filter.kind?.rawValue,
          "queue": filter.queue?.rawValue, "before": filter.before?.rawValue,
          "limit": min(max(filter.limit, 1), 1000),
        ]
      ).map { try Job($0, path: path) }
    }
  }

  /// From indexes and tallies: the history is not counted through.
  package func depths(now: Timestamp) async throws -> [QueueDepth] {
    try await read { database in
      // One snapshot for the three.
      var depths: [QueueDepth] = []
      try database.inTransaction(.deferred) {
        depths = try Self.depths(database, now: now)
        return .commit
      }
      return depths
    }
  }

  private static func depths(_ database: Database, now: Timestamp) throws -> [QueueDepth] {
    let waiting = try database.rows(.waitingDepth, ["now": now.milliseconds])
    let running = try database.rows(.runningDepth)
    let final = try database.rows(.finalDepth)
    return JobQueue.allCases.map { queue in
      var counts = Dictionary(uniqueKeysWithValues: JobState.allCases.map { ($0, 0) })
      var oldest: Timestamp?
      for row in waiting + final where row[0] == queue.rawValue {
        guard let state = JobState(code: row[1]) else { continue }
        counts[state] = row[2]
        if row.count > 3, let created: Int64 = row[3] {
          let moment = Timestamp(milliseconds: created)
          oldest = min(oldest ?? moment, moment)
        }
      }
      for row in running where row[0] == queue.rawValue { counts[.running] = row[1] }
      return QueueDepth(queue: queue, counts: counts, oldestWaiting: oldest)
    }
  }

  /// From the index of running jobs.
  package func runningOwners() async throws -> Set<String> {
    try await read { database in
      Set(try database.rows(.runningOwners).map { $0[0] as String })
    }
  }

  /// Oldest first; a limit out of 1...1000 is moved to the nearest.
  package func prunable(endedBefore moment: Timestamp, limit: Int) async throws -> [Job] {
    try await read { [path] database in
      try database.rows(
        .prunable, ["moment": moment.milliseconds, "limit": min(max(limit, 1), 1000)]
      ).map { try Job($0, path: path) }
    }
  }
}
