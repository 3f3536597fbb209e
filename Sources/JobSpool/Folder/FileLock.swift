import Glibc

/// Files that are locked by what is open, so that the kernel drops the lock with its process.
package enum FileLock {
  /// The locked file at `path`, or nil when somebody holds it or it went away meanwhile.
  ///
  /// - Parameter flags: of `open`, such as `O_CREAT`.
  /// - Returns: to be closed by who takes it.
  /// - Throws: when it cannot be opened, or is a link.
  package static func take(_ path: String, flags: Int32) throws(SpoolError) -> Int32? {
    let file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0o664)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw SystemCall.failure("open", path)
    }
    var (mine, there) = (stat(), stat())
    guard flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &mine) == 0, lstat(path, &there) == 0,
      mine.st_ino == there.st_ino, mine.st_dev == there.st_dev
    else {
      close(file)
      return nil
    }
    // Another user of the group must be able to look at it. Fails for who is not the owner; fine.
    fchmod(file, 0o664)
    return file
  }
}
