import CheckpointArchive
import Glibc
import JobSpool

/// Keeps a second process out of a run's folder, for as long as the first lives.
package final class RunLock: Sendable {
  private let file: Int32

  private static let name = "run.lock"

  /// - Parameter folder: exists.
  /// - Throws: `TrainingRunError.inUse`; `CheckpointError.system` when the file cannot be made.
  package init(folder: String) throws {
    let taken: Int32?
    do {
      taken = try FileLock.take("\(folder)/\(Self.name)", flags: O_CREAT)
    } catch {
      throw CheckpointError.system("\(error)")
    }
    guard let taken else { throw TrainingRunError.inUse(folder: folder) }
    file = taken
  }

  deinit { close(file) }
}
