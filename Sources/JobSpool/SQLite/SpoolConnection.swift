import GRDB
import Glibc
internal import SpoolSQLite

/// Opens connections to the spool's database with the settings that keep it whole.
///
/// SQLite 3.7.0–3.51.2 can lose committed pages when one connection resets the write-ahead log
/// while another checkpoints it ("The WAL-Reset Bug", https://www.sqlite.org/wal.html section 11),
/// and Debian 12 ships 3.40.1. Therefore no connection checkpoints by itself, neither after a
/// commit (`wal_autocheckpoint=0`) nor when it closes (`NO_CKPT_ON_CLOSE`): that is the keeper's
/// work alone, in mode TRUNCATE, which holds the write lock all the time.
enum SpoolConnection {
  /// What a connection is for.
  enum Role: String, Sendable {
    case writer, reader, checkpointer
  }

  static func open(
    _ path: String, _ role: Role, patience: Duration
  ) throws(SpoolError) -> DatabaseQueue {
    let isNew = access(path, F_OK) != 0
    do {
      let queue = try DatabaseQueue(
        path: path, configuration: configuration(path, role, isNew: isNew, patience: patience))
      // Not in prepareDatabase: GRDB may set `synchronous` after it, and a spool that silently runs
      // at NORMAL loses acknowledged jobs in a power cut.
      try queue.writeWithoutTransaction { database in
        // SQLite falls back to reading when it may not write; found now, not at the first enqueue.
        if spool_sqlite_is_read_only(database.sqliteConnection) == 1 {
          throw SpoolError.readOnly(path: path)
        }
        try database.execute(sql: "PRAGMA synchronous = FULL")
        let found = try Int.fetchOne(database, sql: "PRAGMA synchronous")
        guard found == 2 else {
          throw SpoolError.other("PRAGMA synchronous is \(found ?? -1), not 2, at \(path)")
        }
      }
      return queue
    } catch {
      throw SpoolError(error, path: path, patience: patience)
    }
  }

  private static func configuration(
    _ path: String, _ role: Role, isNew: Bool, patience: Duration
  ) -> Configuration {
    let wait = BusyWait(patience: patience)
    var configuration = Configuration()
    configuration.label = "spool.\(role.rawValue)"
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .callback { wait.mayTryAgain(tries: $0) }
    configuration.prepareDatabase { database in
      // SQLite creates the file 0644 whatever the umask; another user of the group must write too.
      // By path: closing a descriptor of our own would drop SQLite's locks on the file
      // (https://www.sqlite.org/howtocorrupt.html section 2.2). A file that was there keeps its
      // mode.
      if isNew { chmod(path, 0o664) }
      try prepare(database, role)
    }
    return configuration
  }

  private static func prepare(_ database: Database, _ role: Role) throws {
    // First, before anything can be written.
    if role != .checkpointer {
      let code = spool_sqlite_no_checkpoint_on_close(database.sqliteConnection)
      guard code == 0 else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
    try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
    let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
    guard mode == "wal" else {
      throw SpoolError.other("journal_mode is \(mode ?? "unknown"), not wal")
    }
    // https://www.sqlite.org/pragma.html: memory-mapped reads can turn a passing inconsistency into
    // lasting damage, and bring nothing here; the log shrinks to 64 MB after it grew;
    // cache of 8 MB; Debian's build turns recursive triggers on.
    try database.execute(
      sql: """
        PRAGMA mmap_size = 0;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -8000;
        PRAGMA recursive_triggers = OFF;
        """)
    if role == .reader { try database.execute(sql: "PRAGMA query_only = ON") }
  }
}
