import Foundation

/// A Python program as a child: a line of JSON in, a line of JSON out.
package final class PeerProcess {
  enum Failure: Error, CustomStringConvertible {
    case ended(status: Int32)

    var description: String {
      switch self {
      case .ended(let status): "The peers ended with status \(status) instead of an answer."
      }
    }
  }

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var received = Data()

  /// What the child says when it is ready: the names and versions of what it runs.
  package private(set) var greeting = ""

  /// Starts the child, which first makes its environment where there is none.
  ///
  /// - Parameters:
  ///   - script: path of the program.
  ///   - folder: for its environment.
  package init(script: String, folder: String) throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script, folder]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    greeting = String(decoding: try readLine(), as: UTF8.self)
  }

  deinit {
    // The child reads to the end of its input and ends by itself.
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// The answer to a question, both of one line of JSON.
  package func ask<Question: Encodable, Answer: Decodable>(
    _ question: Question, for answer: Answer.Type
  ) throws -> Answer {
    try input.fileHandleForWriting.write(
      contentsOf: JSONEncoder().encode(question) + Data("\n".utf8))
    return try JSONDecoder().decode(answer, from: readLine())
  }

  private func readLine() throws -> Data {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        defer { received = Data(received[(end + 1)...]) }
        return Data(received[..<end])
      }
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else {
        process.waitUntilExit()
        throw Failure.ended(status: process.terminationStatus)
      }
      received += data
    }
  }
}
