import Glibc
internal import SpoolSQLite

/// What makes a file on disk the same file with the same content.
struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let node: UInt64
  private let size: Int64
  private let modified: Int64

  init(_ found: stat) {
    device = UInt64(found.st_dev)
    node = UInt64(found.st_ino)
    size = Int64(found.st_size)
    modified = Int64(found.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(found.st_mtim.tv_nsec)
  }
}

/// One name found in the inbox, looked at without ever waiting for it or following it.
struct InboxEntry: Sendable {
  let name: FolderListing.Name
  let identity: FileIdentity
  let finding: Finding

  enum Finding: Sendable {
    case content([UInt8], Writing)
    case refused(InboxRefusal)
    /// Linked in a moment ago by a writer that has yet to remove its own name, as maildir does.
    case settling
  }

  /// Whether the file may still grow. Writers are asked to rename files in; for those who copy, a
  /// file that makes no sense yet is given time.
  enum Writing: Sendable, Equatable {
    case over
    case notOver
  }

  /// Nil when the entry went away, or changed while it was read: the next scan sees it as it is
  /// then.
  init?(_ name: FolderListing.Name, in folder: Int32, bound: Int, now: Timestamp) {
    self.name = name
    let path = name.bytes.map { CChar(bitPattern: $0) } + [0]
    var found = stat()
    guard fstatat(folder, path, &found, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    identity = FileIdentity(found)
    let unchanged = now - found.changed
    if found.kind == S_IFREG, found.st_nlink > 1, (.zero..<Self.longPatience).contains(unchanged) {
      finding = .settling
      return
    }
    if let refusal = Self.refusal(name, found, bound: bound) {
      finding = .refused(refusal)
      return
    }
    // Not blocking: should it have become a pipe since, open would wait for a writer.
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let file = openat(folder, path, flags)
    guard file >= 0 else {
      guard errno == EACCES || errno == EPERM || errno == EIO else { return nil }
      finding = .refused(.unreadable(detail: SystemCall.describe(errno)))
      return
    }
    defer { close(file) }
    let isBeingWritten = spool_is_being_written(file)
    guard let bytes = Self.read(file, expecting: identity, byteCount: Int(found.st_size)) else {
      return nil
    }
    finding = .content(
      bytes,
      Self.writing(
        isBeingWritten: isBeingWritten, isEmpty: bytes.isEmpty, age: now - found.modified))
  }

  /// Judges whether somebody is still writing.
  ///
  /// - Parameters:
  ///   - isBeingWritten: 1 open for writing, 0 not, -1 unknown (`spool_is_being_written`).
  ///   - age: time since the last change; negative when clocks disagree, which does not count as
  ///     young beyond 10 s.
  static func writing(isBeingWritten: Int32, isEmpty: Bool, age: Duration) -> Writing {
    let patience: Duration =
      isBeingWritten == 0 && !isEmpty ? .seconds(1) : longPatience
    return age < patience && age > .zero - longPatience ? .notOver : .over
  }

  private static let longPatience = Duration.seconds(10)

  private static func refusal(
    _ name: FolderListing.Name, _ found: stat, bound: Int
  ) -> InboxRefusal? {
    guard InboxName.allowed(name) != nil else { return .nameNotAllowed }
    switch found.kind {
    case S_IFREG:
      if found.st_nlink != 1 { return .hardLinked(count: Int(found.st_nlink)) }
      if found.st_size > bound {
        return .tooLarge(byteCount: Int(found.st_size), bound: bound)
      }
      return nil
    case S_IFLNK: return .symbolicLink
    case S_IFDIR: return .notAFile(kind: "folder")
    case S_IFIFO: return .notAFile(kind: "pipe")
    case S_IFSOCK: return .notAFile(kind: "socket")
    default: return .notAFile(kind: "device")
    }
  }

  /// The bytes, or nil unless the file is before and after the one that was looked at.
  private static func read(
    _ file: Int32, expecting identity: FileIdentity, byteCount: Int
  ) -> [UInt8]? {
    var found = stat()
    guard fstat(file, &found) == 0, FileIdentity(found) == identity else { return nil }
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var offset = 0
    while offset < byteCount {
      let count = bytes[offset...].withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress, $0.count)
      }
      guard count > 0 else { return nil }
      offset += count
    }
    guard fstat(file, &found) == 0, FileIdentity(found) == identity else { return nil }
    return bytes
  }
}
