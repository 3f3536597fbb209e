import Testing

@testable import JobSpool

/// What every store must do, whatever holds the rows.
@Suite("JobStore contract", .serialized)
struct JobStoreContractTests {
  private typealias Fixture = StoreUnderTest
  private let start = StoreUnderTest.start

  @Test("a job comes back as it was put in", arguments: StoreKind.allCases)
  func roundTrip(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let id = try await spool.enqueue(
      NewJob(
        kind: .trainRL, payload: #"{"한국어":"값"}"#, priority: 7, runAt: start + .seconds(5),
        maxAttempts: 4, idempotencyKey: "key-1"))
    let job = try #require(try await spool.store.job(id))
    #expect(job.kind == .trainRL && job.queue == .rlTraining && job.state == .available)
    #expect(job.payload == #"{"한국어":"값"}"# && job.priority == 7 && job.maxAttempts == 4)
    #expect(job.runAt == start + .seconds(5) && job.createdAt == start)
    #expect(job.idempotencyKey == "key-1" && job.attempt == 0)
    #expect(job.lease == nil && job.progress == nil && job.failure == nil && job.result == nil)
  }

  @Test("a claimed job carries a lease, its attempt and a new token", arguments: StoreKind.allCases)
  func claimGivesLease(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let id = try await spool.enqueue()
    let job = try #require(try await spool.claim().first)
    #expect(job.id == id && job.state == .running && job.attempt == 1 && job.startedAt == start)
    #expect(job.lease?.owner == "worker-a" && job.lease?.fencingToken == 1)
    #expect(job.lease?.deadline == start + Fixture.lease)
    #expect(try await spool.claim().isEmpty)
    #expect(try await spool.store.runningOwners() == ["worker-a"])
  }

  @Test("the highest priority goes first, then the oldest", arguments: StoreKind.allCases)
  func claimOrder(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    for (index, priority) in [0, 5, -3, 5, 0].enumerated() {
      _ = try await spool.enqueue(
        NewJob(kind: .brief, payload: "\(index)", priority: priority),
        at: start + .milliseconds(index))
    }
    let later = start + .seconds(1)
    #expect(try await spool.claim(3, at: later).map(\.payload) == ["1", "3", "0"])
    #expect(try await spool.claim(9, at: later).map(\.payload) == ["4", "2"])
  }

  @Test(
    "a job is not claimed before its moment nor from another queue", arguments: StoreKind.allCases)
  func runAt(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let moment = start + .seconds(10)
    let id = try await spool.enqueue(NewJob(kind: .brief, payload: "{}", runAt: moment))
    #expect(try await spool.claim(at: start + .milliseconds(9999)).isEmpty)
    #expect(try await spool.claim(from: .rlTraining, at: moment).isEmpty)
    #expect(try await spool.claim(at: moment).map(\.id) == [id])
  }

  @Test("the same key is the same job", arguments: StoreKind.allCases)
  func idempotencyKey(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let job = NewJob(kind: .brief, payload: "{}", idempotencyKey: "k")
    let outcomes = try await spool.store.enqueue([job, job], queueBound: 1, now: start)
    let again = try await spool.store.enqueue([job], queueBound: 1, now: start + .seconds(9))
    #expect(outcomes.map(\.existed) == [false, true] && again.map(\.existed) == [true])
    #expect(Set((outcomes + again).map(\.job)).count == 1)
    #expect(try await spool.store.jobs(JobFilter()).count == 1)
  }

