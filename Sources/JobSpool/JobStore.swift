/// A job to be put into the spool.
package struct NewJob: Sendable, Hashable {
  package var kind: JobKind
  package var payload: String
  package var priority: Int
  package var runAt: Timestamp?
  package var maxAttempts: Int

  /// Jobs with the same key are the same job: the second enqueue answers with the first.
  package var idempotencyKey: String?

  package init(
    kind: JobKind, payload: String, priority: Int = 0, runAt: Timestamp? = nil,
    maxAttempts: Int = 3, idempotencyKey: String? = nil
  ) {
    self.kind = kind
    self.payload = payload
    self.priority = priority
    self.runAt = runAt
    self.maxAttempts = maxAttempts
    self.idempotencyKey = idempotencyKey
  }
}

/// What became of an enqueue.
package struct EnqueueOutcome: Sendable, Hashable {
  package var job: JobID

  /// True when the idempotency key was known and no new job was made.
  package var existed: Bool

  package init(job: JobID, existed: Bool) {
    self.job = job
    self.existed = existed
  }
}

/// What a heartbeat learns about a lease.
package enum HeartbeatAnswer: Sendable, Hashable {
  /// Still held; the new deadline.
  case held(until: Timestamp)
  /// Somebody asked for cancellation: stop, then call `cancelled`.
  case cancellationRequested
  /// Taken by somebody else or ended: stop, nothing can be written any more.
  case lost
}

/// Whether and when a failed job may be tried again.
package enum RetryAdvice: Sendable, Hashable {
  /// After the spool's own back-off.
  case later
  case after(Duration)
  case never
}

/// What became of a wish to cancel.
package enum CancelOutcome: Sendable, Hashable {
  /// It was waiting and is cancelled now.
  case cancelled
  /// It is running; its worker learns of it with the next heartbeat.
  case requested
  /// It had already ended in this state.
  case alreadyFinal(JobState)
  case unknown
}

/// What became of a retry by hand.
package enum RetryOutcome: Sendable, Hashable {
  case retried
  /// Only discarded and cancelled jobs can be retried.
  case notRetryable(JobState)
  case unknown
}

/// Which jobs to list, newest first.
package struct JobFilter: Sendable, Hashable {
  package var state: JobState?
  package var kind: JobKind?
  package var queue: JobQueue?

  /// Only jobs older than this one (by id): the last id of the previous page.
  package var before: JobID?

  /// 1...1000.
  package var limit: Int

  package init(
    state: JobState? = nil, kind: JobKind? = nil, queue: JobQueue? = nil, before: JobID? = nil,
    limit: Int = 50
  ) {
    self.state = state
    self.kind = kind
    self.queue = queue
    self.before = before
    self.limit = limit
  }
}

/// Number of jobs per queue and state, and how long the oldest one waits.
package struct QueueDepth: Sendable, Hashable {
  package var queue: JobQueue
  package var counts: [JobState: Int]

  /// `createdAt` of the oldest job that could be claimed; nil when none waits.
  package var oldestWaiting: Timestamp?

  package init(queue: JobQueue, counts: [JobState: Int], oldestWaiting: Timestamp?) {
    self.queue = queue
    self.counts = counts
    self.oldestWaiting = oldestWaiting
  }
}

/// The spool as API and workers use it, whatever holds the rows.
///
/// Every call is one transaction: when it throws, nothing of it was written. Time comes from the
/// caller. No call blocks a thread of the cooperative pool. Errors are `SpoolError`.
package protocol JobStore: Sendable {
  /// Puts jobs in, all or none. A returned outcome survives power loss.
  ///
  /// - Parameter queueBound: most waiting jobs (available and retryable) a queue may hold after
  /// this;
  ///   nil is unbounded. Throws `SpoolError.queueFull` when it would be exceeded.
  func enqueue(_ jobs: [NewJob], queueBound: Int?, now: Timestamp) async throws -> [EnqueueOutcome]

  /// Takes up to `limit` jobs that may run now, highest priority first, then oldest.
  ///
  /// Each is `running` with a new fencing token and `attempt` counted up.
  func claim(
    from queue: JobQueue, owner: String, limit: Int, lease: Duration, now: Timestamp
  ) async throws -> [Job]

  /// Extends leases and stores progress, in one transaction.
  func heartbeat(
    _ leases: [(lease: Lease, progress: JobProgress?)], extendBy: Duration, now: Timestamp
  ) throws -> [JobID: HeartbeatAnswer]

  /// Ends an attempt well. False when the lease was lost: nothing was written then.
  func complete(_ lease: Lease, result: ResultReference, now: Timestamp) async throws -> Bool

  /// Ends an attempt badly: retryable while attempts are left and `advice` allows, else discarded.
  ///
  /// Nil when the lease was lost: nothing was written then.
  func fail(
    _ lease: Lease, _ failure: JobFailure, advice: RetryAdvice, now: Timestamp
  ) async throws -> JobState?

  /// Ends an attempt because cancellation was asked for. False when the lease was lost.
  func cancelled(_ lease: Lease, now: Timestamp) async throws -> Bool

  /// Gives jobs back untouched, the attempt not counted, for a worker that shuts down.
  func release(_ leases: [Lease], now: Timestamp) async throws

  /// Makes running jobs whose worker is dead or whose lease ran out retryable or discarded.
  ///
  /// - Parameter deadOwners: workers known to be dead, whatever their deadline says.
  /// - Returns: the jobs and the state each has now.
  func rescue(deadOwners: Set<String>, now: Timestamp) async throws -> [JobID: JobState]

  func cancel(_ id: JobID, now: Timestamp) async throws -> CancelOutcome
  func retry(_ id: JobID, now: Timestamp) async throws -> RetryOutcome
  func job(_ id: JobID) async throws -> Job?
  func jobs(_ filter: JobFilter) async throws -> [Job]
  func depths(now: Timestamp) async throws -> [QueueDepth]

  /// Workers named by running jobs.
  func runningOwners() async throws -> Set<String>

  /// Final jobs that ended before `moment` and still have a result, oldest first.
  func prunable(endedBefore moment: Timestamp, limit: Int) async throws -> [Job]

  /// Marks results as deleted. The caller deletes the files before, so that a crash leaves none
  /// behind.
  func markPruned(_ ids: [JobID]) async throws
}
