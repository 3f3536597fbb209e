internal import Glibc

/// Reads whole regular files, and no more of them than allowed.
enum BoundedFile {
  enum Failure: Error, Equatable {
    case missing
    case notRegular
    case tooLarge
    case system(String)
  }

  /// The bytes of the file; links are followed, since mounted secrets are links.
  ///
  /// Opened without blocking, because opening a named pipe would wait for its writer.
  static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    // A path with NUL would be cut there by C.
    guard !path.utf8.contains(0) else { throw .missing }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .missing }
      throw .system(String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(String(cString: strerror(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    return try bytes(of: descriptor, limit: limit)
  }

  private static func bytes(of descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .system(String(cString: strerror(errno)))
      }
      bytes += block[..<count]
      guard bytes.count <= limit else { throw .tooLarge }
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return !path.utf8.contains(0) && stat(path, &status) == 0
      && status.st_mode & S_IFMT == S_IFDIR
  }
}

extension BoundedFile.Failure {
  /// The problem that a file at `origin` cannot be had.
  func problem(at origin: Origin, key: String? = nil, limit: Int) -> SettingsProblem {
    switch self {
    case .missing:
      SettingsProblem(.missingFile, at: origin, key: key)
    case .notRegular:
      SettingsProblem(.unreadableFile, at: origin, key: key, found: "it is no regular file")
    case .tooLarge:
      SettingsProblem(
        .tooLarge, at: origin, key: key, found: "more than \(limit) bytes",
        allowed: "at most \(limit) bytes")
    case .system(let reason):
      SettingsProblem(.unreadableFile, at: origin, key: key, found: reason)
    }
  }
}
