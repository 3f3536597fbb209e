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
  /// - Parameter isBest: also keeps it as the best.
  /// - Throws: `system`; the checkpoints that were there still are.
  package func keep(_ checkpoint: Checkpoint, isBest: Bool) throws(CheckpointError) {
    let bytes = try CheckpointFormat.encode(checkpoint)
    let digits = String(checkpoint.header.updateCount)
    let padding = String(repeating: "0", count: max(0, 8 - digits.count))
    try write(bytes, to: "\(folder)/\(Self.prefix)\(padding)\(digits)\(Self.suffix)")
    if isBest { try write(bytes, to: "\(folder)/\(Self.bestName)") }
    for name in try names().dropLast(keptCount) { unlink("\(folder)/\(name)") }
  }

  /// Names of the checkpoints in order, the oldest first, without the best.
  package func names() throws(CheckpointError) -> [String] {
    guard let directory = opendir(folder) else {
      throw .system("\(folder) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix) { names.append(name) }
    }
    return names.sorted { ($0.count, $0) < ($1.count, $1) }
  }

  /// A checkpoint and those that had to be passed over for it.
  package struct Found: Sendable, Equatable {
    package var checkpoint: Checkpoint

    /// Names of newer files that are damaged, with what is wrong.
    package var damaged: [String]
  }

  /// The newest checkpoint that is whole; nil when there is none.
  package func latest() throws(CheckpointError) -> Found? {
    var damaged: [String] = []
    for name in try names().reversed() {
      do {
        return Found(checkpoint: try Self.read("\(folder)/\(name)"), damaged: damaged)
      } catch {
        damaged.append("\(name): \(error)")
      }
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

  private static func bytes(_ path: String) throws(CheckpointError) -> [UInt8] {
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
