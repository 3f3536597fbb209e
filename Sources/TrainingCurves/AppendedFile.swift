import Glibc

/// A file that grows by whole pieces, each written by one call.
///
/// A process killed at any moment leaves whole pieces and at most one torn at the end.
final class AppendedFile: Sendable {
  private let path: String
  private let file: Int32

  /// Opens a file to write at its end, making it when it is not there.
  init(_ path: String) throws(CurveError) {
    self.path = path
    file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o664)
    guard file >= 0 else { throw Self.failure(path) }
  }

  deinit { close(file) }

  func append(_ bytes: [UInt8]) throws(CurveError) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes[offset...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw Self.failure(path) }
      offset += written
    }
  }

  private static func failure(_ path: String) -> CurveError {
    .system(path: path, reason: String(cString: strerror(errno)))
  }
}
