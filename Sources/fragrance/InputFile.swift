import ArgumentParser
import Foundation
import Glibc

/// Files named on the command line.
enum InputFile {
  /// Whether there is a file of this name that may be read.
  static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// The bytes of a file, or of standard input for `-`; exits when they cannot be read.
  static func read(_ path: String, limit: Int) throws -> [UInt8] {
    let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
    guard let handle else {
      Terminal.writeError("\(path) cannot be read.")
      throw Exit.notFound
    }
    do {
      let data = try handle.read(upToCount: limit + 1) ?? Data()
      guard data.count <= limit else {
        Terminal.writeError("\(path) is larger than \(limit) bytes.")
        throw Exit.invalidInput
      }
      return Array(data)
    } catch let code as ExitCode {
      throw code
    } catch {
      Terminal.writeError("\(path) cannot be read: \(error.localizedDescription)")
      throw Exit.notFound
    }
  }
}
