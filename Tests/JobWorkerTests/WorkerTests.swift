import Foundation
import JobSpool
import Logging
import Monitoring
import ResultArchive
import ServiceLifecycle
import Testing

@testable import JobWorker

/// A real worker on a real spool, with handlers of the test's own.
@Suite struct WorkerTests {
  private let folder: SpoolFolder
  private let store: SQLiteJobStore
  private let archive: Archive

  init() throws {
    folder = try SpoolFolder(
      at: FileManager.default.temporaryDirectory.path + "/worker-\(UUID().uuidString)")
    store = try SQLiteJobStore(
      path: folder.database,
      options: SQLiteJobStore.Options(
        workBell: try Doorbell(path: folder.workBell),
        newsBell: try Doorbell(path: folder.newsBell)))
    archive = Archive(spoolFolder: folder.path)
  }

  private static var now: Timestamp {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }

  private func worker(
    _ handler: some JobHandler, concurrency: Int = 2, drain: Duration = .seconds(10),
    heartbeat: Duration = .milliseconds(20)
  ) throws -> Worker {
    Worker(
      configuration: WorkerConfiguration(
        name: "test", queue: .llmInference, concurrency: concurrency, lease: .seconds(5),
        heartbeatInterval: heartbeat, drain: drain),
      store: store, archive: archive, handlers: [handler],
      news: try SpoolWatch(files: [folder.workBell], interval: .milliseconds(50)).events,
      clock: ContinuousClock(), now: { Self.now },
      metrics: ServiceMetrics(registry: PrometheusRegistry()), logger: Logger(label: "test"))
  }

  /// Runs the worker until `body` returns, then shuts it down gracefully.
  private func running(_ worker: Worker, _ body: () async throws -> Void) async throws {
    let group = ServiceGroup(services: [worker], logger: Logger(label: "test"))
    async let run: Void = group.run()
    do {
      try await body()
    } catch {
      await group.triggerGracefulShutdown()
      throw error
    }
    await group.triggerGracefulShutdown()
    try await run
  }

  private func enqueue(_ payload: String, maxAttempts: Int = 3) async throws -> JobID {
    let outcomes = try await store.enqueue(
      [NewJob(kind: .brief, payload: payload, maxAttempts: maxAttempts)], queueBound: nil,
      now: Self.now)
    return try #require(outcomes.first).job
  }

  /// The job once it is in one of the states; the news bell says when to look again.
  private func job(_ id: JobID, in states: Set<JobState>) async throws -> Job {
    let watch = try SpoolWatch(files: [folder.newsBell], interval: .milliseconds(50))
    for await _ in watch.events {
      let job = try #require(try await store.job(id))
      if states.contains(job.state) { return job }
    }
    throw CancellationError()
  }

  @Test func aJobIsDoneAndItsResultIsInTheArchive() async throws {
    try await running(try worker(Echo())) {
      let id = try await enqueue("{\"a\":1}")
      let done = try await job(id, in: [.completed])
      let reference = try #require(done.result)
      #expect(try archive.json(reference) == Array("{\"a\":1}".utf8))
      #expect(done.attempt == 1)
    }
  }

  @Test func manyJobsAreDoneWithNeverMoreInFlightThanAllowed() async throws {
    let gauge = Gauge()
    try await running(try worker(Echo(gauge: gauge), concurrency: 3)) {
      var ids: [JobID] = []
      for index in 0..<40 { ids.append(try await enqueue("{\"n\":\(index)}")) }
      for id in ids { _ = try await job(id, in: [.completed]) }
    }
    #expect(await gauge.highest <= 3)
    #expect(await gauge.total == 40)
  }

  @Test func aFailureThatMakesNoSenseToRepeatIsDiscardedWithItsReason() async throws {
    let failure = AttemptFailure(code: "no-way", message: "It cannot be.", advice: .never)
    try await running(try worker(Fail(error: failure))) {
      let ended = try await job(try await enqueue("{}"), in: [.discarded])
      #expect(ended.failure == JobFailure(code: "no-way", message: "It cannot be."))
      #expect(ended.attempt == 1)
    }
  }