  @Test("jobs beyond the bound are refused, all or none", arguments: StoreKind.allCases)
  func queueBound(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let job = NewJob(kind: .brief, payload: "{}")
    _ = try await spool.store.enqueue([job, job], queueBound: 3, now: start)
    await #expect(throws: SpoolError.queueFull(.llmInference, bound: 3)) {
      _ = try await spool.store.enqueue([job, job], queueBound: 3, now: start)
    }
    #expect(try await spool.store.jobs(JobFilter()).count == 2)
    let training = NewJob(kind: .trainRL, payload: "{}")
    _ = try await spool.store.enqueue([training, job], queueBound: 3, now: start)
    #expect(try await spool.store.jobs(JobFilter()).count == 4)
    _ = try await spool.claim()
    _ = try await spool.store.enqueue([job], queueBound: 3, now: start)
  }

  @Test(
    "a job out of range is refused with its field",
    arguments: ["priority", "maxAttempts", "idempotencyKey", "payload"])
  func bounds(_ field: String) async throws {
    var job = NewJob(kind: .brief, payload: "{}")
    switch field {
    case "priority": job.priority = 101
    case "maxAttempts": job.maxAttempts = 0
    case "idempotencyKey": job.idempotencyKey = ""
    default: job.payload = String(repeating: "x", count: NewJob.largestPayload + 1)
    }
    let spool = try Fixture()
    do {
      _ = try await spool.enqueue(job)
      Issue.record("\(field) was accepted")
    } catch SpoolError.invalidJob(let found, _, _) {
      #expect(found == field)
    }
    #expect(try await spool.store.jobs(JobFilter()).isEmpty)
  }

  @Test("a heartbeat extends the lease and stores progress", arguments: StoreKind.allCases)
  func heartbeat(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let lease = try await spool.running()
    let later = start + .seconds(20)
    let progress = JobProgress(fraction: 0.25, stage: "조합")
    let answers = try spool.store.heartbeat([(lease, progress)], extendBy: .seconds(60), now: later)
    #expect(answers == [lease.job: .held(until: later + .seconds(60))])
    let plain = try spool.store.heartbeat([(lease, nil)], extendBy: .seconds(60), now: start)
    #expect(plain == [lease.job: .held(until: later + .seconds(60))], "never shortened")
    #expect(try await spool.store.job(lease.job)?.progress == progress)
  }

  @Test("a completed job holds its result and takes nothing more", arguments: StoreKind.allCases)
  func complete(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let lease = try await spool.running()
    let end = start + .seconds(3)
    #expect(try await spool.store.complete(lease, result: Fixture.result, now: end))
    let job = try #require(try await spool.store.job(lease.job))
    #expect(job.state == .completed && job.result == Fixture.result && job.finishedAt == end)
    #expect(job.lease == nil)
    #expect(try await !spool.store.complete(lease, result: Fixture.result, now: end))
    #expect(
      try await spool.store.fail(lease, Fixture.failure, advice: .later, now: end) == nil)
    #expect(try await spool.store.job(lease.job) == job)
  }

  @Test(
    "a failed job waits longer each time and is discarded at last", arguments: StoreKind.allCases)
  func retries(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    var now = start
    var lease = try await spool.running(maxAttempts: 3)
    for (attempt, range) in [(1, 1000...2000), (2, 2000...4000)] {
      let state = try await spool.store.fail(lease, Fixture.failure, advice: .later, now: now)
      #expect(state == .retryable)
      let job = try #require(try await spool.store.job(lease.job))
      #expect(job.attempt == attempt && job.failure == Fixture.failure && job.finishedAt == nil)
      #expect(range.contains(Int((job.runAt - now).milliseconds)))
      #expect(try await spool.claim(at: now).isEmpty)
      now = job.runAt
      lease = try await spool.lease(of: job.id, at: now)
    }
    #expect(
      try await spool.store.fail(lease, Fixture.failure, advice: .later, now: now) == .discarded)
    let job = try #require(try await spool.store.job(lease.job))
    #expect(job.attempt == 3 && job.failure == Fixture.failure && job.finishedAt == now)
  }

  @Test("the handler's advice decides", arguments: StoreKind.allCases)
  func advice(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let patient = try await spool.running()
    let never = try await spool.running()
    let store = spool.store
    #expect(
      try await store.fail(patient, Fixture.failure, advice: .after(.seconds(90)), now: start)
        == .retryable)
    #expect(try await store.job(patient.job)?.runAt == start + .seconds(90))
    #expect(
      try await store.fail(never, Fixture.failure, advice: .never, now: start) == .discarded)
  }

  @Test("a waiting job is cancelled at once", arguments: StoreKind.allCases)
  func cancelWaiting(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let id = try await spool.enqueue()
    #expect(try await spool.store.cancel(id, now: start) == .cancelled)
    #expect(try await spool.store.cancel(id, now: start) == .alreadyFinal(.cancelled))
    #expect(try await spool.claim().isEmpty)
    let stranger = try #require(JobID(rawValue: "01890000-0000-7000-8000-000000000000"))
    #expect(try await spool.store.cancel(stranger, now: start) == .unknown)
  }

  @Test("a running job learns of its cancellation by heartbeat", arguments: StoreKind.allCases)
  func cancelRunning(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let lease = try await spool.running()
    #expect(try await spool.store.cancel(lease.job, now: start) == .requested)
    #expect(try await spool.store.job(lease.job)?.cancellationRequested == true)
    let answers = try spool.store.heartbeat([(lease, nil)], extendBy: .seconds(60), now: start)
    #expect(answers == [lease.job: .cancellationRequested])
    #expect(try await spool.store.cancelled(lease, now: start))
    #expect(try await spool.state(of: lease.job) == .cancelled)
    #expect(try await !spool.store.cancelled(lease, now: start))
  }

  @Test("a job to be cancelled is never run again", arguments: StoreKind.allCases)
  func cancelledStaysCancelled(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let (failed, released, orphan) = (
      try await spool.running(), try await spool.running(), try await spool.running()
    )
    for lease in [failed, released, orphan] {
      _ = try await spool.store.cancel(lease.job, now: start)
    }
    #expect(
      try await spool.store.fail(failed, Fixture.failure, advice: .later, now: start) == .cancelled)
    try await spool.store.release([released], now: start)
    #expect(try await spool.state(of: released.job) == .cancelled)
    #expect(
      try await spool.store.rescue(deadOwners: ["worker-a"], now: start)
        == [orphan.job: .cancelled])
  }

  @Test("a released job is as before, the attempt not counted", arguments: StoreKind.allCases)
  func release(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let lease = try await spool.running()
    try await spool.store.release([lease], now: start + .seconds(1))
    let job = try #require(try await spool.store.job(lease.job))
    #expect(job.state == .available && job.attempt == 0 && job.runAt == start && job.lease == nil)
    let again = try await spool.lease(of: lease.job)
    #expect(again.fencingToken == 2)
  }

  @Test("jobs of dead and of silent workers are rescued, others not", arguments: StoreKind.allCases)
  func rescue(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let dead = try await spool.running()
    let silent = try await spool.lease(of: try await spool.enqueue(), owner: "worker-b")
    let last = try await spool.enqueue(NewJob(kind: .brief, payload: "{}", maxAttempts: 1))
    _ = try await spool.lease(of: last, owner: "worker-c")
    #expect(try await spool.store.rescue(deadOwners: [], now: start + .seconds(60)) == [:])
    #expect(
      try await spool.store.rescue(deadOwners: ["worker-a"], now: start) == [dead.job: .retryable])
    #expect(try await spool.store.job(dead.job)?.failure?.code == "worker-died")
    #expect(
      try await spool.store.rescue(deadOwners: [], now: start + .milliseconds(60001))
        == [silent.job: .retryable, last: .discarded])
    #expect(try await spool.store.job(last)?.failure?.code == "lease-expired")
    #expect(try await spool.claim(at: start).map(\.id) == [dead.job], "at once")
  }

  @Test("whoever lost the lease can write nothing", arguments: StoreKind.allCases)
  func fencing(_ kind: StoreKind) async throws {
    let spool = try Fixture(kind)
    let old = try await spool.running()
    _ = try await spool.store.rescue(deadOwners: ["worker-a"], now: start)
    // The same worker name takes it again: only the token tells the two leases apart.
    let new = try await spool.lease(of: old.job)
    let before = try await spool.store.job(old.job)
    #expect(
      try spool.store.heartbeat([(old, nil)], extendBy: .seconds(600), now: start)
        == [old.job: .lost])
    #expect(try await !spool.store.complete(old, result: Fixture.result, now: start))
    #expect(try await spool.store.fail(old, Fixture.failure, advice: .never, now: start) == nil)
    #expect(try await !spool.store.cancelled(old, now: start))
    try await spool.store.release([old], now: start)
    var stranger = new
    stranger.owner = "worker-z"
    #expect(try await !spool.store.complete(stranger, result: Fixture.result, now: start))
    #expect(try await spool.store.job(old.job) == before)
    #expect(try await spool.store.complete(new, result: Fixture.result, now: start))
  }
}
