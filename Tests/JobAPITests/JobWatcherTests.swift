import JobSpool
import Logging
import SeededRandom
import Testing

@testable import JobAPI

@Suite struct `Watching jobs` {
  private let store = MemoryStore()

  private func watcher() -> JobWatcher {
    JobWatcher(
      store: store, interval: .milliseconds(1),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  @Test(arguments: 0..<UInt64(40))
  func `a round covers every watched job with at most a read for each`(seed: UInt64) async throws {
    var generator = SplitMix64(seed: seed)
    let jobs = (0..<Int.random(in: 1...900, using: &generator)).map {
      // Some jobs share their millisecond.
      Job.sample($0 / Int.random(in: 1...3, using: &generator) * 3 + $0 % 3)
    }
    for job in jobs { store.put(job) }
    let existing = Set(jobs.map(\.id))
    let missing = Set((0..<3).map { Job.sample(10_000 + $0).id })
    let watched = Set(
      existing.shuffled(using: &generator).prefix(Int.random(in: 1...50, using: &generator)))
    var round = WatchRound(watching: watched.union(missing))
    var seen: [JobID: Job?] = [:]
    var readCount = 0
    while let read = round.read {
      readCount += 1
      let found =
        switch read {
        case .job(let id): round.took(try await store.job(id), for: id)
        case .page(let filter): round.took(page: try await store.jobs(filter))
        }
      for (id, job) in found { seen[id] = job }
    }
    #expect(readCount <= watched.count + missing.count)
    #expect(readCount <= jobs.count / WatchRound.pageSize + 2 + missing.count)
    #expect(Set(seen.keys) == watched.union(missing))
    for id in watched { #expect(seen[id]??.id == id) }
    for id in missing { #expect(seen[id] == .some(nil)) }
  }

  @Test func `each look is at most one read, and none when nobody waits`() async {
    let watcher = watcher()
    await watcher.look(at: .now)
    #expect(store.readCount == 0)
    let jobs = (0..<50).map { Job.sample($0) }
    for job in jobs { store.put(job) }
    let sequences = jobs.map { watcher.updates(of: $0.id, until: .now + .seconds(60)) }
    for look in 1...10 {
      await watcher.look(at: .now)
      #expect(store.readCount == look)
    }
    #expect(sequences.count == watcher.subscriberCount)
  }

  @Test func `a subscriber hears of the job, of each change, and of its end`() async {
    let watcher = watcher()
    let job = Job.sample(1)
    store.put(job)
    let updates = watcher.updates(of: job.id, until: .now + .seconds(60))
    for _ in 0..<3 { await watcher.look(at: .now) }
    store.change(job.id) { $0.state = .running }
    await watcher.look(at: .now)
    store.change(job.id) { $0.state = .completed }
    await watcher.look(at: .now)
    var states: [JobState] = []
    for await case .job(let job) in updates { states.append(job.state) }
    #expect(states == [.available, .running, .completed])
    #expect(watcher.subscriberCount == 0)
  }

  @Test func `a job that is not in the spool is gone`() async {
    let watcher = watcher()
    let updates = watcher.updates(of: Job.sample(1).id, until: .now + .seconds(60))
    await watcher.look(at: .now)
    var all: [JobWatcher.Update] = []
    for await update in updates { all.append(update) }
    #expect(all == [.gone])
  }

  @Test func `deadlines and heartbeats come with the looks`() async throws {
    let watcher = watcher()
    let job = Job.sample(1)
    store.put(job)
    let start = ContinuousClock.now
    let updates = try #require(
      watcher.stream(of: job.id, until: start + .seconds(100), heartbeat: .seconds(15), limit: 1))
    #expect(
      watcher.stream(of: job.id, until: start, heartbeat: .seconds(15), limit: 1) == nil)
    await watcher.look(at: start)
    await watcher.look(at: start + .seconds(14))
    await watcher.look(at: start + .seconds(16))
    await watcher.look(at: start + .seconds(30))
    await watcher.look(at: start + .seconds(101))
    var all: [JobWatcher.Update] = []
    for await update in updates { all.append(update) }
    #expect(all == [.job(job), .heartbeat])
  }

  @Test func `a spool that fails for a while costs only time`() async {
    let watcher = watcher()
    let job = Job.sample(1, state: .completed)
    store.put(job)
    let updates = watcher.updates(of: job.id, until: .now + .seconds(60))
    store.fail(with: .busy(waited: .seconds(5)))
    await watcher.look(at: .now)
    store.fail(with: nil)
    await watcher.look(at: .now)
    var all: [JobWatcher.Update] = []
    for await update in updates { all.append(update) }
    #expect(all == [.job(job)])
  }

  @Test func `a subscriber that goes away is forgotten`() {
    let watcher = watcher()
    do { _ = watcher.updates(of: Job.sample(1).id, until: .now + .seconds(60)) }
    #expect(watcher.subscriberCount == 0)
  }
}
