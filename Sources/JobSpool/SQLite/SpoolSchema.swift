import GRDB
internal import SpoolSQLite

/// Brings a database to the newest schema; `PRAGMA user_version` is the version it has.
enum SpoolSchema {
  /// The newest version this program knows.
  static let supported = Int(spool_sql_schema_count())

  /// Applies what is missing, all or nothing.
  ///
  /// Throws: `SpoolError.newerSchema`, with nothing written, when a newer program made the file.
  static func migrate(_ database: Database) throws {
    // Most opens find nothing to do and must not wait for the write lock.
    if try version(of: database) == supported { return }
    try database.inTransaction(.immediate) {
      // Read again: another process may have migrated before we had the lock.
      for next in try version(of: database)..<supported {
        try database.execute(sql: spool_sql_schema(Int32(next + 1)).string)
        try database.execute(sql: "PRAGMA user_version = \(next + 1)")
      }
      return .commit
    }
  }

  private static func version(of database: Database) throws -> Int {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard (0...supported).contains(found) else {
      throw SpoolError.newerSchema(found: found, supported: supported)
    }
    return found
  }
}
