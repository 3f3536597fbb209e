import Foundation

/// A small file system in memory, mounted for one test.
final class TemporaryVolume {
  let path: String

  /// Nil where mounting is not permitted.
  init?(at path: String, options: String) {
    self.path = path
    // A folder that cannot be made shows as a failed mount.
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard Self.run("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path]) == 0 else { return nil }
  }

  deinit { _ = Self.run("umount", ["-l", path]) }

  struct RemountFailed: Error {}

  func remount(options: String) throws {
    guard Self.run("mount", ["-o", "remount,\(options)", path]) == 0 else { throw RemountFailed() }
  }

  static func run(_ program: String, _ arguments: [String]) -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
