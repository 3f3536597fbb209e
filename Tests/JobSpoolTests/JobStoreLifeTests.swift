import Testing

@testable import JobSpool

/// The state machine as the stores carry it out, and what can be asked of them.
@Suite("JobStore contract: life of a job")
struct JobStoreLifeTests {
  private typealias Fixture = StoreUnderTest
  private let start = StoreUnderTest.start

  /// Everything a caller can do to a job.
  private static func callers(
    _ spool: StoreUnderTest, _ id: JobID, _ lease: Lease?
  ) -> [@Sendable () async throws -> Void] {
    let (store, now) = (spool.store, StoreUnderTest.start)
    var calls: [@Sendable () async throws -> Void] = [
      { _ = try await spool.claim(9) },
      { _ = try await store.cancel(id, now: now) },
      { _ = try await store.retry(id, now: now) },
      { _ = try await store.rescue(deadOwners: ["worker-a"], now: now) },
      {
        _ = try await store.cancel(id, now: now)
        _ = try await store.rescue(deadOwners: ["worker-a"], now: now)
      },
    ]
    guard let lease else { return calls }
    calls += [
      { _ = try store.heartbeat([(lease, nil)], extendBy: .seconds(9), now: now) },
      { _ = try await store.complete(lease, result: StoreUnderTest.result, now: now) },
      { _ = try await store.fail(lease, StoreUnderTest.failure, advice: .later, now: now) },
      { _ = try await store.fail(lease, StoreUnderTest.failure, advice: .never, now: now) },
      { _ = try await store.cancelled(lease, now: now) },
      { try await store.release([lease], now: now) },
    ]
    return calls
  }

  @Test("the store walks exactly the arrows that are drawn", arguments: JobState.allCases)
  func arrows(_ state: JobState) async throws {
    var reached: Set<JobState> = []
    for index in 0..<11 {
      let spool = try Fixture()
      let (id, lease) = try await spool.job(in: state)
      #expect(try await spool.state(of: id) == state)
      let calls = Self.callers(spool, id, lease)
      guard index < calls.count else { continue }
      try await calls[index]()
      let after = try #require(try await spool.state(of: id))
      if after != state { reached.insert(after) }
    }
    #expect(reached == JobState.arrows[state])
  }

  @Test("a job retried by hand begins anew and keeps its fence", arguments: StoreKind.allCases)
  func retry(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let (id, old) = try await spool.job(in: .discarded)
    #expect(try await spool.store.retry(id, now: start + .seconds(5)) == .retried)
    let job = try #require(try await spool.store.job(id))
    #expect(job.state == .available && job.attempt == 0 && job.failure == nil)
    #expect(job.finishedAt == nil && job.runAt == start + .seconds(5))
    #expect(try await spool.store.retry(id, now: start) == .notRetryable(.available))
    let new = try await spool.lease(of: id, at: start + .seconds(5))
    #expect(new.fencingToken > (old?.fencingToken ?? .max) - 1)
    let stranger = try #require(JobID(rawValue: "01890000-0000-7000-8000-000000000000"))
    #expect(try await spool.store.retry(stranger, now: start) == .unknown)
  }

  @Test(
    "a cancelled job retried by hand is no longer to be cancelled", arguments: StoreKind.allCases)
  func retryCancelled(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let lease = try await spool.running()
    _ = try await spool.store.cancel(lease.job, now: start)
    _ = try await spool.store.cancelled(lease, now: start)
    _ = try await spool.store.retry(lease.job, now: start)
    let again = try await spool.lease(of: lease.job)
    let answers = try spool.store.heartbeat([(again, nil)], extendBy: .seconds(60), now: start)
    #expect(answers == [lease.job: .held(until: start + .seconds(60))])
  }

  @Test("listings go back in time, page by page, and filter", arguments: StoreKind.allCases)
  func listing(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    var ids: [JobID] = []
    for index in 0..<5 {
      let job = NewJob(kind: index == 2 ? .trainRL : .brief, payload: "\(index)")
      ids.append(try await spool.enqueue(job, at: start + .milliseconds(index)))
    }
    let store = spool.store
    let first = try await store.jobs(JobFilter(limit: 2)).map(\.id)
    #expect(first == [ids[4], ids[3]])
    let second = try await store.jobs(JobFilter(before: first[1], limit: 9)).map(\.id)
    #expect(second == [ids[2], ids[1], ids[0]])
    #expect(try await store.jobs(JobFilter(kind: .trainRL)).map(\.id) == [ids[2]])
    #expect(try await store.jobs(JobFilter(queue: .rlTraining)).map(\.id) == [ids[2]])
    _ = try await store.cancel(ids[1], now: start)
    #expect(try await store.jobs(JobFilter(state: .cancelled)).map(\.id) == [ids[1]])
    #expect(try await store.jobs(JobFilter(limit: 0)).count == 1, "the limit is at least 1")
  }

  @Test("the depths count every state of both queues", arguments: StoreKind.allCases)
  func depths(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    for state in [.completed, .cancelled, .discarded, .discarded, .running] as [JobState] {
      _ = try await spool.job(in: state)
    }
    _ = try await spool.enqueue(
      NewJob(kind: .brief, payload: "{}", runAt: start + .seconds(9)), at: start - .seconds(9))
    _ = try await spool.enqueue(at: start - .seconds(3))
    _ = try await spool.enqueue(at: start - .seconds(1))
    let depths = try await spool.store.depths(now: start)
    let brief = try #require(depths.first { $0.queue == .llmInference })
    #expect(
      brief.counts == [
        .available: 3, .retryable: 0, .running: 1, .completed: 1, .discarded: 2, .cancelled: 1,
      ])
    #expect(brief.oldestWaiting == start - .seconds(3), "the one to come later does not wait")
    let training = try #require(depths.first { $0.queue == .rlTraining })
    #expect(training.counts.values.reduce(0, +) == 0 && training.oldestWaiting == nil)
  }

  @Test("a job retried by hand leaves the count of those that ended", arguments: StoreKind.allCases)
  func depthsAfterRetry(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let (id, _) = try await spool.job(in: .discarded)
    _ = try await spool.store.retry(id, now: start)
    let depth = try #require(try await spool.store.depths(now: start).first)
    #expect(depth.counts[.discarded] == 0 && depth.counts[.available] == 1)
  }

  @Test(
    "results that are old enough are listed until they are marked", arguments: StoreKind.allCases)
  func pruning(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let (old, _) = try await spool.job(in: .completed)
    _ = try await spool.job(in: .discarded)
    let lease = try await spool.running()
    _ = try await spool.store.complete(lease, result: Fixture.result, now: start + .seconds(10))
    let moment = start + .seconds(10)
    #expect(try await spool.store.prunable(endedBefore: moment, limit: 9).map(\.id) == [old])
    try await spool.store.markPruned([old])
    #expect(try await spool.store.prunable(endedBefore: moment, limit: 9).isEmpty)
    let job = try #require(try await spool.store.job(old))
    #expect(job.isPruned && job.result == Fixture.result && job.state == .completed)
  }
}
