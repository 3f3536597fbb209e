import Glibc
import SpoolSQLite
import Testing

@testable import JobSpool

@Suite("SpoolKeeper", .timeLimit(.minutes(1)))
struct SpoolKeeperTests {
  private let spool: DropFixture
  private let kernel = KernelIdentity(bootID: "boot-1", host: "a")

  init() throws { spool = try DropFixture() }

  private func keeper(_ options: SpoolKeeper.Options = SpoolKeeper.Options()) -> SpoolKeeper {
    SpoolKeeper(
      folder: spool.folder, store: spool.store, inbox: spool.inbox(), outbox: spool.outbox(),
      kernel: kernel, options: options)
  }

  @Test("a dropped file is taken, and answered once its job ended")
  func dropToAnswer() async throws {
    let keeper = keeper()
    try spool.drop("x.json", "{}")
    let first = await keeper.tick(now: spool.now)
    #expect(first.isKeeper && first.inbox.accepted.map(\.name) == ["x.json"])
    #expect(first.problems.isEmpty)
    try await spool.completeAll()
    let second = await keeper.tick(now: spool.now + .milliseconds(20), hinted: true)
    #expect(second.outbox.answered == ["x.json"])
  }

  @Test("one keeper works, another stands by and takes over")
  func takeOver() async throws {
    let (first, second) = (keeper(), keeper())
    #expect(await first.tick(now: spool.now).isKeeper)
    try spool.drop("x.json", "{}")
    let idle = await second.tick(now: spool.now)
    #expect(!idle.isKeeper && idle.inbox.accepted.isEmpty)
    #expect(SpoolKeeper.isRunning(in: spool.folder))
    await first.stop()
    #expect(!SpoolKeeper.isRunning(in: spool.folder))
    #expect(await second.tick(now: spool.now).inbox.accepted.count == 1)
  }

  @Test("a keeper whose lock file was removed gives up the work")
  func lostLock() async throws {
    let (first, second) = (keeper(), keeper())
    #expect(await first.tick(now: spool.now).isKeeper)
    #expect(unlink("\(spool.folder.run)/keeper.lock") == 0)
    #expect(await second.tick(now: spool.now).isKeeper)
    #expect(await !first.tick(now: spool.now).isKeeper)
  }

  @Test("jobs of a dead worker are rescued, those of a living one are not")
  func rescue() async throws {
    let now = spool.now
    let living = try WorkerLock(worker: "living", in: spool.folder)
    _ = try await spool.store.enqueue(
      [NewJob(kind: .brief, payload: "1"), NewJob(kind: .brief, payload: "2")], queueBound: nil,
      now: now)
    for owner in ["living", "dead"] {
      _ = try await spool.store.claim(
        from: .llmInference, owner: owner, limit: 1, lease: .seconds(60), now: now)
    }
    let report = await keeper().tick(now: now)
    #expect(Array(report.rescued.values) == [.retryable])
    #expect(try await spool.store.runningOwners() == [living.worker])
  }

  @Test("results older than the retention are deleted, then marked")
  func retention() async throws {
    let now = spool.now
    try AtomicFile.write([1], to: "\(spool.folder.results)/x.json.zst")
    _ = try await spool.store.enqueue(
      [NewJob(kind: .brief, payload: "{}")], queueBound: nil, now: now)
    try await spool.completeAll()
    let keeper = keeper(SpoolKeeper.Options(retention: .seconds(3600)))
    #expect(await keeper.tick(now: now).pruned.isEmpty)
    let report = await keeper.tick(now: now + .seconds(3601))
    #expect(report.pruned.count == 1)
    #expect(try spool.names(spool.folder.results).isEmpty)
    #expect(try await spool.store.job(report.pruned[0])?.isPruned == true)
  }

  @Test("a log that grew too long is emptied, and nothing of it is lost")
  func checkpoint() async throws {
    var options = SpoolKeeper.Options()
    options.checkpointPages = 50
    let keeper = keeper(options)
    #expect(await !keeper.tick(now: spool.now).checkpointed)
    let jobs = (0..<100).map {
      NewJob(kind: .brief, payload: String(repeating: "\($0)", count: 2000))
    }
    _ = try await spool.store.enqueue(jobs, queueBound: nil, now: spool.now)
    // Reads leave nothing open that would be in the way.
    try await spool.completeAll()
    _ = try await spool.store.depths(now: spool.now)
    #expect(await keeper.tick(now: spool.now + .seconds(1)).checkpointed)
    var log = stat()
    #expect(stat("\(spool.folder.database)-wal", &log) == 0 && log.st_size == 0)
    #expect(try await spool.store.jobs(JobFilter(limit: 1000)).count == 100)
  }

