/// A file of the inbox on its way into the spool.
package struct DroppedFile: Sendable, Hashable {
  /// Its name in the inbox, ending `.json`.
  package var name: String

  /// SHA-256 of name, a zero byte and content, 64 hexadecimal digits: what makes it the same file.
  package var digest: String

  /// Whether it held an array of jobs rather than one job.
  package var isArray: Bool
  package var jobs: [NewJob]

  package init(name: String, digest: String, isArray: Bool, jobs: [NewJob]) {
    self.name = name
    self.digest = digest
    self.isArray = isArray
    self.jobs = jobs
  }
}

/// What became of a dropped file.
package enum DropOutcome: Sendable, Hashable {
  /// Its jobs are in the spool.
  case recorded([JobID])
  /// The very same file was recorded before; its jobs.
  case known([JobID])
  /// The queue has no room: it has to stay where it is.
  case queueFull
}

/// A recorded file whose jobs have all ended and which has no answer yet.
package struct AnswerableFile: Sendable, Hashable {
  /// Grows with each file recorded, from 1.
  package var sequence: Int64
  package var name: String
  package var digest: String
  package var isArray: Bool

  /// Whether a newer file of the same name was answered already.
  package var isSuperseded: Bool
  package var jobs: [JobID]

  package init(
    sequence: Int64, name: String, digest: String, isArray: Bool, isSuperseded: Bool, jobs: [JobID]
  ) {
    self.sequence = sequence
    self.name = name
    self.digest = digest
    self.isArray = isArray
    self.isSuperseded = isSuperseded
    self.jobs = jobs
  }
}

/// The part of a store that remembers dropped files; each call is one transaction.
package protocol DropLedger: JobStore {
  /// Records files and enqueues their jobs, each file wholly or not at all.
  ///
  /// Returns an outcome a file, in order. Throws: with nothing recorded.
  func record(
    _ files: [DroppedFile], queueBound: Int?, now: Timestamp
  ) async throws -> [DropOutcome]

  /// Files to be answered now, in the order they were recorded, behind the one of number `after`.
  func answerable(after: Int64, limit: Int) async throws -> [AnswerableFile]

  /// Notes that the answer is written. False when it was noted before or a job was retried
  /// meanwhile.
  func markAnswered(digest: String, now: Timestamp) async throws -> Bool

  /// Lets a file be answered anew.
  func answerAgain(digest: String) async throws
}
