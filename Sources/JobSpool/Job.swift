/// What kind of work a job is.
package enum JobKind: String, CaseIterable, Sendable {
  case brief
  case trainRL = "train-rl"
  case evolve

  /// The queue jobs of this kind wait in.
  package var queue: JobQueue {
    switch self {
    case .brief, .evolve: .llmInference
    case .trainRL: .rlTraining
    }
  }
}

/// A line of jobs that one sort of worker serves.
package enum JobQueue: String, CaseIterable, Sendable {
  case llmInference = "llm_inference_queue"
  case rlTraining = "rl_training_queue"
}

/// Where a job is in its life.
///
///     available ──claim──▶ running ──complete──▶ completed
///         ▲  ▲                │ ├────fail, attempts left──▶ retryable ──claim──▶ running
///         │  └────release─────┘ ├────fail, none left─────▶ discarded
///         │                     └────cancel──────────────▶ cancelled
///         └──── retry by hand ── discarded, cancelled
///
/// `completed`, `discarded` and `cancelled` are final: only a retry by hand leaves the last two,
/// and nothing leaves the first. `arrows` holds the same drawing as data.
package enum JobState: String, CaseIterable, Sendable {
  case available, running, retryable, completed, discarded, cancelled

  package var isFinal: Bool {
    switch self {
    case .completed, .discarded, .cancelled: true
    case .available, .running, .retryable: false
    }
  }

  /// Every change of state there is.
  package static let arrows: [JobState: Set<JobState>] = [
    .available: [.running, .cancelled],
    .running: [.completed, .retryable, .discarded, .cancelled, .available],
    .retryable: [.running, .cancelled],
    .completed: [],
    .discarded: [.available],
    .cancelled: [.available],
  ]
}

/// A moment: milliseconds since 1970-01-01 00:00 UTC.
package struct Timestamp: Sendable, Hashable, Comparable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(milliseconds: moment.milliseconds + duration.milliseconds)
  }

  package static func - (moment: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(milliseconds: moment.milliseconds - duration.milliseconds)
  }

  package static func - (left: Timestamp, right: Timestamp) -> Duration {
    .milliseconds(left.milliseconds - right.milliseconds)
  }
}

extension Duration {
  /// Whole milliseconds, the rest cut off.
  package var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}

/// The identity of a job: a UUID of version 7 (RFC 9562) in lower case, so that ids sort by time.
package struct JobID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
  package let rawValue: String

  /// Nil unless the text is a lower-case UUID of version 7; safe to use in a file name then.
  package init?(rawValue: String) {
    let bytes = Array(rawValue.utf8)
    guard bytes.count == 36, bytes[14] == UInt8(ascii: "7") else { return nil }
    for (index, byte) in bytes.enumerated() {
      let isDash = [8, 13, 18, 23].contains(index)
      let isHex =
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      guard isDash ? byte == UInt8(ascii: "-") : isHex else { return nil }
    }
    self.rawValue = rawValue
  }

  /// A new id for a job enqueued at `now`.
  package init(now: Timestamp, using generator: inout some RandomNumberGenerator) {
    let time = UInt64(bitPattern: now.milliseconds) & 0xFFFF_FFFF_FFFF
    let high = time << 16 | 0x7000 | generator.next() & 0x0FFF
    let low = 0x8000_0000_0000_0000 | generator.next() & 0x3FFF_FFFF_FFFF_FFFF
    let digits = [high, low].map { number in
      let hex = String(number, radix: 16)
      return String(repeating: "0", count: 16 - hex.count) + hex
    }.joined()
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.append(digit)
    }
    rawValue = text
  }

  package var description: String { rawValue }

  package static func < (left: JobID, right: JobID) -> Bool { left.rawValue < right.rawValue }
}

/// How far a running job is, as its handler last said.
package struct JobProgress: Sendable, Hashable {
  /// 0...1.
  package var fraction: Double

  /// The stage at work, such as `composing`.
  package var stage: String

  package init(fraction: Double, stage: String) {
    self.fraction = fraction
    self.stage = stage
  }
}

/// Why an attempt ended without a result.
package struct JobFailure: Sendable, Hashable {
  /// A stable word for programs, such as `brief-infeasible`.
  package var code: String

  /// A sentence for people that is fit to be shown to a client.
  package var message: String

  package init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}

/// Where a finished job's result lies and how to know that it is whole.
package struct ResultReference: Sendable, Hashable {
  /// Path relative to the spool's folder.
  package var path: String
  package var byteCount: Int

  /// SHA-256 of the stored bytes, 64 hexadecimal digits.
  package var sha256: String

  package init(path: String, byteCount: Int, sha256: String) {
    self.path = path
    self.byteCount = byteCount
    self.sha256 = sha256
  }
}

/// The right to work on a job: whoever holds an older token than the row's can write nothing.
package struct Lease: Sendable, Hashable {
  package var job: JobID

  /// Name of the worker, also of its lock file.
  package var owner: String

  /// Grows with every claim of the job.
  package var fencingToken: Int64
  package var deadline: Timestamp

  package init(job: JobID, owner: String, fencingToken: Int64, deadline: Timestamp) {
    self.job = job
    self.owner = owner
    self.fencingToken = fencingToken
    self.deadline = deadline
  }
}

/// A row of the spool.
package struct Job: Sendable, Hashable, Identifiable {
  package var id: JobID
  package var kind: JobKind
  package var queue: JobQueue
  package var state: JobState

  /// Higher runs first; 0 is usual, -100...100.
  package var priority: Int

  /// The try it is at or ended with, from 1; 0 before the first claim.
  package var attempt: Int
  package var maxAttempts: Int

  /// Not claimed before this moment.
  package var runAt: Timestamp
  package var lease: Lease?
  package var progress: JobProgress?

  /// JSON text as it was accepted; the spool does not look into it.
  package var payload: String
  package var failure: JobFailure?
  package var result: ResultReference?
  package var idempotencyKey: String?
  package var createdAt: Timestamp
  package var startedAt: Timestamp?
  package var finishedAt: Timestamp?

  /// True once somebody asked for cancellation while it ran.
  package var cancellationRequested: Bool

  /// True once its result was deleted by retention.
  package var isPruned: Bool
}
