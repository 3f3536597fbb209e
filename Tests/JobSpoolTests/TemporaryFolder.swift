import Foundation
import Glibc

/// A fresh folder that is deleted with this value.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/spool-test-\(UUID().uuidString)"
    guard mkdir(path, 0o755) == 0 else { throw POSIXError(.EIO) }
  }

  deinit {
    // A test that failed may leave nothing to delete.
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}
