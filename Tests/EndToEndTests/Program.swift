import Foundation

/// The built program, run as a user would.
struct Program {
  struct Run {
    var status: Int32
    var output: String
    var errors: String
  }

  /// A folder of this test's own for the spool.
  let jobs: String

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The executable lies beside the test bundle.
  static let binary = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "fragrance").path

  init() {
    jobs = FileManager.default.temporaryDirectory.path + "/program-\(UUID().uuidString)"
  }

  /// The program with these arguments, not yet started.
  func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: Self.binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: Self.root)
    process.environment = [
      "JOBS_DIR": jobs, "PATH": "/usr/bin:/bin", "APP_ENV": "development", "LOG_LEVEL": "error",
    ]
    return process
  }

  /// Runs a command to its end with `input` as standard input.
  func run(_ arguments: String..., input: String = "") throws -> Run {
    let process = process(arguments)
    let folder = FileManager.default.temporaryDirectory.path
    let names = ["in", "out", "err"].map { "\(folder)/\(UUID().uuidString).\($0)" }
    defer { for name in names { unlink(name) } }
    for name in names { try Data(input.utf8).write(to: URL(filePath: name)) }
    // Files, not pipes: a full pipe would stop the program while nobody reads.
    process.standardInput = FileHandle(forReadingAtPath: names[0])
    for name in names.dropFirst() { truncate(name, 0) }
    process.standardOutput = FileHandle(forWritingAtPath: names[1])
    process.standardError = FileHandle(forWritingAtPath: names[2])
    try process.run()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus,
      output: try String(contentsOfFile: names[1], encoding: .utf8),
      errors: try String(contentsOfFile: names[2], encoding: .utf8))
  }
}