  @Test("a live second kernel stops the keeper from touching anything")
  func secondKernel() async throws {
    let other = KernelIdentity(bootID: "boot-2", host: "b")
    try await spool.store.noteKernel(other, now: spool.now)
    try spool.drop("x.json", "{}")
    let keeper = keeper()
    let report = await keeper.tick(now: spool.now)
    #expect(report.problems == [.kernel: .secondKernel(path: spool.store.path, host: "b")])
    #expect(report.inbox.accepted.isEmpty)
    let soon = await keeper.tick(now: spool.now + .seconds(1))
    #expect(soon.inbox.accepted.isEmpty && soon.problems.isEmpty, "still there, told once")
    let later = spool.now + .seconds(31)
    #expect(await keeper.tick(now: later).inbox.accepted.count == 1)
    await #expect(throws: SpoolError.secondKernel(path: spool.store.path, host: "a")) {
      try await spool.store.noteKernel(other, now: later)
    }
  }

  @Test("a failing duty is told once and does not stop the others")
  func problem() async throws {
    #expect(rmdir(spool.folder.accepted) == 0)
    try spool.drop("x.json", "{}")
    let keeper = keeper()
    let first = await keeper.tick(now: spool.now)
    #expect(first.problems.keys.map(\.self) == [.inbox])
    #expect(await keeper.tick(now: spool.now + .seconds(1)).problems.isEmpty)
    #expect(mkdir(spool.folder.accepted, 0o775) == 0)
    let mended = await keeper.tick(now: spool.now + .seconds(2))
    #expect(mended.inbox.accepted.map(\.wasKnown) == [true], "it was recorded, only not moved")
  }

  @Test("driven by its watch it answers a drop, and lets go when stopped")
  func run() async throws {
    let bell = try Doorbell(path: spool.folder.newsBell)
    let watch = try SpoolWatch(
      files: [spool.folder.workBell, spool.folder.newsBell], folders: [spool.folder.inbox],
      interval: .milliseconds(20))
    let (reports, continuation) = AsyncStream.makeStream(of: KeeperReport.self)
    let (keeper, now) = (keeper(), spool.now)
    let work = Task {
      await keeper.run(watch, now: { now }) { continuation.yield($0) }
      continuation.finish()
    }
    try spool.drop("x.json", "{}")
    bell.ring()
    var taken = 0
    for await report in reports {
      taken += report.inbox.accepted.count
      if taken == 1 { watch.stop() }
    }
    await work.value
    #expect(taken == 1)
    #expect(await self.keeper().tick(now: spool.now).isKeeper)
  }
}

@Suite("KeeperSchedule")
struct KeeperScheduleTests {
  private let start = StoreUnderTest.start

  @Test("everything is due at first, then each at its pace")
  func paces() {
    var schedule = KeeperSchedule()
    #expect(schedule.take(now: start, hinted: false) == KeeperDuty.allCases)
    #expect(schedule.take(now: start + .milliseconds(99), hinted: false).isEmpty)
    #expect(schedule.take(now: start + .milliseconds(100), hinted: false) == [.rescue])
    #expect(
      schedule.take(now: start + .seconds(1), hinted: false)
        == [.rescue, .inbox, .outbox, .checkpoint])
    #expect(schedule.take(now: start + .seconds(400), hinted: false) == KeeperDuty.allCases)
  }

  @Test("a hint makes inbox and outbox due, but not more often than the pause")
  func hints() {
    var schedule = KeeperSchedule()
    _ = schedule.take(now: start, hinted: false)
    #expect(schedule.take(now: start + .milliseconds(5), hinted: true).isEmpty)
    #expect(
      schedule.take(now: start + .milliseconds(10), hinted: false) == [.inbox, .outbox],
      "the hint was remembered")
    #expect(schedule.take(now: start + .milliseconds(30), hinted: false).isEmpty)
  }

  @Test("a postponed duty waits, other ones do not")
  func postponed() {
    var schedule = KeeperSchedule()
    _ = schedule.take(now: start, hinted: false)
    schedule.postpone(.inbox, until: start + .seconds(5))
    #expect(schedule.take(now: start + .milliseconds(50), hinted: true) == [.outbox])
    #expect(schedule.take(now: start + .seconds(5), hinted: false).contains(.inbox))
  }

  @Test("a clock that is set back does not put duties off")
  func clockBack() {
    var schedule = KeeperSchedule()
    _ = schedule.take(now: start, hinted: false)
    schedule.postpone(.checkpoint, until: start + .seconds(30))
    let past = start - .seconds(86400)
    #expect(schedule.take(now: past, hinted: false) == KeeperDuty.allCases)
  }
}

@Suite("SQLiteLibrary")
struct SQLiteLibraryTests {
  @Test(
    "the versions with the log-reset bug are known",
    arguments: [
      (3_006_023, false), (3_007_000, true), (3_040_001, true), (3_044_005, true),
      (3_044_006, false), (3_045_000, true), (3_050_006, true), (3_050_007, false),
      (3_051_002, true), (3_051_003, false), (3_052_000, false),
    ])
  func logResetBug(_ version: Int, _ isAffected: Bool) {
    #expect(SQLiteLibrary.hasLogResetBug(version) == isAffected)
  }

  @Test("this kernel has an identity")
  func identity() throws {
    let kernel = try KernelIdentity.current()
    #expect(kernel.bootID.count == 36 && !kernel.host.isEmpty)
    #expect(SQLiteLibrary.version > 3_035_000, "RETURNING")
  }
}
