import ArgumentParser
import Foundation

/// Files a command is asked to write.
enum OutputFile {
  /// Writes a text whole or not at all; exits when it cannot be written.
  static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  /// Writes bytes whole or not at all; exits when they cannot be written.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      Terminal.writeError("\(path) cannot be written: \(error.localizedDescription)")
      throw Exit.notFound
    }
  }
}
