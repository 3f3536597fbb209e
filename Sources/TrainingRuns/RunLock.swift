import Glibc
import JobSpool

/// Keeps a second process out of a run's folder, for as long as the first lives.
final class RunLock: Sendable {
  private let file: Int32

  private static let name = "run.lock"

  /// - Parameter folder: exists.
  /// - Throws: `TrainingRunError.inUse`; `SpoolError` when the file cannot be made.
  init(folder: String) throws {
    guard let file = try FileLock.take("\(folder)/\(Self.name)", flags: O_CREAT) else {
      throw TrainingRunError.inUse(folder: folder)
    }
    self.file = file
  }

  deinit { close(file) }
}
