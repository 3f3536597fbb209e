import GRDB
import Glibc
internal import SpoolSQLite

/// Which running kernel this process is on.
package struct KernelIdentity: Sendable, Hashable {
  /// New at each boot, the same in all containers of a machine.
  package var bootID: String
  package var host: String

  package init(bootID: String, host: String) {
    self.bootID = bootID
    self.host = host
  }

  /// Of this process. Throws: when /proc is not there.
  package static func current() throws(SpoolError) -> KernelIdentity {
    let text = try TextFile.read("/proc/sys/kernel/random/boot_id")
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return KernelIdentity(
      bootID: String(text.prefix { !$0.isWhitespace }), host: String(decoding: host, as: UTF8.self))
  }
}

extension SQLiteJobStore {
  /// How long a kernel counts as live after it was noted.
  package static let kernelLifetime = Duration.seconds(30)

  /// Says that this kernel uses the spool; at start, and then every 10 s while it does.
  ///
  /// Throws: `SpoolError.secondKernel`, with nothing written, when another kernel said so within
  /// `kernelLifetime`. After a reboot without a clean stop that is the former kernel: try again
  /// after that time.
  package func noteKernel(_ kernel: KernelIdentity, now: Timestamp) async throws {
    try await writes.write(.relaxed) { [path] database, _ in
      let since = (now - Self.kernelLifetime).milliseconds
      let other: String? = try database.value(
        .otherKernels, ["bootID": kernel.bootID, "since": since])
      if let other { throw SpoolError.secondKernel(path: path, host: other) }
      try database.run(.forgetKernels, ["since": since])
      try database.run(
        .noteKernel, ["bootID": kernel.bootID, "host": kernel.host, "now": now.milliseconds])
    }
  }
}

/// What is known of the linked SQLite.
package enum SQLiteLibrary {
  /// Such as 3040001 for 3.40.1.
  package static var version: Int { Int(spool_sqlite_version()) }

  /// Whether a version has the WAL-reset bug, of 3.7.0–3.51.2; mended in 3.51.3, 3.50.7 and 3.44.6.
  ///
  /// The spool works round it (only the keeper checkpoints), provided that no other program writes
  /// to the database. Source: https://www.sqlite.org/wal.html section 11.
  package static func hasLogResetBug(_ version: Int) -> Bool {
    switch version {
    case 3_051_003...: false
    case 3_050_007...3_050_999, 3_044_006...3_044_999: false
    case 3_007_000...: true
    default: false
    }
  }
}
