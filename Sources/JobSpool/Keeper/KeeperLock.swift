import Glibc

/// The right to be the keeper, for as long as it lives.
final class KeeperLock: Sendable {
  private let file: Int32
  private let path: String

  /// Throws: `SpoolError.other` when another process is the keeper.
  init(_ folder: SpoolFolder) throws(SpoolError) {
    path = "\(folder.run)/\(SpoolKeeper.lockName).lock"
    guard let file = try FileLock.take(path, flags: O_CREAT) else {
      throw .other("another process holds \(path)")
    }
    self.file = file
  }

  deinit { close(file) }

  /// False once somebody removed or replaced the file, so that another could have locked a new one.
  var isStillOurs: Bool {
    var (mine, there) = (stat(), stat())
    return fstat(file, &mine) == 0 && lstat(path, &there) == 0 && mine.st_ino == there.st_ino
      && mine.st_dev == there.st_dev
  }
}
