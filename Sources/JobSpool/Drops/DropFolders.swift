import Glibc
internal import SpoolSQLite

/// Moves files out of the inbox; blocking, and never over another file.
struct DropFolders: Sendable {
  let folder: SpoolFolder

  enum Move: Sendable, Equatable {
    case moved(to: String)
    /// Another file came under the same name since; it stays for the next scan.
    case replaced
    case stuck(String)
  }

  /// Moves an entry to `inbox/accepted/`, under a free name.
  func accept(_ entry: InboxEntry, as name: String, now: Timestamp) throws(SpoolError) -> Move {
    try move(entry, to: folder.accepted) { attempt throws(SpoolError) in
      InboxName.variant(name, now: now, attempt: attempt)
    }
  }

  /// Writes the reason, then moves an entry to `rejected/`.
  func reject(
    _ entry: InboxEntry, _ reason: InboxRefusal, now: Timestamp, afterError: () throws -> Void
  ) throws -> Move {
    let name = InboxName.allowed(entry.name) ?? InboxName.substitute(for: entry.name)
    for attempt in 0..<Self.nameAttempts {
      let target = InboxName.variant(name, now: now, attempt: attempt)
      guard !exists("\(folder.rejected)/\(target)") else { continue }
      // First, so that a file there always has its reason; written again by a replay.
      let text = reason.errorJSON(file: name)
      try AtomicFile.write(Array(text.utf8), to: "\(folder.rejected)/\(target).error.json")
      try afterError()
      return try move(entry, to: folder.rejected) { _ throws(SpoolError) in target }
    }
    return .stuck("\(folder.rejected) has no free name for it")
  }

  /// Makes the moves of a batch survive a power cut.
  func sync() throws(SpoolError) {
    try AtomicFile.sync(folder: folder.accepted)
    try AtomicFile.sync(folder: folder.inbox)
  }

  func hasAnswer(_ name: String) -> Bool { exists(answerPath(name)) }

  func answerPath(_ name: String) -> String { "\(folder.outbox)/\(name).result.json" }

  private static let nameAttempts = 1000

  private func exists(_ path: String) -> Bool {
    var found = stat()
    return lstat(path, &found) == 0
  }

  private func move(
    _ entry: InboxEntry, to target: String, name: (Int) throws(SpoolError) -> String
  ) throws(SpoolError) -> Move {
    let from = try Descriptor(folder.inbox, O_RDONLY | O_DIRECTORY)
    let to = try Descriptor(target, O_RDONLY | O_DIRECTORY)
    let source = entry.name.bytes.map { CChar(bitPattern: $0) } + [0]
    for attempt in 0..<Self.nameAttempts {
      guard identity(source, in: from.number) == entry.identity else { return .replaced }
      let name = try name(attempt)
      switch spool_rename_new(from.number, source, to.number, name) {
      case 0:
        return identity(Array(name.utf8CString), in: to.number) == entry.identity
          ? .moved(to: name) : putBack(name, source, from: from.number, to: to.number)
      case EEXIST: continue
      case ENOENT: return .replaced
      case let code: return .stuck(SystemCall.describe(code))
      }
    }
    return .stuck("\(target) has no free name for it")
  }

  /// A writer renamed a new file in between the look and the move: it goes back, unless yet another
  /// one has come, which then is the newest of that name.
  private func putBack(_ name: String, _ source: [CChar], from: Int32, to: Int32) -> Move {
    let code = spool_rename_new(to, name, from, source)
    return code == 0 ? .replaced : .stuck(SystemCall.describe(code))
  }

  private func identity(_ name: [CChar], in folder: Int32) -> FileIdentity? {
    var found = stat()
    guard fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    return FileIdentity(found)
  }
}
