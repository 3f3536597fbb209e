import Glibc
import Synchronization

/// Files that appear whole or not at all, and stay after a power cut.
package enum AtomicFile {
  /// Writes bytes under a temporary name, fsyncs, renames and fsyncs the folder.
  ///
  /// A file of that name is replaced. Blocks the thread. Throws: with nothing at `path` changed and
  /// the temporary file removed.
  package static func write(_ bytes: [UInt8], to path: String) throws(SpoolError) {
    let writer = try AtomicFileWriter(path)
    try writer.append(bytes)
    try writer.commit()
  }

  /// Makes renames and deletions in a folder survive a power cut.
  package static func sync(folder: String) throws(SpoolError) {
    let descriptor = try Descriptor(folder, O_RDONLY | O_DIRECTORY)
    guard fsync(descriptor.number) == 0 else { throw SystemCall.failure("fsync", folder) }
  }

  /// Deletes temporary files that a killed process left in `folder` before `moment`.
  package static func sweep(_ folder: String, olderThan moment: Timestamp) throws(SpoolError) {
    for entry in try FolderListing.names(in: folder) {
      guard let name = entry.text, name.hasPrefix("."), name.hasSuffix(".tmp") else { continue }
      var found = stat()
      guard lstat("\(folder)/\(name)", &found) == 0 else { continue }
      if found.modified < moment { unlink("\(folder)/\(name)") }
    }
  }
}

/// An atomic file made piece by piece: nothing is at its path before `commit`; dropped without it,
/// nothing is left.
package final class AtomicFileWriter: Sendable {
  private let path: String
  private let folder: String
  private let temporary: String
  private let file: Int32

  /// Throws: when the temporary file beside `path` cannot be made.
  package init(_ path: String) throws(SpoolError) {
    self.path = path
    let slash = path.lastIndex(of: "/")
    folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    temporary = "\(folder)/.\(name.prefix(40)).\(getpid()).\(Self.next()).tmp"
    file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o664)
    guard file >= 0 else { throw SystemCall.failure("open", temporary) }
    // Whatever the umask: the group of the volume must be able to read.
    fchmod(file, 0o664)
  }

  deinit {
    close(file)
    // After a commit the name is gone already.
    unlink(temporary)
  }

  /// Adds bytes; in memory or on disk, but not yet under the file's name.
  package func append(_ bytes: [UInt8]) throws(SpoolError) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes[offset...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw SystemCall.failure("write", path)
      }
      offset += written
    }
  }

  /// Makes the file appear; once, as the last call.
  package func commit() throws(SpoolError) {
    guard fsync(file) == 0 else { throw SystemCall.failure("fsync", path) }
    guard rename(temporary, path) == 0 else { throw SystemCall.failure("rename", path) }
    try AtomicFile.sync(folder: folder)
  }

  private static let counter = Atomic<Int>(0)

  private static func next() -> Int {
    counter.add(1, ordering: .relaxed).newValue
  }
}

extension stat {
  /// Moment of the last change of the content.
  var modified: Timestamp { Self.moment(st_mtim) }

  /// Moment of the last change of the content, its name or its attributes.
  var changed: Timestamp { Self.moment(st_ctim) }

  private static func moment(_ time: timespec) -> Timestamp {
    Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// The kind of file, such as `S_IFREG`.
  var kind: mode_t { st_mode & S_IFMT }
}
