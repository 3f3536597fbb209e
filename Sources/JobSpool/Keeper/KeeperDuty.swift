/// What the keeper does, each at its own pace.
package enum KeeperDuty: String, CaseIterable, Sendable {
  case kernel, rescue, inbox, outbox, checkpoint, retention, sweep

  /// Longest time between two turns.
  var interval: Duration {
    switch self {
    case .rescue: .milliseconds(100)
    case .inbox, .outbox, .checkpoint: .seconds(1)
    case .kernel: .seconds(10)
    case .retention: .seconds(60)
    case .sweep: .seconds(300)
    }
  }

  /// Whether a ringing bell or a dropped file makes it due at once.
  var heedsHints: Bool { self == .inbox || self == .outbox }
}

/// Which duties are due: pure, so that tests can drive it.
struct KeeperSchedule: Sendable {
  private var lastTurns: [KeeperDuty: Timestamp] = [:]
  private var postponed: [KeeperDuty: Timestamp] = [:]
  private var hinted: Set<KeeperDuty> = []

  /// Shortest time between two turns that hints ask for; a busy spool rings all the time.
  static let hintPause = Duration.milliseconds(10)

  /// The duties due at `now`, in their order; they count as done then.
  mutating func take(now: Timestamp, hinted isHinted: Bool) -> [KeeperDuty] {
    // Remembered: a hint that comes too soon is heeded at the next turn.
    if isHinted { hinted.formUnion(KeeperDuty.allCases.filter(\.heedsHints)) }
    let due = KeeperDuty.allCases.filter { isDue($0, now: now) }
    for duty in due {
      lastTurns[duty] = now
      postponed[duty] = nil
    }
    hinted.subtract(due)
    return due
  }

  /// Leaves a duty alone until `moment`.
  mutating func postpone(_ duty: KeeperDuty, until moment: Timestamp) {
    postponed[duty] = moment
  }

  private func isDue(_ duty: KeeperDuty, now: Timestamp) -> Bool {
    if let moment = postponed[duty], now < moment, moment - now <= .seconds(3600) { return false }
    guard let last = lastTurns[duty] else { return true }
    // A clock set back must not put duties off.
    if now < last { return true }
    return now - last >= (hinted.contains(duty) ? Self.hintPause : duty.interval)
  }
}

/// What one turn of the keeper did.
package struct KeeperReport: Sendable {
  /// Whether this process is the keeper; otherwise nothing was done.
  package var isKeeper = false

  /// Jobs taken from dead or silent workers, with their state now.
  package var rescued: [JobID: JobState] = [:]
  package var inbox = InboxReport()
  package var outbox = OutboxReport()

  /// Jobs whose results were deleted for their age.
  package var pruned: [JobID] = []

  /// Whether the write-ahead log was emptied.
  package var checkpointed = false

  /// Duties that failed, told when it begins or changes.
  package var problems: [KeeperDuty: SpoolError] = [:]
}
