import Foundation
import Glibc

/// A fresh folder that is deleted with this value.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/spool-test-\(UUID().uuidString)"
    guard mkdir(path, 0o755) == 0 else { throw POSIXError(.EIO) }
  }

  deinit {
    // A test that failed may leave nothing to delete.
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator, Sendable {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
