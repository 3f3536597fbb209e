#if MPI
  import Foundation
  import Testing

  /// Training on several ranks through `mpirun`.
  @Suite(.serialized) struct RankedTrainingTests {
    private let program = Program()

    private func process(_ name: String, updates: Int) throws -> Process {
      let process = program.process([
        "train", "--name", name, "--ingredients", "10", "--iterations", "\(updates)",
        "--seed", "5", "--set", "rl.environments=4", "--set", "rl.rollout_steps=48",
        "--set", "rl.batch_size=64", "--set", "rl.hidden_units=16",
        "--set", "rl.evaluation.briefs=1", "--set", "rl.checkpoints.interval=3",
      ])
      let binary = try #require(process.executableURL).path
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments =
        [
          "mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", "2",
          binary,
        ]
        + (process.arguments ?? [])
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      return process
    }

    private func file(_ run: String, _ name: String) throws -> Data {
      try Data(contentsOf: URL(filePath: "\(program.jobs)/checkpoints/\(run)/\(name)"))
    }

    @Test func aLostRankEndsTheRunWhichGoesOnToTheSameBytes() throws {
      let whole = try process("whole", updates: 8)
      try whole.run()
      whole.waitUntilExit()
      try #require(whole.terminationStatus == 0)
      let killed = try process("killed", updates: 8)
      try killed.run()
      // It is not there at first.
      while killed.isRunning, (try? file("killed", "update-00000003.ckpt")) == nil { usleep(2000) }
      let second = Process()
      second.executableURL = URL(filePath: "/usr/bin/pkill")
      second.arguments = ["-9", "-n", "-f", "train --name killed --ingredients"]
      try second.run()
      second.waitUntilExit()
      killed.waitUntilExit()
      #expect(killed.terminationStatus != 0)
      let checkpoint = "\(program.jobs)/checkpoints/killed/update-00000003.ckpt"
      #expect(try program.run("checkpoint", "verify", checkpoint).status == 0)
      let again = try process("killed", updates: 8)
      try again.run()
      again.waitUntilExit()
      #expect(again.terminationStatus == 0)
      for name in ["curve.csv", "update-00000008.ckpt", "best.ckpt"] {
        #expect(try file("killed", name) == file("whole", name), "\(name)")
      }
    }
  }
#endif
