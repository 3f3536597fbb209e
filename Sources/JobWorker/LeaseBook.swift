package import JobSpool

/// The leases a worker holds and what each heartbeat means for them: a state machine without clock,
/// lock or database.
///
///     add ──▶ held ──answer: cancellationRequested──▶ cancelling ──remove──▶ gone
///              │ ╰──── answer: lost ─────────────────▶ lost ───────remove──▶ gone
///              ╰──────── remove ─────────────────────────────────────────▶ gone
///
/// Invariant: a lease is beaten for while it is held or cancelling, never once it is lost.
package struct LeaseBook: Sendable {
  /// How a lease stands after the last answer.
  package enum Standing: Sendable, Hashable { case held, cancelling, lost }

  /// What the worker must do after a heartbeat.
  package enum Action: Sendable, Hashable {
    /// Stop the attempt: somebody cancelled the job.
    case cancel(JobID)
    /// Stop the attempt: the job belongs to somebody else now.
    case abandon(JobID)
  }

  private struct Entry: Sendable {
    var lease: Lease
    var progress: JobProgress?
    var standing: Standing
  }

  private var entries: [JobID: Entry] = [:]

  package init() {}

  package var count: Int { entries.count }

  /// Leases still to be beaten for, in the order of their jobs.
  package var beats: [(lease: Lease, progress: JobProgress?)] {
    entries.values.filter { $0.standing != .lost }
      .sorted { $0.lease.job < $1.lease.job }
      .map { ($0.lease, $0.progress) }
  }

  package mutating func add(_ lease: Lease) {
    entries[lease.job] = Entry(lease: lease, progress: nil, standing: .held)
  }

  package mutating func note(_ progress: JobProgress, for job: JobID) {
    entries[job]?.progress = progress
  }

  /// How a lease stands; nil when it is not in the book.
  package func standing(of job: JobID) -> Standing? { entries[job]?.standing }

  /// Takes in the answers to a heartbeat. Each action is given once.
  package mutating func apply(_ answers: [JobID: HeartbeatAnswer]) -> [Action] {
    var actions: [Action] = []
    for job in answers.keys.sorted() {
      guard var entry = entries[job], let answer = answers[job] else { continue }
      switch (answer, entry.standing) {
      case (.held(let deadline), _):
        entry.lease.deadline = deadline
      case (.cancellationRequested, .held):
        entry.standing = .cancelling
        actions.append(.cancel(job))
      case (.lost, .held), (.lost, .cancelling):
        entry.standing = .lost
        actions.append(.abandon(job))
      case (.cancellationRequested, _), (.lost, .lost):
        break
      }
      entries[job] = entry
    }
    return actions
  }

  /// Forgets a lease whose attempt has ended, and says how it stood.
  package mutating func remove(_ job: JobID) -> Standing? {
    entries.removeValue(forKey: job)?.standing
  }
}
