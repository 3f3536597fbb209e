import Foundation
package import JobSpool
package import Logging
import Synchronization

/// Beats for a worker's leases from a thread that does nothing else, so that no calculation,
/// however long, can make a live worker look dead.
package final class HeartbeatThread: Sendable {
  private let store: any JobStore
  private let interval: Duration
  private let lease: Duration
  private let now: @Sendable () -> Timestamp
  private let logger: Logger
  private let book = Mutex(LeaseBook())
  private let attempts = Mutex<[JobID: Task<Void, Never>]>([:])
  private let stopped = DispatchSemaphore(value: 0)
  private let lastRound = Mutex(ContinuousClock.now)

  package init(
    store: any JobStore, interval: Duration, lease: Duration,
    now: @escaping @Sendable () -> Timestamp, logger: Logger
  ) {
    self.store = store
    self.interval = interval
    self.lease = lease
    self.now = now
    self.logger = logger
  }

  /// Starts the thread; it ends after `stop()`.
  package func start() {
    let thread = Thread { [self] in
      while stopped.wait(timeout: .now() + .milliseconds(Int(interval.milliseconds))) == .timedOut {
        beat()
      }
    }
    thread.name = "heartbeat"
    thread.start()
  }

  /// Ends the thread after the round it is in.
  package func stop() { stopped.signal() }

  /// Begins to beat for a lease; `attempt` is cancelled when it is lost or cancellation is asked
  /// for.
  package func add(_ lease: Lease, attempt: Task<Void, Never>) {
    attempts.withLock { $0[lease.job] = attempt }
    book.withLock { $0.add(lease) }
  }

  /// What the next beat says about a job.
  package func note(_ progress: JobProgress, for job: JobID) {
    book.withLock { $0.note(progress, for: job) }
  }

  /// Ends the beating for a job and says how its lease stood; nil when it was never added.
  package func remove(_ job: JobID) -> LeaseBook.Standing? {
    attempts.withLock { $0[job] = nil }
    return book.withLock { $0.remove(job) }
  }

  /// How a lease stands after the last beat; nil when it is not beaten for.
  package func standing(of job: JobID) -> LeaseBook.Standing? {
    book.withLock { $0.standing(of: job) }
  }

  /// Time since the thread began its last round: more than a few intervals means that it is stuck.
  package var silence: Duration { lastRound.withLock { .now - $0 } }

  /// One round; called by the thread, and by tests without one.
  package func beat() {
    let beats = book.withLock { $0.beats }
    lastRound.withLock { $0 = .now }
    guard !beats.isEmpty else { return }
    do {
      let answers = try store.heartbeat(beats, extendBy: lease, now: now())
      for action in book.withLock({ $0.apply(answers) }) {
        switch action {
        case .cancel(let job), .abandon(let job):
          attempts.withLock { $0[job] }?.cancel()
        }
      }
    } catch {
      // The lease outlasts several beats: a busy or full database may recover before it ends.
      logger.warning("heartbeat failed", metadata: ["error": "\(error)"])
    }
  }
}
