import GRDB
import Glibc

extension SpoolError {
  /// What an error of GRDB means for the spool at `path`; `patience` is how long locks were waited
  /// for.
  init(_ error: any Error, path: String, patience: Duration) {
    if let error = error as? SpoolError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self = .other("\(error)")
      return
    }
    let detail = error.message ?? error.resultCode.description
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(path: path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path: path, detail: detail)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(waited: patience)
    // SQLite answers a full disk with an I/O error when the shared memory file cannot grow.
    case .SQLITE_IOERR where Self.isFull(path): self = .diskFull(path: path)
    case .SQLITE_CANTOPEN where Self.isReadOnly(path): self = .readOnly(path: path)
    default:
      self = .other("SQLite answered \(error.extendedResultCode.rawValue) (\(detail)) at \(path)")
    }
  }

  private static func isFull(_ path: String) -> Bool {
    var found = statvfs()
    return statvfs(path, &found) == 0 && found.f_bavail == 0
  }

  private static func isReadOnly(_ path: String) -> Bool {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    guard access(folder, F_OK) == 0 else { return false }
    return access(folder, W_OK) != 0 || (access(path, F_OK) == 0 && access(path, W_OK) != 0)
  }
}
