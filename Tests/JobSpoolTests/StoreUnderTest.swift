import SeededRandom
import Testing

@testable import JobSpool

/// The stores the contract suite runs on.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible, Sendable {
  case sqlite

  var testDescription: String { rawValue }
}

/// A store with its folder, a clock that stands still and short words for common calls.
struct StoreUnderTest: Sendable {
  let folder: TemporaryFolder
  let store: any JobStore

  /// Every test begins at this moment.
  static let start = Timestamp(milliseconds: 1_800_000_000_000)
  static let lease = Duration.seconds(60)

  init(_ kind: StoreKind = .sqlite, seed: UInt64 = 1) throws {
    folder = try TemporaryFolder()
    switch kind {
    case .sqlite:
      store = try SQLiteJobStore(
        path: folder.file("spool.sqlite"), options: Self.options(seed: seed))
    }
  }

  static func options(seed: UInt64 = 1) -> SQLiteJobStore.Options {
    SQLiteJobStore.Options(
      backoff: Backoff(base: .seconds(2), factor: 2, cap: .seconds(60), jitter: 0.5),
      generator: SplitMix64(seed: seed))
  }

  func enqueue(
    _ job: NewJob = NewJob(kind: .brief, payload: "{}"), at now: Timestamp = start
  ) async throws -> JobID {
    let outcomes = try await store.enqueue([job], queueBound: nil, now: now)
    return try #require(outcomes.first).job
  }

  func claim(
    _ limit: Int = 1, owner: String = "worker-a", from queue: JobQueue = .llmInference,
    at now: Timestamp = start
  ) async throws -> [Job] {
    try await store.claim(
      from: queue, owner: owner, limit: limit, lease: Self.lease, now: now)
  }

  /// Enqueues one job and claims it.
  func running(maxAttempts: Int = 3, at now: Timestamp = start) async throws -> Lease {
    let id = try await enqueue(
      NewJob(kind: .brief, payload: "{}", maxAttempts: maxAttempts), at: now)
    return try await lease(of: id, at: now)
  }

  func lease(
    of id: JobID, owner: String = "worker-a", at now: Timestamp = start
  ) async throws -> Lease {
    let job = try #require(try await claim(owner: owner, at: now).first)
    #expect(job.id == id)
    return try #require(job.lease)
  }

  func state(of id: JobID) async throws -> JobState? { try await store.job(id)?.state }

  static let result = ResultReference(
    path: "results/x.json.zst", byteCount: 12, sha256: String(repeating: "a", count: 64))
  static let failure = JobFailure(code: "model-unreachable", message: "No model answered.")

  /// A job brought into each state.
  func job(in state: JobState) async throws -> (id: JobID, lease: Lease?) {
    if state == .available { return (try await enqueue(), nil) }
    let lease = try await running()
    switch state {
    case .available, .running: break
    case .completed:
      _ = try await store.complete(lease, result: Self.result, now: Self.start)
    case .retryable:
      _ = try await store.fail(lease, Self.failure, advice: .after(.zero), now: Self.start)
    case .discarded:
      _ = try await store.fail(lease, Self.failure, advice: .never, now: Self.start)
    case .cancelled: _ = try await store.cancelled(lease, now: Self.start)
    }
    return (lease.job, lease)
  }
}
