import Glibc
import Testing

@testable import JobSpool

@Suite("SpoolWatch", .timeLimit(.minutes(1)))
struct SpoolWatchTests {
  private let temporary: TemporaryFolder
  private let folder: SpoolFolder

  init() throws {
    temporary = try TemporaryFolder()
    folder = try SpoolFolder(at: temporary.path)
  }

  private func watch(_ interval: Duration = .seconds(3600)) throws -> SpoolWatch {
    try SpoolWatch(files: [folder.workBell], folders: [folder.inbox], interval: interval)
  }

  @Test("a bell that rings is heard")
  func bell() async throws {
    let bell = try Doorbell(path: folder.workBell)
    let watch = try watch()
    var events = watch.events.makeAsyncIterator()
    for _ in 0..<3 {
      bell.ring()
      #expect(await events.next() == .changed)
    }
  }

  @Test("a bell rung in another process is heard")
  func otherProcess() async throws {
    let bell = try Doorbell(path: folder.workBell)
    let watch = try watch()
    var events = watch.events.makeAsyncIterator()
    #expect(TemporaryVolume.run("sh", ["-c", "printf x > '\(folder.workBell)'"]) == 0)
    #expect(await events.next() == .changed)
    withExtendedLifetime(bell) {}
  }

  @Test("a file renamed into the inbox is heard")
  func inbox() async throws {
    let watch = try watch()
    var events = watch.events.makeAsyncIterator()
    try AtomicFile.write([], to: "\(folder.inbox)/a.json")
    #expect(await events.next() == .changed)
  }

  @Test("silence is told once an interval, and a bell that appears later is found then")
  func elapsed() async throws {
    let watch = try watch(.milliseconds(5))
    var events = watch.events.makeAsyncIterator()
    #expect(await events.next() == .elapsed)
    let bell = try Doorbell(path: folder.workBell)
    #expect(await events.next() == .elapsed)
    _ = await events.next()
    bell.ring()
    var heard = await events.next()
    for _ in 0..<1000 where heard != .changed { heard = await events.next() }
    #expect(heard == .changed)
  }

  @Test("stopping ends the events, once and for all")
  func stop() async throws {
    let watch = try watch()
    watch.stop()
    watch.stop()
    var count = 0
    for await _ in watch.events { count += 1 }
    #expect(count == 0)
  }

  @Test("the store rings for work and for news")
  func storeRings() async throws {
    var options = StoreUnderTest.options()
    options.workBell = try Doorbell(path: folder.workBell)
    options.newsBell = try Doorbell(path: folder.newsBell)
    let work = try SpoolWatch(files: [folder.workBell], interval: .seconds(3600))
    let news = try SpoolWatch(files: [folder.newsBell], interval: .seconds(3600))
    let store = try SQLiteJobStore(path: folder.database, options: options)
    var (workEvents, newsEvents) = (
      work.events.makeAsyncIterator(), news.events.makeAsyncIterator()
    )
    let now = StoreUnderTest.start
    let job = try await store.enqueue(
      [NewJob(kind: .brief, payload: "{}")], queueBound: nil, now: now)[0].job
    #expect(await workEvents.next() == .changed)
    #expect(try await store.cancel(job, now: now) == .cancelled)
    #expect(await newsEvents.next() == .changed)
  }
}
