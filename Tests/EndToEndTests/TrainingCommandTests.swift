import Foundation
import StrictJSON
import Testing

/// Training through the program itself, killed and gone on with.
@Suite struct TrainingCommandTests {
  private let program: Program

  init() { program = Program() }

  private func arguments(_ name: String, threads: Int = 1) -> [String] {
    [
      "train", "--name", name, "--ingredients", "10", "--iterations", "8", "--seed", "5",
      "--set", "rl.environments=4", "--set", "rl.rollout_steps=48", "--set", "rl.batch_size=64",
      "--set", "rl.hidden_units=16", "--set", "rl.evaluation.briefs=1",
      "--set", "rl.checkpoints.interval=3", "--set", "rl.threads=\(threads)",
    ]
  }

  private func file(_ run: String, _ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: "\(program.jobs)/checkpoints/\(run)/\(name)"))
  }

  private func finish(_ name: String, threads: Int = 1) throws {
    let process = program.process(arguments(name, threads: threads))
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func killedInTheMiddleItEndsWithTheSameBytes() throws {
    try finish("whole")
    let process = program.process(arguments("killed"))
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Header and five rows: two updates after a checkpoint.
    while process.isRunning {
      // It is not there at first.
      let rows = (try? file("killed", "curve.csv"))?.count { $0 == UInt8(ascii: "\n") } ?? 0
      if rows >= 6 { break }
      usleep(2000)
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    // Another process with another count of threads.
    try finish("killed", threads: 2)
    for name in ["curve.csv", "update-00000008.ckpt", "best.ckpt"] {
      #expect(try file("killed", name) == file("whole", name), "\(name)")
    }
  }

  @Test func aStoppedRunSaysSoAndCheckpointsAreLookedInto() throws {
    let process = program.process(arguments("stopped") + ["--json"])
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // It is not there at first.
    while process.isRunning, (try? file("stopped", "update-00000003.ckpt")) == nil {
      usleep(2000)
    }
    process.terminate()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let answer = try JSONParser.parse(Array(bytes)).value
    #expect(answer["end"] == .string("stopped") || answer["end"] == .string("finished"))
    let checkpoint = "\(program.jobs)/checkpoints/stopped/update-00000003.ckpt"
    #expect(try program.run("checkpoint", "verify", checkpoint).status == 0)
    let inspected = try program.run("checkpoint", "inspect", checkpoint, "--json")
    let header = try JSONParser.parse(Array(inspected.output.utf8)).value["header"]
    #expect(header?["updates"] == .int(3))
    #expect(header?["environment"] == .string("fragrance"))
    #expect(header?["lastUpdate"]?["update"] == .int(3))
    let exported = "\(program.jobs)/policy.safetensors"
    let export = try program.run(
      "checkpoint", "export", checkpoint, "--output", exported, "--json")
    let size = try Data(contentsOf: URL(filePath: exported)).count
    #expect(
      try JSONParser.parse(Array(export.output.utf8)).value["bytes"] == .int(size) && size > 1000)
    #expect(try program.run("checkpoint", "inspect", checkpoint).output.contains("f32"))
    #expect(
      try program.run("checkpoint", "export", checkpoint, "--output", "/no/such/file").status == 66)
    let verified = try program.run(
      "checkpoint", "verify", checkpoint, exported, "/no/such.ckpt", "--json")
    #expect(verified.status == 1)
    guard case .array(let rows) = try JSONParser.parse(Array(verified.output.utf8)).value else {
      Issue.record("no list")
      return
    }
    #expect(rows.map { $0["whole"] } == [.bool(true), .bool(false), .bool(false)])
  }

  @Test func aRunThatIsAtWorkIsLeftAlone() throws {
    let process = program.process(arguments("busy") + ["--set", "rl.epochs=100"])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // It is not there at first.
    while process.isRunning, (try? file("busy", "update-00000000.ckpt")) == nil { usleep(2000) }
    kill(process.processIdentifier, SIGSTOP)
    let second = try program.run("train", "--name", "busy", "--iterations", "1")
    #expect(second.status == 1 && second.errors.contains("run-in-use"))
    let third = try program.run("train", "--name", "busy", "--iterations", "1", "--anew")
    #expect(third.status == 1 && third.errors.contains("run-in-use"))
    #expect(try !file("busy", "update-00000000.ckpt").isEmpty)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  @Test func aSweepOrdersEveryCombination() throws {
    let run = try program.run(
      "sweep", "--seed", "1", "2", "3", "--learning-rate", "0.001", "0.0003", "--json")
    #expect(run.status == 0)
    let rows = try run.output.split(separator: "\n").map {
      try JSONParser.parse(Array($0.utf8)).value
    }
    #expect(rows.count == 6)
    #expect(Set(rows.map { $0["order"]?.canonicalText }).count == 6)
    let listed = try program.run("jobs", "--kind", "train-rl", "--json")
    #expect(listed.output.contains("rl_training_queue"))
    #expect(try program.run("sweep", "--seed", "-1").status != 0)
  }

  @Test func wrongUseHasItsExitCode() throws {
    #expect(try program.run("train", "--name", "../up").status == 64)
    #expect(try program.run("train", "--iterations", "0").status == 65)
    #expect(try program.run("train", "--steps", "5", "--iterations", "5").status == 65)
    #expect(try program.run("checkpoint", "inspect", "/no/such.ckpt").status == 66)
    let file = "\(program.jobs)/no.ckpt"
    try FileManager.default.createDirectory(
      atPath: program.jobs, withIntermediateDirectories: true)
    try Data("nothing".utf8).write(to: URL(filePath: file))
    #expect(try program.run("checkpoint", "inspect", file).status == 65)
    #expect(try program.run("checkpoint", "verify", file).status == 1)
  }
}
