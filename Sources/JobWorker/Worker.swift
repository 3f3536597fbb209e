package import JobSpool
package import Logging
package import Monitoring
package import ResultArchive
import ServiceLifecycle
import Synchronization

/// How a worker works.
package struct WorkerConfiguration: Sendable {
  /// Name in leases and of the lock file; unique among live workers.
  package var name: String
  package var queue: JobQueue

  /// Attempts in flight at a time, from 1.
  package var concurrency: Int
  package var lease: Duration
  package var heartbeatInterval: Duration

  /// Time attempts get to end by themselves after a shutdown was asked for.
  package var drain: Duration

  package init(
    name: String, queue: JobQueue, concurrency: Int, lease: Duration, heartbeatInterval: Duration,
    drain: Duration
  ) {
    self.name = name
    self.queue = queue
    self.concurrency = concurrency
    self.lease = lease
    self.heartbeatInterval = heartbeatInterval
    self.drain = drain
  }
}

/// Claims jobs, runs their handlers, and records what came of it.
///
/// An attempt ends in exactly one of: complete, fail, cancelled, released (shutdown), or nothing at
/// all when the lease was lost. Results are stored before the row says so; the row's update is
/// fenced.
package final class Worker: Service {
  private let configuration: WorkerConfiguration
  private let store: any JobStore
  private let archive: Archive
  private let handlers: [JobKind: any JobHandler]
  private let heartbeat: HeartbeatThread
  private let news: AsyncStream<SpoolWatch.Event>
  private let now: @Sendable () -> Timestamp
  private let clock: any Clock<Duration>
  private let metrics: ServiceMetrics
  private let logger: Logger
  private let isDraining = Mutex(false)

  /// - Parameters:
  ///   - news: yields when a job may have arrived and now and then in any case; the first event
  ///     ever is not needed, the worker looks when it starts.
  ///   - now: the wall clock; `clock` measures intervals.
  package init(
    configuration: WorkerConfiguration, store: any JobStore, archive: Archive,
    handlers: [any JobHandler], news: AsyncStream<SpoolWatch.Event>, clock: any Clock<Duration>,
    now: @escaping @Sendable () -> Timestamp, metrics: ServiceMetrics, logger: Logger
  ) {
    self.configuration = configuration
    self.store = store
    self.archive = archive
    self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.kind, $0) })
    self.news = news
    self.clock = clock
    self.now = now
    self.metrics = metrics
    self.logger = logger
    heartbeat = HeartbeatThread(
      store: store, interval: configuration.heartbeatInterval, lease: configuration.lease, now: now,
      logger: logger)
  }

  /// Whether the thread that beats for the leases is at work; false is cured by a restart alone.
  package var isBeating: Bool {
    heartbeat.silence < configuration.heartbeatInterval * 3 + .seconds(5)
  }

  /// Works until a graceful shutdown or cancellation, then drains.
  package func run() async throws {
    heartbeat.start()
    defer { heartbeat.stop() }
    let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let attempts = AttemptTasks(onEnd: { wake.yield() })
    await withGracefulShutdownHandler {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { for await _ in self.news { wake.yield() } }
        wake.yield()
        for await _ in wakes where !self.isDraining.withLock({ $0 }) {
          await self.fillSlots(attempts)
        }
        group.cancelAll()
      }
    } onGracefulShutdown: {
      self.isDraining.withLock { $0 = true }
      wake.finish()
    }
    await drain(attempts)
  }

  private func fillSlots(_ attempts: AttemptTasks) async {
    let free = configuration.concurrency - attempts.count
    guard free > 0 else { return }
    do {
      let jobs = try await store.claim(
        from: configuration.queue, owner: configuration.name, limit: free,
        lease: configuration.lease, now: now())
      for job in jobs { start(job, attempts) }
    } catch {
      logger.error("claiming failed", metadata: ["error": "\(error)"])
    }
  }

  private func start(_ job: Job, _ attempts: AttemptTasks) {
    guard let lease = job.lease else { return }
    // The attempt waits until the heartbeat knows its task: else a cancellation could find nothing
    // to cancel.
    let (gate, opener) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      for await _ in gate {}
      await self.attempt(job, lease)
      attempts.ended(job.id)
    }
    attempts.add(job.id, task)
    heartbeat.add(lease, attempt: task)
    opener.finish()
  }

  private func attempt(_ job: Job, _ lease: Lease) async {
    var logger = logger
    logger[metadataKey: "job"] = "\(job.id)"
    logger[metadataKey: "attempt"] = "\(job.attempt)"
    let waited = now() - max(job.createdAt, job.runAt)
    metrics.jobClaimed(queue: job.queue.rawValue, after: max(.zero, waited))
    let outcome = await Attempt(job: job, handler: handlers[job.kind], logger: logger)
      .run { self.heartbeat.note($0, for: job.id) }
    // A fence that fell while the handler ran decides over whatever it produced.
    let standing = heartbeat.standing(of: job.id) ?? .lost
    // The outcome must be written although the attempt's task may be cancelled.
    let state = await Task { await self.record(outcome, standing, lease, logger) }.value
    _ = heartbeat.remove(job.id)
    let word = state?.rawValue ?? "lost"
    logger.info("attempt ended", metadata: ["state": "\(word)"])
    if state?.isFinal ?? false {
      metrics.jobFinished(queue: job.queue.rawValue, state: word)
    }
  }

  /// Writes what came of an attempt; nil when the lease was lost or nothing could be written.
  private func record(
    _ outcome: Attempt.Outcome, _ standing: LeaseBook.Standing, _ lease: Lease, _ logger: Logger
  ) async -> JobState? {
    do {
      switch (outcome, standing) {
      case (_, .lost):
        return nil
      case (.cancelled, .cancelling), (.failed, .cancelling):
        return try await store.cancelled(lease, now: now()) ? .cancelled : nil
      case (.cancelled, .held):
        try await store.release([lease], now: now())
        return .available
      case (.result(let json), _):
        let reference = try await ComputeThreads.storage.run { [archive] in
          try archive.store(json, for: lease.job, fencingToken: lease.fencingToken)
        }
        return try await store.complete(lease, result: reference, now: now()) ? .completed : nil
      case (.failed(let failure), .held):
        return try await store.fail(lease, failure.failure, advice: failure.advice, now: now())
      }
    } catch {
      logger.error("outcome not recorded", metadata: ["error": "\(error)"])
      return await giveBack(lease, error, logger)
    }
  }

  /// After a failure to record: another attempt later, by this or another worker.
  private func giveBack(_ lease: Lease, _ error: any Error, _ logger: Logger) async -> JobState? {
    do {
      let failure = JobFailure(code: "result-not-stored", message: "The result was not stored.")
      return try await store.fail(lease, failure, advice: .later, now: now())
    } catch {
      // Not even that could be written. The lease ends by itself and the job is rescued.
      logger.error("lease left to run out", metadata: ["error": "\(error)"])
      return nil
    }
  }

  private func drain(_ attempts: AttemptTasks) async {
    guard attempts.count > 0 else { return }
    logger.info("draining", metadata: ["attempts": "\(attempts.count)"])
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await attempts.waitForAll() }
      group.addTask {
        do { try await self.clock.sleep(for: self.configuration.drain) } catch { return }
        attempts.cancelAll()
      }
      await group.next()
      group.cancelAll()
    }
    await attempts.waitForAll()
  }
}
