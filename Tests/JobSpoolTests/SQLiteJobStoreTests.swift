import Foundation
import GRDB
import SpoolSQLite
import Testing

@testable import JobSpool

/// What only the SQLite store promises.
@Suite("SQLiteJobStore")
struct SQLiteJobStoreTests {
  private let folder: TemporaryFolder
  private let now = StoreUnderTest.start
  private let job = NewJob(kind: .brief, payload: "{}")

  init() throws { folder = try TemporaryFolder() }

  private func open() throws -> SQLiteJobStore {
    try SQLiteJobStore(path: folder.file("spool.sqlite"), options: StoreUnderTest.options())
  }

  @Test("every statement has a case, and every case a statement that prepares")
  func statements() throws {
    let store = try open()
    #expect(Set(SpoolStatement.texts.keys) == Set(SpoolStatement.allCases.map(\.rawValue)))
    store.writes.queue.writeWithoutTransaction { database in
      for statement in SpoolStatement.allCases {
        #expect(throws: Never.self, "\(statement)") {
          _ = try database.makeStatement(sql: statement.sql)
        }
      }
    }
  }

  @Test("the four statements that read jobs name the same columns")
  func columns() throws {
    let store = try open()
    try store.writes.queue.writeWithoutTransaction { database in
      let names = try [SpoolStatement.job, .jobs, .prunable, .claim].map {
        try database.makeStatement(sql: $0.sql).columnNames
      }
      #expect(Set(names).count == 1)
    }
  }

  @Test(
    "waiting jobs are found by the partial index without sorting",
    arguments: [
      (SpoolStatement.claim, "job_waiting"), (.peek, "job_waiting"), (.countWaiting, "job_waiting"),
      (.running, "job_running"), (.runningOwners, "job_running"),
      (.prunable, "job_prunable"), (.answerable, "drop_unanswered"), (.jobOfKey, "job_key"),
    ])
  func plan(_ statement: SpoolStatement, _ index: String) throws {
    let store = try open()
    let plan = try store.writes.queue.writeWithoutTransaction { database in
      let explain = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + statement.sql)
      explain.arguments = StatementArguments(
        statement.sql.matches(of: /:([a-zA-Z]+)/).reduce(into: [:]) { $0[String($1.1)] = 1 })
      return try Row.fetchAll(explain).map { $0["detail"] as String }
    }
    #expect(plan.contains { $0.contains(index) }, "\(plan)")
    #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0 == "SCAN job" }, "\(plan)")
  }

  @Test("every connection has the settings that keep the file whole")
  func settings() throws {
    let store = try open()
    for (queue, isReader) in [(store.writes.queue, false), (store.reader, true)] {
      try queue.writeWithoutTransaction { database in
        func pragma(_ name: String) throws -> String? {
          try String.fetchOne(database, sql: "PRAGMA \(name)")
        }
        #expect(try pragma("journal_mode") == "wal" && pragma("synchronous") == "2")
        #expect(try pragma("wal_autocheckpoint") == "0" && pragma("foreign_keys") == "1")
        #expect(try pragma("journal_size_limit") == "67108864")
        #expect(try pragma("query_only") == (isReader ? "1" : "0"))
        let mapped = try pragma("mmap_size")
        #expect(mapped == nil || mapped == "0")
        #expect(spool_sqlite_has_no_checkpoint_on_close(database.sqliteConnection) == 1)
      }
    }
    let mode = try FileManager.default.attributesOfItem(atPath: store.path)[.posixPermissions]
    #expect(mode as? Int == 0o664)
  }

  @Test("what is acknowledged is written at FULL, claims and heartbeats at NORMAL")
  func durability() async throws {
    let store = try open()
    func level(_ durability: WriteGroup.Durability) async throws -> Int? {
      try await store.writes.write(durability) { database, _ in
        try Int.fetchOne(database, sql: "PRAGMA synchronous")
      }
    }
    #expect(try await level(.durable) == 2)
    #expect(try await level(.relaxed) == 1)
    #expect(try await level(.durable) == 2)
  }

  @Test("enqueues that come together share transactions, each with its own answer")
  func groupCommit() async throws {
    let store = try open()
    let before = store.transactionCount
    let ids = try await withThrowingTaskGroup(of: JobID?.self) { group in
      for _ in 0..<200 {
        group.addTask { [now, job] in
          try await store.enqueue([job], queueBound: nil, now: now).first?.job
        }
      }
      return try await group.reduce(into: Set<JobID>()) { ids, id in
        if let id { ids.insert(id) }
      }
    }
    #expect(ids.count == 200)
    #expect(store.transactionCount - before < 100, "\(store.transactionCount - before) commits")
  }

  @Test("one request that fails does not fail the others of its transaction")
  func groupIsolation() async throws {
    let store = try open()
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<60 {
        group.addTask { [now, job] in
          let jobs = index % 3 == 0 ? [job, job, job] : [job]
          let bound = index % 3 == 0 ? 2 : 1000
          // Whether it was accepted is all that counts here.
          return (try? await store.enqueue(jobs, queueBound: bound, now: now)) != nil
        }
      }
      return await group.reduce(into: 0) { if $1 { $0 += 1 } }
    }
    #expect(outcomes == 40)
    #expect(try await store.jobs(JobFilter(limit: 1000)).count == 40)
  }

  @Test("several stores on one file claim each job once", arguments: [2, 4])
  func competition(_ storeCount: Int) async throws {
    let stores = try (0..<storeCount).map { _ in try open() }
    _ = try await stores[0].enqueue(
      Array(repeating: job, count: 200), queueBound: nil, now: now)
    let claimed = try await withThrowingTaskGroup(of: [JobID].self) { group in
      for (index, store) in stores.enumerated() {
        group.addTask { try await Self.drain(store, owner: "worker-\(index)", now: now) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(claimed.count == 200 && Set(claimed).count == 200)
    let depth = try #require(try await stores[0].depths(now: now).first)
    #expect(depth.counts[.completed] == 200)
  }

  private static func drain(
    _ store: SQLiteJobStore, owner: String, now: Timestamp
  ) async throws -> [JobID] {
    var ids: [JobID] = []
    while true {
      let jobs = try await store.claim(
        from: .llmInference, owner: owner, limit: 3, lease: .seconds(60), now: now)
      if jobs.isEmpty { return ids }
      for job in jobs {
        guard let lease = job.lease else { continue }
        #expect(try await store.complete(lease, result: StoreUnderTest.result, now: now))
        ids.append(job.id)
      }
    }
  }

  @Test("stores opened at the same moment on a new file agree on its schema")
  func openTogether() async throws {
    let path = folder.file("spool.sqlite")
    let count = try await withThrowingTaskGroup(of: SQLiteJobStore.self) { group in
      for _ in 0..<8 { group.addTask { try SQLiteJobStore(path: path) } }
      return try await group.reduce(into: [SQLiteJobStore]()) { $0.append($1) }.count
    }
    #expect(count == 8)
  }

  @Test("a spool survives its store: nothing is lost when it is closed and opened again")
  func reopen() async throws {
    let first = try open()
    let id = try await first.enqueue([job], queueBound: nil, now: now)[0].job
    try first.close()
    let second = try open()
    #expect(try await second.job(id)?.state == .available)
    await #expect(throws: SpoolError.self) { _ = try await first.job(id) }
  }
}
