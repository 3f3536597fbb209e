import ArgumentParser
import BenchmarkReport
import Foundation
import PolicyLearning

/// Prints measured figures of learning, each beside a peer's or a physical limit.
///
/// Run from the root of the package; a release build gives figures worth reading.
@main
struct LearningBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning-benchmark",
    abstract: "Measures learning and prints medians beside peers and limits.",
    discussion: """
      speed: whole training loops beside Stable-Baselines3, and a plain C program when one is named
      limit: the update's share of what the matrix products alone take
      threads: one thread beside two
      checkpoint: writing the state of a run
      learns: CartPole-v1 and Pendulum-v1, seed by seed
      """)

  @Argument(help: "What to measure; all when none is named.")
  var names: [String] = []

  @Option(help: "How often each thing is measured, 3 to 100.")
  var rounds = 5

  @Option(help: "Where the peers' Python environment is made.")
  var peers = ".build-bench-learning"

  @Option(help: "A C program with the arguments HIDDEN BATCH ITERATIONS SEED ENVS STEPS.")
  var plainC: String?

  private static let sections = ["speed", "limit", "threads", "checkpoint", "learns"]

  func validate() throws {
    for name in names where !Self.sections.contains(name) {
      throw ValidationError(
        "There is no section '\(name)'; there are: \(Self.sections.joined(separator: ", ")).")
    }
    guard (3...100).contains(rounds) else {
      throw ValidationError("There are \(rounds) rounds; allowed are 3 to 100.")
    }
  }

  func run() throws {
    Report.line("OpenBLAS kernels: \(try BLAS.core())")
    for name in Self.sections where names.isEmpty || names.contains(name) {
      Report.line()
      switch name {
      case "speed": try SpeedSection(rounds: rounds, peers: peers, plainC: plainC).run()
      case "limit": try LimitSection(rounds: rounds).run()
      case "threads": try ThreadSection(rounds: rounds).run()
      case "checkpoint": try CheckpointSection().run()
      default: try LearnsSection(seeds: rounds).run()
      }
    }
  }
}
