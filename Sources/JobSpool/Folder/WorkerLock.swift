import Glibc

/// A lock the kernel drops when its process ends, however it ends.
///
/// Each worker holds `run/<name>.lock` for life and signs its jobs with that name, so that a worker
/// killed with -9 is known within milliseconds, in other containers of the machine too. Files of
/// the dead are unlinked only under their lock, and whoever locks a file looks whether it is still
/// the one in the folder:
///
///     reaper                            new worker of the same name
///     opens, locks old file             opens old file
///     unlinks it, unlocks               locks old file: not the one in the folder any more,
///                                       so it starts over and makes a new one
package final class WorkerLock: Sendable {
  package let worker: String
  private let file: Int32

  /// Takes the lock, or waits up to 0.1 s for a reaper that looks at it.
  ///
  /// - Parameter worker: unique for each start of a process (see `WorkerName`); letters, digits,
  /// dot,
  ///   dash and underscore, 1...100 bytes, no leading dot.
  /// - Throws: `SpoolError.other` when the name is not allowed or held by a living process.
  package init(worker: String, in folder: SpoolFolder) throws(SpoolError) {
    guard WorkerName.isValid(worker) else {
      throw .other(
        "\(worker) cannot name a worker; allowed are 1 to 100 letters, digits, ., - and _")
    }
    self.worker = worker
    let path = Self.path(worker, folder)
    for _ in 0..<50 {
      if let file = try FileLock.take(path, flags: O_CREAT) {
        self.file = file
        return
      }
      usleep(2000)
    }
    throw .other("a living process holds \(path)")
  }

  deinit { close(file) }

  /// Which of these workers hold no lock: their processes have ended.
  package static func deadOwners(
    among owners: Set<String>, in folder: SpoolFolder
  ) throws(SpoolError) -> Set<String> {
    var dead: Set<String> = []
    for owner in owners where try isDead(owner, folder) { dead.insert(owner) }
    return dead
  }

  /// Removes lock files whose process has ended, except those still `needed`.
  package static func sweep(_ folder: SpoolFolder, needed: Set<String>) throws(SpoolError) {
    for entry in try FolderListing.names(in: folder.run) {
      guard let name = entry.text, name.hasSuffix(".lock") else { continue }
      let worker = String(name.dropLast(".lock".count))
      guard worker != SpoolKeeper.lockName, WorkerName.isValid(worker), !needed.contains(worker)
      else { continue }
      let path = path(worker, folder)
      guard let file = try FileLock.take(path, flags: 0) else { continue }
      // Under the lock: whoever waits for this file will see that it is gone.
      unlink(path)
      close(file)
    }
  }

  private static func path(_ worker: String, _ folder: SpoolFolder) -> String {
    "\(folder.run)/\(worker).lock"
  }

  private static func isDead(_ owner: String, _ folder: SpoolFolder) throws(SpoolError) -> Bool {
    // A name no lock could have: its lease has to run out.
    guard WorkerName.isValid(owner) else { return false }
    let path = path(owner, folder)
    guard access(path, F_OK) == 0 else { return errno == ENOENT }
    guard let file = try FileLock.take(path, flags: 0) else { return access(path, F_OK) != 0 }
    close(file)
    return true
  }
}

/// Names of workers: readable, and never used twice.
package enum WorkerName {
  /// A new name such as `llm-host7-4711-9f3a52c1`.
  ///
  /// - Parameters:
  ///   - role: what the worker does, such as `llm`.
  ///   - host: name of the machine or container; other characters than allowed become dashes.
  package static func make(
    role: String, host: String, process: Int32, using generator: inout some RandomNumberGenerator
  ) -> String {
    let digits = String(UInt32.random(in: .min ... .max, using: &generator), radix: 16)
    let padded = String(repeating: "0", count: 8 - digits.count) + digits
    let words = "\(role.prefix(20))-\(host.prefix(40))"
    let safe = words.utf8.map { isAllowed($0) ? Character(UnicodeScalar($0)) : "-" }
    let name = String(safe.drop { $0 == "." }.prefix(70))
    return "\(name)-\(process)-\(padded)"
  }

  static func isValid(_ name: String) -> Bool {
    (1...100).contains(name.utf8.count) && !name.hasPrefix(".") && name.utf8.allSatisfy(isAllowed)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
