import Glibc
internal import SpoolSQLite

/// The spool's folder on the volume that API and workers share.
///
///     spool.sqlite   inbox/accepted/   outbox/   rejected/
///     results/       checkpoints/      models/   run/
///
/// Nothing here ever opens `spool.sqlite`: closing a descriptor of it would drop the locks SQLite
/// holds in this process (https://www.sqlite.org/howtocorrupt.html section 2.2).
package struct SpoolFolder: Sendable, Hashable {
  /// Absolute, without links.
  package let path: String

  /// What the operator should know of the volume; one sentence each.
  package let warnings: [String]

  package var database: String { "\(path)/spool.sqlite" }
  package var inbox: String { "\(path)/inbox" }
  package var accepted: String { "\(path)/inbox/accepted" }
  package var outbox: String { "\(path)/outbox" }
  package var rejected: String { "\(path)/rejected" }
  package var results: String { "\(path)/results" }
  package var checkpoints: String { "\(path)/checkpoints" }
  package var models: String { "\(path)/models" }

  /// Lock files and bells of running processes.
  package var run: String { "\(path)/run" }

  /// Rung when a job may be claimed.
  package var workBell: String { "\(run)/.bell" }

  /// Rung when a job ended or made progress.
  package var newsBell: String { "\(run)/.news" }

  /// Opens the folder, making what is missing.
  ///
  /// - Parameter allowsUnsafeVolume: turns the refusal of a file system into a warning.
  /// - Throws: `SpoolError.unsafeVolume` before anything but the folder itself was made;
  ///   `readOnly`, `diskFull` or `other` when a folder cannot be made.
  package init(at path: String, allowsUnsafeVolume: Bool = false) throws(SpoolError) {
    try Self.make(path)
    guard let real = realpath(path, nil) else { throw SystemCall.failure("realpath", path) }
    defer { free(real) }
    self.path = String(cString: real)
    warnings = try Self.judge(self.path, allowsUnsafeVolume: allowsUnsafeVolume)
    for folder in [inbox, accepted, outbox, rejected, results, checkpoints, models, run] {
      try Self.make(folder)
    }
  }

  private static func judge(
    _ path: String, allowsUnsafeVolume: Bool
  ) throws(SpoolError) -> [String] {
    // Without a mount table (no /proc) statfs decides.
    let mounts = MountTable(parsing: (try? TextFile.read("/proc/self/mountinfo")) ?? "")
    let type =
      mounts.fileSystem(of: path)
      ?? VolumeClass.fileSystem(magic: spool_file_system_magic(path)) ?? "an unknown file system"
    switch VolumeClass(fileSystem: type) {
    case .local: return []
    case .warned(let text): return ["\(path): \(text)."]
    case .refused(let remedy):
      let refusal = SpoolError.unsafeVolume(path: path, fileSystem: type, remedy: remedy)
      guard allowsUnsafeVolume else { throw refusal }
      return [refusal.description]
    }
  }

  /// Makes a folder and those above it; the group may write and new files keep the group.
  ///
  /// - Parameter makesParents: false the second time: in /proc a folder whose parent exists still
  ///   answers that there is no such place.
  private static func make(_ path: String, makesParents: Bool = true) throws(SpoolError) {
    if mkdir(path, 0o775) == 0 {
      // mkdir obeys the umask. Fails on volumes without modes; harmless.
      chmod(path, 0o2775)
      return
    }
    switch errno {
    case EEXIST:
      var found = stat()
      guard stat(path, &found) == 0, found.kind == S_IFDIR else {
        throw .other("\(path) is not a folder")
      }
    case ENOENT:
      guard makesParents, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
        throw SystemCall.failure("mkdir", path)
      }
      try make(String(path[..<slash]))
      try make(path, makesParents: false)
    default: throw SystemCall.failure("mkdir", path)
    }
  }
}

/// Small texts of the kernel.
enum TextFile {
  /// Reads at most 4 MiB; files under /proc have no size to ask for.
  static func read(_ path: String) throws(SpoolError) -> String {
    let file = try Descriptor(path, O_RDONLY)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while bytes.count < 4 << 20 {
      let count = Glibc.read(file.number, &buffer, buffer.count)
      if count < 0 { throw SystemCall.failure("read", path) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