  @Test func anUnexpectedErrorIsTriedAgainAndItsDetailsStayInTheLog() async throws {
    struct Secret: Error {}
    try await running(try worker(Fail(error: Secret()))) {
      let waiting = try await job(try await enqueue("{}"), in: [.retryable])
      #expect(waiting.failure?.code == "internal")
      #expect(waiting.failure?.message.contains("Secret") == false)
      #expect(waiting.runAt > waiting.createdAt)
    }
  }

  @Test func cancellingARunningJobStopsItsHandler() async throws {
    let handler = Hang()
    try await running(try worker(handler)) {
      let id = try await enqueue("{}")
      await handler.started()
      #expect(try await store.cancel(id, now: Self.now) == .requested)
      let ended = try await job(id, in: [.cancelled])
      #expect(ended.result == nil)
    }
  }

  @Test func shutdownGivesUnfinishedJobsBackWithoutCountingTheAttempt() async throws {
    let handler = Hang()
    var id: JobID?
    try await running(try worker(handler, drain: .milliseconds(10))) {
      id = try await enqueue("{}")
      await handler.started()
    }
    let released = try #require(id)
    let job = try #require(try await store.job(released))
    #expect(job.state == .available)
    #expect(job.attempt == 0)
  }

  @Test func aWorkerWhoseLeaseWasTakenWritesNothing() async throws {
    let handler = Hang()
    try await running(try worker(handler)) {
      let id = try await enqueue("{}")
      await handler.started()
      let before = try #require(try await store.job(id))
      _ = try await store.rescue(deadOwners: ["test"], now: Self.now)
      let later = Timestamp(milliseconds: Self.now.milliseconds + 3_600_000)
      let taken = try await store.claim(
        from: .llmInference, owner: "other", limit: 1, lease: .seconds(3600), now: later)
      #expect(taken.map(\.id) == [id])
      await handler.ended()
      let after = try #require(try await store.job(id))
      #expect(after.state == .running)
      #expect(after.lease?.owner == "other")
      #expect((after.lease?.fencingToken ?? 0) > (before.lease?.fencingToken ?? 0))
    }
  }
}

/// Counts what runs at the same time.
private actor Gauge {
  private(set) var current = 0
  private(set) var highest = 0
  private(set) var total = 0

  func enter() {
    current += 1
    total += 1
    highest = max(highest, current)
  }

  func leave() { current -= 1 }
}

/// Answers with the job's payload.
private struct Echo: JobHandler {
  let kind = JobKind.brief
  var gauge: Gauge?

  func run(_ job: Job, progress: @escaping @Sendable (JobProgress) -> Void) async throws -> [UInt8]
  {
    await gauge?.enter()
    progress(JobProgress(fraction: 0.5, stage: "echo"))
    await Task.yield()
    await gauge?.leave()
    return Array(job.payload.utf8)
  }
}

private struct Fail: JobHandler {
  let kind = JobKind.brief
  let error: any Error

  func run(_ job: Job, progress: @escaping @Sendable (JobProgress) -> Void) async throws -> [UInt8]
  {
    throw error
  }
}

/// Runs until it is cancelled.
private struct Hang: JobHandler {
  let kind = JobKind.brief
  private let starts = AsyncStream.makeStream(of: Void.self)
  private let ends = AsyncStream.makeStream(of: Void.self)

  func started() async { for await _ in starts.stream { return } }
  func ended() async { for await _ in ends.stream { return } }

  func run(_ job: Job, progress: @escaping @Sendable (JobProgress) -> Void) async throws -> [UInt8]
  {
    starts.continuation.yield()
    defer { ends.continuation.yield() }
    // Nothing is ever sent: the stream ends when the task is cancelled.
    let never = AsyncStream.makeStream(of: Void.self)
    for await _ in never.stream {}
    withExtendedLifetime(never.continuation) {}
    throw CancellationError()
  }
}
