import Glibc
import JobSpool

/// The checkpoints of one run: the last few and the best, each whole or not there at all.
///
/// `update-00000120.ckpt` are those in order, `best.ckpt` is the one that scored highest.
package struct CheckpointStore: Sendable {
  package let folder: String

  /// Checkpoints in order that are kept, from 1.
  package let keptCount: Int

  package static let bestName = "best.ckpt"
  private static let prefix = "update-"
  private static let suffix = ".ckpt"

  /// - Throws: `system` when the folder cannot be made.
  package init(folder: String, keptCount: Int) throws(CheckpointError) {
    self.folder = folder
    self.keptCount = max(1, keptCount)
    var path = folder.hasPrefix("/") ? "" : "."
    for part in folder.split(separator: "/") {
      path += "/\(part)"
      guard mkdir(path, 0o775) == 0 || errno == EEXIST else {
        throw .system("\(path) cannot be made: \(String(cString: strerror(errno)))")
      }
    }
  }

  /// Keeps a checkpoint, durable when this returns; then lets go of what is no longer kept.
  ///
  /// Checkpoints of later updates are of a course the run went back from, or damaged: they go too,
  /// so that the latest is always the one written last.
  ///
  /// - Parameters:
  ///   - isBest: also keeps it as the best: in bytes of its own, since one bad block under two
  ///     names would take both.
  ///   - spared: number of the update whose checkpoint is kept though it is an old one: where the
  ///     run would go back to.
  /// - Throws: `unfit`, `system`; the checkpoints that were there still are.
  package func keep(
    _ checkpoint: Checkpoint, isBest: Bool, sparing spared: Int? = nil
  ) throws(CheckpointError) {
    let bytes = try CheckpointFormat.encode(checkpoint)
    let update = checkpoint.header.updateCount
    try write(bytes, to: "\(folder)/\(Self.name(of: update))")
    if isBest { try write(bytes, to: "\(folder)/\(Self.bestName)") }
    let entries = try entries()
    let later = entries.filter { $0.update > update }
    let old = entries.filter { $0.update <= update }.dropLast(keptCount)
    // One that cannot be deleted now is tried again after the next.
    for entry in later + old where entry.update != spared { unlink("\(folder)/\(entry.name)") }
  }

  private static func name(of update: Int) -> String {
    let digits = String(update)
    return prefix + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + suffix
  }

  /// Names of the checkpoints in order, the oldest first, without the best.
  package func names() throws(CheckpointError) -> [String] { try entries().map(\.name) }

  private func entries() throws(CheckpointError) -> [(name: String, update: Int)] {
    guard let directory = opendir(folder) else {
      throw .system("\(folder) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { closedir(directory) }
    var entries: [(name: String, update: Int)] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix),
        let update = Int(name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count)),
        update >= 0, name == Self.name(of: update)
      else { continue }
      entries.append((name, update))
    }
    return entries.sorted { $0.update < $1.update }
  }

  /// Deletes what a killed process had not finished writing.
  ///
  /// - Parameter seconds: since 1970; files changed later are left, they may be in the making.
  /// - Throws: `system`.
  package func sweep(olderThan seconds: Double) throws(CheckpointError) {
    do {
      try AtomicFile.sweep(folder, olderThan: Timestamp(milliseconds: Int64(seconds * 1000)))
    } catch {
      throw .system("\(error)")
    }
  }

  /// A checkpoint and those that had to be passed over for it.
  package struct Found: Sendable, Equatable {
    package var checkpoint: Checkpoint

    /// Names of newer files that are damaged, with what is wrong.
    package var damaged: [String]
  }

  /// The newest checkpoint that is whole; nil when there is none of any kind.
  ///
  /// - Throws: `damaged` when there are some and none is whole; `newer` and `system` for the first
  ///   that is not damaged but cannot be read: going on from an older one would undo its work.
  package func latest() throws(CheckpointError) -> Found? {
    var damaged: [String] = []
    for name in try names().reversed() {
      do throws(CheckpointError) {
        return Found(checkpoint: try Self.read("\(folder)/\(name)"), damaged: damaged)
      } catch {
        guard case .damaged = error else { throw error }
        damaged.append("\(name): \(error)")
      }
    }
    guard damaged.isEmpty else {
      throw .damaged("none in \(folder) is whole, " + damaged.joined(separator: " "))
    }
    return nil
  }

  /// The checkpoint that scored highest.
  ///
  /// - Throws: `missing` when no evaluation has been yet.
  package func best() throws(CheckpointError) -> Checkpoint {
    try Self.read("\(folder)/\(Self.bestName)")
  }

  /// The checkpoint in a file.
  package static func read(_ path: String) throws(CheckpointError) -> Checkpoint {
    try CheckpointFormat.decode(try bytes(path))
  }

  /// A file as it is, of at most `CheckpointFormat.fileLimit` bytes.
  package static func bytes(_ path: String) throws(CheckpointError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      throw errno == ENOENT
        ? .missing(path) : .system("\(path): \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= CheckpointFormat.fileLimit
    else { throw .damaged("\(path) is no file of at most \(CheckpointFormat.fileLimit) bytes") }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(file, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
      }
      guard count > 0 else { throw .damaged("\(path) ends too early") }
      filled += count
    }
    return bytes
  }

  private func write(_ bytes: [UInt8], to path: String) throws(CheckpointError) {
    do {
      try AtomicFile.write(bytes, to: path)
    } catch {
      throw .system("\(error)")
    }
  }
}
