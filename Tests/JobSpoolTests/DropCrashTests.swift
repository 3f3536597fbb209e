import Glibc
import Testing

@testable import JobSpool

/// A process that ends between any two steps: nothing is lost, nothing comes twice.
@Suite("Inbox and outbox crashes")
struct DropCrashTests {
  private static let files = ["a.json", "b.json", "c.json"]

  @Test(
    "after a crash at any step the next process finishes the work exactly once",
    arguments: DropStep.allCases, [(1, 1), (2, 1), (3, 1), (1, 100), (2, 100), (3, 100)])
  func crash(_ step: DropStep, _ occasion: (time: Int, batch: Int)) async throws {
    let spool = try DropFixture()
    for name in Self.files { try spool.drop(name, #"[{"of":"\#(name)"},{}]"#) }
    for index in 1...3 { try spool.drop("bad\(index).json", "nonsense") }
    let crash = Crash(at: step, time: occasion.time)
    var options = Inbox.Options()
    options.batchCount = occasion.batch
    var crashed = false
    do {
      let inbox = spool.inbox(options: options, step: crash.pass)
      while try await inbox.scan(now: spool.now).hasMore {}
      try await spool.completeAll()
      _ = try await spool.outbox(step: crash.pass).answer(now: spool.now)
    } catch is Crash.Happened {
      crashed = true
    }
    // All files in one batch are recorded once.
    #expect(crashed || (step == .jobsRecorded && occasion.batch == 100 && occasion.time > 1))
    // The next process: nothing in memory, a clock that went on.
    let later = spool.now + .seconds(5)
    while try await spool.inbox().scan(now: later).hasMore {}
    try await spool.completeAll(at: later)
    _ = try await spool.outbox().answer(now: later)

    let jobs = try await spool.store.jobs(JobFilter(limit: 1000))
    #expect(jobs.count == 6 && jobs.allSatisfy { $0.state == .completed && $0.attempt == 1 })
    #expect(try spool.names(spool.folder.inbox) == ["accepted"])
    #expect(try spool.names(spool.folder.accepted) == Self.files)
    #expect(try spool.names(spool.folder.outbox) == Self.files.map { "\($0).result.json" })
    let rejected = (1...3).flatMap { ["bad\($0).json", "bad\($0).json.error.json"] }
    #expect(try spool.names(spool.folder.rejected) == rejected)
    #expect(try await spool.outbox().answer(now: later).answered.isEmpty)
  }
}

@Suite("Outbox")
struct OutboxTests {
  private let spool: DropFixture

  init() throws { spool = try DropFixture() }

  private func answer(_ name: String) throws -> String {
    try spool.text("\(spool.folder.outbox)/\(name).result.json")
  }

  private func take(_ name: String, _ text: String) async throws {
    try spool.drop(name, text)
    _ = try await spool.inbox().scan(now: spool.now)
  }

  @Test("one job is answered by one result, an array by an array in order")
  func shapes() async throws {
    try await take("one.json", #"{"n":1}"#)
    try await take("many.json", #"[{"n":1},{"n":2}]"#)
    try await take("single.json", #"[{"n":3}]"#)
    try await take("none.json", "[]")
    #expect(try await spool.outbox().answer(now: spool.now).answered == ["none.json"])
    try await spool.completeAll()
    let answered = try await spool.outbox().answer(now: spool.now, pageSize: 2).answered
    #expect(answered == ["one.json", "many.json", "single.json"])
    #expect(try answer("one.json") == #"{"state":"completed","payload":{"n":1}}"# + "\n")
    #expect(
      try answer("many.json") == """
        [
        {"state":"completed","payload":{"n":1}},
        {"state":"completed","payload":{"n":2}}
        ]

        """)
    #expect(
      try answer("single.json") == "[\n{\"state\":\"completed\",\"payload\":{\"n\":3}}\n]\n")
    #expect(try answer("none.json") == "[]\n")
  }

  @Test("no answer before the last job ended, however it ended")
  func partial() async throws {
    try await take("x.json", #"[{"n":1},{"n":2}]"#)
    let first = try await spool.store.claim(
      from: .llmInference, owner: "w", limit: 1, lease: .seconds(9), now: spool.now)
    let lease = try #require(first.first?.lease)
    _ = try await spool.store.fail(
      lease, StoreUnderTest.failure, advice: .never, now: spool.now)
    #expect(try await spool.outbox().answer(now: spool.now).answered.isEmpty)
    try await spool.completeAll()
    #expect(try await spool.outbox().answer(now: spool.now).answered == ["x.json"])
    #expect(try answer("x.json").contains(#"{"state":"discarded","payload":{"n":1}},"#))
  }

  @Test("the newest file of a name keeps the answer, whichever ended first")
  func sameName() async throws {
    try await take("x.json", #"{"n":1}"#)
    let old = try await spool.store.claim(
      from: .llmInference, owner: "w", limit: 1, lease: .seconds(9), now: spool.now)
    try await take("x.json", #"{"n":2}"#)
    try await spool.completeAll()
    #expect(try await spool.outbox().answer(now: spool.now).answered == ["x.json"])
    let lease = try #require(old.first?.lease)
    _ = try await spool.store.complete(lease, result: StoreUnderTest.result, now: spool.now)
    #expect(try await spool.outbox().answer(now: spool.now).answered == ["x.json"])
    #expect(try answer("x.json").contains(#"{"n":2}"#))
  }

  @Test("a file dropped again brings back an answer that was taken away, and only then")
  func again() async throws {
    try await take("x.json", "{}")
    try await spool.completeAll()
    _ = try await spool.outbox().answer(now: spool.now)
    try await take("x.json", "{}")
    #expect(try await spool.outbox().answer(now: spool.now).answered.isEmpty)
    #expect(unlink("\(spool.folder.outbox)/x.json.result.json") == 0)
    try await take("x.json", "{}")
    #expect(try await spool.outbox().answer(now: spool.now).answered == ["x.json"])
  }

  @Test("a job retried by hand is answered anew when it ends")
  func retried() async throws {
    try await take("x.json", "{}")
    let jobs = try await spool.store.claim(
      from: .llmInference, owner: "w", limit: 1, lease: .seconds(9), now: spool.now)
    let lease = try #require(jobs.first?.lease)
    _ = try await spool.store.fail(lease, StoreUnderTest.failure, advice: .never, now: spool.now)
    _ = try await spool.outbox().answer(now: spool.now)
    #expect(try answer("x.json").contains("discarded"))
    _ = try await spool.store.retry(lease.job, now: spool.now)
    #expect(try await spool.outbox().answer(now: spool.now).answered.isEmpty)
    try await spool.completeAll()
    #expect(try await spool.outbox().answer(now: spool.now).answered == ["x.json"])
    #expect(try answer("x.json").contains("completed"))
  }

  @Test("an answer that cannot be made is told once and holds up no other")
  func failing() async throws {
    struct Broken: Error {}
    try await take("a.json", #"{"broken":1}"#)
    try await take("b.json", "{}")
    try await spool.completeAll()
    let outbox = Outbox(folder: spool.folder, ledger: spool.store) { job in
      if job.payload.contains("broken") { throw Broken() }
      return Array("{}".utf8)
    }
    let first = try await outbox.answer(now: spool.now, pageSize: 1)
    #expect(first.answered == ["b.json"] && first.failed.map(\.name) == ["a.json"])
    #expect(try await outbox.answer(now: spool.now, pageSize: 1).failed.isEmpty)
    #expect(try spool.names(spool.folder.outbox) == ["b.json.result.json"])
    #expect(try await spool.outbox().answer(now: spool.now).answered == ["a.json"])
  }
}
