import Glibc

/// Files that appear whole or not at all, and never replace one another.
///
/// The temporary name is linked to the final one, not renamed: link(2) fails when the name is
/// taken. So the first writer of a result wins and a late one can never change what a job's row
/// points to.
enum ExclusiveFile {
  /// Writes `bytes` under `name` in `folder`, durable when this returns.
  ///
  /// - Returns: false when the name was taken; the existing file is untouched then.
  /// - Throws: `ArchiveError`; no file of that name was made then.
  static func create(
    _ name: String, in folder: String, bytes: [UInt8], temporaryName: String
  ) throws(ArchiveError) -> Bool {
    let path = "\(folder)/\(name)"
    let temporary = "\(folder)/\(temporaryName)"
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o664)
    guard file >= 0 else { throw failure("open", temporary) }
    defer { unlink(temporary) }
    do {
      defer { close(file) }
      try writeAll(bytes, to: file, path: temporary)
      guard fsync(file) == 0 else { throw failure("fsync", temporary) }
    }
    if link(temporary, path) != 0 {
      guard errno == EEXIST else { throw failure("link", path) }
      return false
    }
    try synchroniseFolder(folder)
    return true
  }

  /// The whole content of a regular file of at most `limit` bytes.
  static func read(_ path: String, limit: Int) throws(ArchiveError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else {
      throw errno == ENOENT ? .missing(path: path) : failure("open", path)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure("fstat", path) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
      throw .damaged(detail: "it is no regular file of at most \(limit) bytes")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(file, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
      }
      guard count > 0 else { throw failure("read", path) }
      filled += count
    }
    return bytes
  }

  static func synchroniseFolder(_ folder: String) throws(ArchiveError) {
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw failure("open", folder) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw failure("fsync", folder) }
  }

  private static func writeAll(
    _ bytes: [UInt8], to file: Int32, path: String
  ) throws(ArchiveError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        write(file, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure("write", path) }
      written += count
    }
  }

  private static func failure(_ call: String, _ path: String) -> ArchiveError {
    let code = errno
    if code == ENOSPC || code == EDQUOT { return .diskFull(path: path) }
    return .system(call: call, path: path, reason: String(cString: strerror(code)))
  }
}
