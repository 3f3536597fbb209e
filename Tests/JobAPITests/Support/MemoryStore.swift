import SeededRandom
import Synchronization

@testable import JobSpool

/// A job store in a dictionary: the rules of the protocol that the API can see, and switches for
/// tests.
final class MemoryStore: JobStore {
  private struct State {
    var jobs: [JobID: Job] = [:]
    var generator = SplitMix64(seed: 1)
    var failure: SpoolError?
    var readCount = 0
  }

  private let state = Mutex(State())

  /// Ids in the order in which they were enqueued, for tests that act once a job is there.
  let enqueued: AsyncStream<JobID>
  private let announce: AsyncStream<JobID>.Continuation

  init() {
    (enqueued, announce) = AsyncStream.makeStream()
  }

  /// Puts a row in as it is.
  func put(_ job: Job) { state.withLock { $0.jobs[job.id] = job } }

  func change(_ id: JobID, _ change: (inout Job) -> Void) {
    state.withLock { state in
      if var job = state.jobs[id] {
        change(&job)
        state.jobs[id] = job
      }
    }
  }

  func fail(with error: SpoolError?) { state.withLock { $0.failure = error } }

  func remove(_ id: JobID) { state.withLock { $0.jobs[id] = nil } }

  var jobCount: Int { state.withLock { $0.jobs.count } }

  var readCount: Int { state.withLock { $0.readCount } }

  private func withState<Result>(_ body: (inout State) throws -> Result) throws -> Result {
    let result = try state.withLock { state in
      if let failure = state.failure { throw failure }
      return UncheckedBox(value: try body(&state))
    }
    return result.value
  }

  func enqueue(_ jobs: [NewJob], queueBound: Int?, now: Timestamp) async throws -> [EnqueueOutcome]
  {
    let outcomes = try withState { state in
      try jobs.map { new in
        if let known = state.jobs.values.first(where: {
          $0.idempotencyKey != nil && $0.idempotencyKey == new.idempotencyKey
        }) {
          return EnqueueOutcome(job: known.id, existed: true)
        }
        let waiting = state.jobs.values.count { $0.queue == new.kind.queue && !$0.state.isFinal }
        if let queueBound, waiting >= queueBound {
          throw SpoolError.queueFull(new.kind.queue, bound: queueBound)
        }
        let id = JobID(now: now, using: &state.generator)
        state.jobs[id] = Job.sample(id: id, new: new, now: now)
        return EnqueueOutcome(job: id, existed: false)
      }
    }
    for outcome in outcomes { announce.yield(outcome.job) }
    return outcomes
  }

  func cancel(_ id: JobID, now: Timestamp) async throws -> CancelOutcome {
    try withState { state in
      guard let job = state.jobs[id] else { return .unknown }
      switch job.state {
      case .completed, .discarded, .cancelled: return .alreadyFinal(job.state)
      case .running:
        state.jobs[id]?.cancellationRequested = true
        return .requested
      case .available, .retryable:
        state.jobs[id]?.state = .cancelled
        state.jobs[id]?.finishedAt = now
        return .cancelled
      }
    }
  }

  func job(_ id: JobID) async throws -> Job? {
    try withState { state in
      state.readCount += 1
      return state.jobs[id]
    }
  }

  func jobs(_ filter: JobFilter) async throws -> [Job] {
    try withState { state in
      state.readCount += 1
      let matching = state.jobs.values.filter { job in
        (filter.state.map { $0 == job.state } ?? true)
          && (filter.kind.map { $0 == job.kind } ?? true)
          && (filter.queue.map { $0 == job.queue } ?? true)
          && (filter.before.map { job.id < $0 } ?? true)
      }
      return Array(matching.sorted { $0.id > $1.id }.prefix(filter.limit))
    }
  }

  // What only workers call is not reached by the API.
  func claim(
    from queue: JobQueue, owner: String, limit: Int, lease: Duration, now: Timestamp
  ) async throws -> [Job] { throw SpoolError.other("not used") }
  func heartbeat(
    _ leases: [(lease: Lease, progress: JobProgress?)], extendBy: Duration, now: Timestamp
  ) throws -> [JobID: HeartbeatAnswer] { throw SpoolError.other("not used") }
  func complete(_ lease: Lease, result: ResultReference, now: Timestamp) async throws -> Bool {
    throw SpoolError.other("not used")
  }
  func fail(
    _ lease: Lease, _ failure: JobFailure, advice: RetryAdvice, now: Timestamp
  ) async throws -> JobState? { throw SpoolError.other("not used") }
  func cancelled(_ lease: Lease, now: Timestamp) async throws -> Bool {
    throw SpoolError.other("not used")
  }
  func release(_ leases: [Lease], now: Timestamp) async throws {
    throw SpoolError.other("not used")
  }
  func rescue(deadOwners: Set<String>, now: Timestamp) async throws -> [JobID: JobState] {
    throw SpoolError.other("not used")
  }
  func retry(_ id: JobID, now: Timestamp) async throws -> RetryOutcome {
    throw SpoolError.other("not used")
  }
  func depths(now: Timestamp) async throws -> [QueueDepth] { throw SpoolError.other("not used") }
  func runningOwners() async throws -> Set<String> { throw SpoolError.other("not used") }
  func prunable(endedBefore moment: Timestamp, limit: Int) async throws -> [Job] {
    throw SpoolError.other("not used")
  }
  func markPruned(_ ids: [JobID]) async throws { throw SpoolError.other("not used") }
}

/// Carries a value out of the lock; it was made inside and nobody else has it.
private struct UncheckedBox<Value>: @unchecked Sendable {
  let value: Value
}

extension Job {
  static func sample(id: JobID, new: NewJob, now: Timestamp) -> Job {
    Job(
      id: id, kind: new.kind, queue: new.kind.queue, state: .available, priority: new.priority,
      attempt: 0, maxAttempts: new.maxAttempts, runAt: new.runAt ?? now, lease: nil, progress: nil,
      payload: new.payload, failure: nil, result: nil, idempotencyKey: new.idempotencyKey,
      createdAt: now, startedAt: nil, finishedAt: nil, cancellationRequested: false,
      isPruned: false)
  }

  /// A job number `index`, made `index` milliseconds after the epoch of the tests.
  static func sample(_ index: Int, state: JobState = .available) -> Job {
    let now = Timestamp(milliseconds: 1_795_393_815_000 + Int64(index))
    var generator = SplitMix64(seed: UInt64(index))
    var job = sample(
      id: JobID(now: now, using: &generator),
      new: NewJob(
        kind: .brief, payload: #"{"kind":"brief","schema":"fragrance.job/1","text":"rose"}"#),
      now: now)
    job.state = state
    return job
  }
}
