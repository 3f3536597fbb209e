import BenchmarkReport
import Foundation
import PolicyLearning
import ReferenceWorlds

/// A training loop by its sizes: two hidden layers, the blend to be learned.
struct Loop: Sendable {
  var hidden: Int
  var batch: Int
  var environments = 8
  var length = 2048
  var threads = 1

  var name: String { "\(hidden)x\(hidden), \(environments)x\(length), batch \(batch)" }

  /// A trainer with the settings of Stable-Baselines3's PPO.
  func trainer(iterations: Int) throws -> Trainer<SyntheticBlend> {
    var settings = LearnerSettings()
    settings.hiddenSizes = [hidden, hidden]
    settings.batchSize = batch
    settings.environmentCount = environments
    settings.rolloutLength = length
    settings.threadCount = threads
    settings.entropy = EntropySchedule(shape: .constant, initial: 0, final: 0, decaySteps: 1)
    settings.totalSteps = settings.samplesPerUpdate * iterations
    let tables = SyntheticBlend.Tables(seed: 7)
    return try Trainer(settings) { _, seed in SyntheticBlend(tables: tables, seed: seed) }
  }

  /// What each iteration but the first took.
  func measure(_ rounds: Int) throws -> [TrainingUpdate] {
    let trainer = try trainer(iterations: rounds + 1)
    return Array((0...rounds).map { _ in trainer.update() }.dropFirst())
  }
}

/// Whole training loops beside the peers, one thread each, on the same arithmetic.
struct SpeedSection {
  let rounds: Int
  let peers: String
  let plainC: String?

  private struct Question: Encodable {
    var peer: String
    var hidden: Int
    var batch: Int
    var environments: Int
    var length: Int
    var iterations: Int
    var tables: String
  }

  private struct Answer: Decodable {
    /// Environment steps a second of each iteration; none: the peer has no such loop.
    var speeds: [Double]
  }

  func run() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "learning-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // What cannot be removed is left to the system's temporary folder.
    defer { try? FileManager.default.removeItem(at: folder) }
    let numbers = SyntheticBlend.numbers(SyntheticBlend.Tables(seed: 7))
    let tables = folder.appending(path: "frag_tables.bin")
    try numbers.withUnsafeBytes { Data($0) }.write(to: tables)
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "peers.py")
    let peer = try PeerProcess(script: script.path, folder: peers)
    Report.line(
      "Whole training loops, environment steps a second, medians of \(rounds); one thread")
    Report.line("peer: \(peer.greeting)")
    var rows: [[String]] = []
    let loops = [
      Loop(hidden: 64, batch: 64), Loop(hidden: 64, batch: 2048),
      Loop(hidden: 64, batch: 2048, environments: 64, length: 256), Loop(hidden: 256, batch: 64),
      Loop(hidden: 256, batch: 512),
    ]
    for loop in loops {
      let ours = Spread(try loop.measure(rounds).map(\.stepsPerSecond)).median
      let others = try ["stable-baselines3", "pufferlib"].map { name in
        try peer.ask(
          Question(
            peer: name, hidden: loop.hidden, batch: loop.batch,
            environments: loop.environments, length: loop.length, iterations: rounds,
            tables: tables.path), for: Answer.self
        ).speeds
      }.map { $0.isEmpty ? nil : Spread($0).median }
      let c = try plainC.map { try Self.plain($0, loop, rounds, in: folder) }
      rows.append(
        [loop.name, String(format: "%.0f", ours)]
          + (others + [c]).flatMap { speed in
            [
              speed.map { String(format: "%.0f", $0) } ?? "-",
              speed.map { String(format: "%.2f", ours / $0) } ?? "-",
            ]
          })
    }
    Report.table(["loop", "ours", "SB3", "ratio", "pufferlib", "ratio", "plain C", "ratio"], rows)
  }

  /// Median speed that the plain C program prints for its iterations, the first left out.
  private static func plain(
    _ program: String, _ loop: Loop, _ rounds: Int, in folder: URL
  ) throws -> Double {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.currentDirectoryURL = folder
    process.arguments = [loop.hidden, loop.batch, rounds + 1, 1, loop.environments, loop.length]
      .map(String.init)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(
      decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    let speeds = output.matches(of: /([0-9]+) \(wall\)/).compactMap { Double($0.1) }
    return Spread(Array(speeds.dropFirst())).median
  }
}
