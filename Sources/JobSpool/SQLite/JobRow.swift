import GRDB

extension JobState {
  /// The number the database holds; the order makes "waiting" `< 2` and "final" `> 2`.
  var code: Int {
    switch self {
    case .available: 0
    case .retryable: 1
    case .running: 2
    case .completed: 3
    case .discarded: 4
    case .cancelled: 5
    }
  }

  init?(code: Int) {
    guard let state = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = state
  }
}

extension Job {
  /// Decodes a row of the statements `job`, `jobs`, `claim` and `prunable`, which name the same
  /// columns.
  ///
  /// Throws: `SpoolError.corrupt` when a value cannot be what this program wrote.
  init(_ row: Row, path: String) throws {
    let idText: String = row["id"]
    let kindText: String = row["kind"]
    let queueText: String = row["queue"]
    let stateCode: Int = row["state"]
    guard let id = JobID(rawValue: idText), let kind = JobKind(rawValue: kindText),
      let queue = JobQueue(rawValue: queueText), let state = JobState(code: stateCode)
    else {
      throw SpoolError.corrupt(
        path: path,
        detail: "job \(idText) has kind \(kindText), queue \(queueText), state \(stateCode)"
      )
    }
    self.init(
      id: id, kind: kind, queue: queue, state: state, priority: row["priority"],
      attempt: row["attempt"], maxAttempts: row["max_attempts"], runAt: row.moment("run_at"),
      lease: Lease(row, job: id), progress: JobProgress(row), payload: row["body"],
      failure: JobFailure(row), result: ResultReference(row),
      idempotencyKey: row["idempotency_key"],
      createdAt: row.moment("created_at"), startedAt: row.optionalMoment("started_at"),
      finishedAt: row.optionalMoment("finished_at"),
      cancellationRequested: row["cancel_requested"], isPruned: row["pruned"])
  }
}

extension Lease {
  fileprivate init?(_ row: Row, job: JobID) {
    guard let owner: String = row["owner"], let until = row.optionalMoment("lease_until") else {
      return nil
    }
    self.init(job: job, owner: owner, fencingToken: row["fencing"], deadline: until)
  }
}

extension JobProgress {
  fileprivate init?(_ row: Row) {
    guard let fraction: Double = row["progress"], let stage: String = row["stage"] else {
      return nil
    }
    self.init(fraction: fraction, stage: stage)
  }
}

extension JobFailure {
  fileprivate init?(_ row: Row) {
    guard let code: String = row["failure_code"], let message: String = row["failure_message"]
    else {
      return nil
    }
    self.init(code: code, message: message)
  }
}

extension ResultReference {
  fileprivate init?(_ row: Row) {
    guard let path: String = row["result_path"], let bytes: Int = row["result_bytes"],
      let sha256: String = row["result_sha256"]
    else { return nil }
    self.init(path: path, byteCount: bytes, sha256: sha256)
  }
}

extension Row {
  func moment(_ column: String) -> Timestamp {
    Timestamp(milliseconds: self[column])
  }

  func optionalMoment(_ column: String) -> Timestamp? {
    let milliseconds: Int64? = self[column]
    return milliseconds.map(Timestamp.init(milliseconds:))
  }
}

extension Database {
  /// Runs a statement that returns nothing; the number of rows it changed itself.
  @discardableResult
  func run(_ statement: SpoolStatement, _ arguments: StatementArguments = []) throws -> Int {
    try cachedStatement(sql: statement.sql).execute(arguments: arguments)
    return changesCount
  }

  func rows(_ statement: SpoolStatement, _ arguments: StatementArguments = []) throws -> [Row] {
    try Row.fetchAll(cachedStatement(sql: statement.sql), arguments: arguments)
  }

  /// The first column of the first row.
  func value<T: DatabaseValueConvertible>(
    _ statement: SpoolStatement, _ arguments: StatementArguments = []
  ) throws -> T? {
    try T.fetchOne(cachedStatement(sql: statement.sql), arguments: arguments)
  }
}
