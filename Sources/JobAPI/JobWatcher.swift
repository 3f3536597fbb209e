import JobSpool
import Logging
import ServiceLifecycle
import Synchronization

/// Tells everybody who waits for jobs what became of them, with one look into the spool at a time.
///
/// However many wait, the spool is read at most once per `interval`, and not at all while nobody
/// waits. A subscriber gets the job at the next look and then whenever it changed. Its sequence
/// ends at its deadline, and after the event that says the job has ended.
final class JobWatcher: Service {
  enum Update: Sendable, Equatable {
    case job(Job)
    /// The spool no longer has the job.
    case gone
    /// Nothing happened for a while.
    case heartbeat
  }

  private struct Subscriber {
    let job: JobID
    let deadline: ContinuousClock.Instant
    let heartbeat: Duration?
    let continuation: AsyncStream<Update>.Continuation
    var lastTold = ContinuousClock.now
    var lastJob: Job?
    var isOver = false

    init(
      job: JobID, deadline: ContinuousClock.Instant, heartbeat: Duration?,
      _ continuation: AsyncStream<Update>.Continuation
    ) {
      self.job = job
      self.deadline = deadline
      self.heartbeat = heartbeat
      self.continuation = continuation
    }
  }

  private struct State {
    var subscribers: [Int: Subscriber] = [:]
    var nextNumber = 0
    var round = WatchRound(watching: [])
  }

  private let store: any JobStore
  private let interval: Duration
  private let logger: Logger
  private let state = Mutex(State())
  private let wake: AsyncStream<Void>
  private let waker: AsyncStream<Void>.Continuation

  init(store: any JobStore, interval: Duration, logger: Logger) {
    self.store = store
    self.interval = interval
    self.logger = logger
    (wake, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Watches a job for somebody who waits for its end.
  func updates(of job: JobID, until deadline: ContinuousClock.Instant) -> AsyncStream<Update> {
    let (updates, continuation) = AsyncStream.makeStream(of: Update.self)
    add(Subscriber(job: job, deadline: deadline, heartbeat: nil, continuation), streamLimit: nil)
    return updates
  }

  /// Watches a job for an event stream; nil when `limit` of them are open.
  func stream(
    of job: JobID, until deadline: ContinuousClock.Instant, heartbeat: Duration, limit: Int
  ) -> AsyncStream<Update>? {
    // A slow reader loses changes in between, never the last one.
    let (updates, continuation) = AsyncStream.makeStream(
      of: Update.self, bufferingPolicy: .bufferingNewest(16))
    let subscriber = Subscriber(
      job: job, deadline: deadline, heartbeat: heartbeat, continuation)
    return add(subscriber, streamLimit: limit) ? updates : nil
  }

  /// Number of sequences that have not ended.
  var subscriberCount: Int { state.withLock { $0.subscribers.count } }

  /// Looks into the spool for as long as somebody waits, until the graceful shutdown.
  func run() async {
    await cancelWhenGracefulShutdown {
      for await _ in self.wake {
        while self.subscriberCount > 0, !Task.isCancelled {
          await self.look(at: .now)
          // A cancelled sleep returns at once, and the loops above end.
          try? await ContinuousClock().sleep(for: self.interval)
        }
      }
    }
  }

  /// One look: at most one read of the spool, then updates, heartbeats and deadlines.
  func look(at now: ContinuousClock.Instant) async {
    let read = state.withLock { state in
      if state.round.pending.isEmpty {
        state.round = WatchRound(watching: state.subscribers.values.map(\.job))
      }
      return state.round.read
    }
    do {
      switch read {
      case .job(let id):
        let job = try await store.job(id)
        state.withLock { tell($0.round.took(job, for: id), in: &$0, at: now) }
      case .page(let filter):
        let rows = try await store.jobs(filter)
        state.withLock { tell($0.round.took(page: rows), in: &$0, at: now) }
      case nil: break
      }
    } catch {
      // Those who wait lose nothing but time: the next look tries again until their deadlines.
      logger.debug("watched jobs could not be read", metadata: ["error": "\(error)"])
    }
    // Finishing calls back into `forget`, which takes the lock: so outside of it.
    let over = state.withLock { mindClocks(in: &$0, at: now) }
    for continuation in over { continuation.finish() }
  }

  @discardableResult
  private func add(_ subscriber: Subscriber, streamLimit: Int?) -> Bool {
    let number: Int? = state.withLock { state in
      let streams = state.subscribers.values.count { $0.heartbeat != nil }
      if let streamLimit, streams >= streamLimit { return nil }
      state.nextNumber += 1
      state.subscribers[state.nextNumber] = subscriber
      return state.nextNumber
    }
    guard let number else { return false }
    subscriber.continuation.onTermination = { [weak self] _ in self?.forget(number) }
    waker.yield()
    return true
  }

  private func forget(_ number: Int) {
    state.withLock { _ = $0.subscribers.removeValue(forKey: number) }
  }

  private func tell(
    _ seen: [(JobID, Job?)], in state: inout State, at now: ContinuousClock.Instant
  ) {
    for (id, job) in seen {
      for (number, subscriber) in state.subscribers where subscriber.job == id {
        if let job, subscriber.lastJob == job { continue }
        subscriber.continuation.yield(job.map(Update.job) ?? .gone)
        state.subscribers[number]?.lastJob = job
        state.subscribers[number]?.lastTold = now
        state.subscribers[number]?.isOver = job?.state.isFinal ?? true
      }
    }
  }

  /// Sends the heartbeats that are due; returns the sequences that are to be finished.
  private func mindClocks(
    in state: inout State, at now: ContinuousClock.Instant
  ) -> [AsyncStream<Update>.Continuation] {
    var over: [AsyncStream<Update>.Continuation] = []
    for (number, subscriber) in state.subscribers {
      if subscriber.isOver || subscriber.deadline <= now {
        over.append(subscriber.continuation)
      } else if let heartbeat = subscriber.heartbeat, subscriber.lastTold + heartbeat <= now {
        subscriber.continuation.yield(.heartbeat)
        state.subscribers[number]?.lastTold = now
      }
    }
    return over
  }
}
