import GRDB
import Glibc
internal import SpoolSQLite

/// Moves the write-ahead log into the database; only the keeper has one.
///
/// Mode TRUNCATE takes the write lock before it looks at the log, so that nobody can reset the log
/// under it; SQLite falls back to PASSIVE, which can lose pages (see `SpoolConnection`), when it
/// does not get that lock. So the lock is asked for first, with the same patience: a lock that is
/// stuck ends the attempt here. Readers are waited for with the lock held, hence the patience is
/// short.
final class Checkpointer: Sendable {
  enum Outcome: Sendable, Equatable {
    /// The log is shorter than the limit.
    case notNeeded
    case done
    /// A reader or writer was in the way.
    case busy
  }

  private let queue: DatabaseQueue
  private let path: String
  private let patience: Duration

  /// Throws: as `SQLiteJobStore.init`.
  init(path: String, patience: Duration = .seconds(5)) throws(SpoolError) {
    self.path = path
    self.patience = patience
    queue = try SpoolConnection.open(path, .checkpointer, patience: patience)
  }

  /// Empties the log when it holds more than `pageLimit` pages of 4 KiB; blocks the thread.
  func run(pageLimit: Int) throws(SpoolError) -> Outcome {
    var log = stat()
    // By path, without opening: 24 bytes stand before each page
    // (https://www.sqlite.org/fileformat2.html).
    guard stat("\(path)-wal", &log) == 0, Int(log.st_size) > pageLimit * (4096 + 24) else {
      return .notNeeded
    }
    do {
      return try queue.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) { .commit }
        var (frames, copied): (Int32, Int32) = (0, 0)
        let code = spool_sqlite_checkpoint_truncate(database.sqliteConnection, &frames, &copied)
        switch ResultCode(rawValue: code).primaryResultCode {
        case .SQLITE_OK: return .done
        case .SQLITE_BUSY: return .busy
        default: throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
      }
    } catch {
      let found = SpoolError(error, path: path, patience: patience)
      if case .busy = found { return .busy }
      throw found
    }
  }

  /// Closes; the last connection of all also empties the log, alone on the file and therefore
  /// safely.
  func close() throws(SpoolError) {
    do {
      try queue.close()
    } catch {
      throw SpoolError(error, path: path, patience: patience)
    }
  }
}
