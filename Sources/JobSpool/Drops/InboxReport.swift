/// What a reader makes of a dropped file.
package enum InboxDecision: Sendable {
  /// One job, or the jobs of an array in its order.
  case accept([NewJob], isArray: Bool)
  /// Not jobs; the text becomes `rejected/<name>.error.json`.
  case refuse(errorJSON: String)
}

/// What one scan of the inbox did.
package struct InboxReport: Sendable {
  /// A file whose jobs are in the spool.
  package struct Accepted: Sendable, Hashable {
    package var name: String
    package var jobs: [JobID]

    /// Whether the very same file had been recorded before.
    package var wasKnown: Bool
  }

  /// A file that went to `rejected/`.
  package struct Refused: Sendable, Hashable {
    package var name: String

    /// Its name in `rejected/`.
    package var movedTo: String
    package var reason: InboxRefusal
  }

  /// An entry that cannot be moved away.
  package struct Stuck: Sendable, Hashable {
    package var name: String
    package var reason: String
  }

  package var accepted: [Accepted] = []
  package var refused: [Refused] = []

  /// Entries that were dealt with but cannot be moved away; each is told once.
  package var stuck: [Stuck] = []

  /// Files that may still be written; looked at again.
  package var unfinished: [String] = []

  /// Whether files stay because the queue has no room.
  package var isQueueFull = false

  /// Whether a further scan will find more.
  package var hasMore = false

  /// Appends what a later scan did.
  mutating func add(_ later: InboxReport) {
    accepted += later.accepted
    refused += later.refused
    stuck += later.stuck
    unfinished += later.unfinished.filter { !unfinished.contains($0) }
    isQueueFull = isQueueFull || later.isQueueFull
    hasMore = later.hasMore
  }
}

/// The moments between two steps, for tests that end the process there.
package enum DropStep: String, CaseIterable, Sendable {
  case fileRead, jobsRecorded, fileAccepted
  case errorWritten, fileRejected
  case answerWritten, answerNoted
}
