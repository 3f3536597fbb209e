internal import SpoolSQLite

/// The named statements of `jobs.sql` and `drops.sql`.
enum SpoolStatement: String, CaseIterable, Sendable {
  case insertJob, insertPayload, jobOfKey, countWaiting
  case peek, claim, heartbeat, complete, held, endAttempt, running
  case stateOf, cancelWaiting, requestCancel, reopen
  case job, jobs, waitingDepth, runningDepth, finalDepth, runningOwners
  case prunable, markPruned
  case fileOfDigest, insertFile, insertFileJob, jobIDsOfFile
  case answerable, markAnswered, reanswerFile, reanswerJob
  case otherKernels, noteKernel, forgetKernels

  /// The SQL, empty only if the embedded text lacks it, which a test excludes.
  var sql: String { Self.texts[rawValue] ?? "" }

  static let texts: [String: String] = {
    let all = [spool_sql_jobs(), spool_sql_drops()].map { split($0.string) }
    return all.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }()

  /// Cuts a text at its `-- name: x` lines; what stands before the first is a comment.
  static func split(_ text: String) -> [String: String] {
    var statements: [String: String] = [:]
    var name: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("-- name: ") {
        name = String(line.dropFirst("-- name: ".count))
      } else if let name {
        statements[name, default: ""] += line + "\n"
      }
    }
    return statements
  }
}

extension spool_sql_text {
  /// The embedded bytes as text.
  var string: String {
    String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}
