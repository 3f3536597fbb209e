import BenchmarkReport
import Foundation
import PolicyLearning
import ReferenceWorlds

/// Whether it learns what others learn, at their settings, seed by seed.
struct LearnsSection {
  let seeds: Int

  func run() throws {
    Report.line("CartPole-v1, Stable-Baselines3's defaults (one environment), 80,000 steps")
    var rows: [[String]] = []
    for seed in 1...seeds {
      var settings = LearnerSettings()
      settings.environmentCount = 1
      settings.totalSteps = 80_000
      settings.seed = UInt64(seed)
      settings.entropy = EntropySchedule(shape: .constant, initial: 0, final: 0, decaySteps: 1)
      let trainer = try Trainer(settings) { _, seed in CartPole(seed: seed) }
      var first: Int?
      var best = 0.0
      while !trainer.isFinished {
        let update = trainer.update()
        best = max(best, update.meanReturn ?? 0)
        if first == nil, update.meanReturn ?? 0 >= 475 { first = update.totalSteps }
      }
      let lengths = Walks.lengths(of: trainer.policy, count: 20)
      rows.append([
        "\(seed)", first.map(String.init) ?? "-", String(format: "%.1f", best),
        String(format: "%.1f", Double(lengths.reduce(0, +)) / 20),
      ])
    }
    Report.table(["seed", "first 100 at 475", "best 100", "deterministic"], rows)
    Report.line("Pendulum-v1, 4 x 1024, gamma 0.9, learning rate 0.001, 200,000 steps")
    var last: [Double] = []
    for seed in 1...seeds {
      var settings = LearnerSettings()
      settings.environmentCount = 4
      settings.rolloutLength = 1024
      settings.discount = 0.9
      settings.learningRate.initial = 1e-3
      settings.totalSteps = 200_000
      settings.seed = UInt64(seed)
      settings.entropy = EntropySchedule(shape: .constant, initial: 0, final: 0, decaySteps: 1)
      let trainer = try Trainer(settings) { _, seed in Pendulum(seed: seed) }
      var mean = 0.0
      while !trainer.isFinished { mean = trainer.update().meanReturn ?? 0 }
      last.append(mean)
    }
    Report.line(
      "mean return of the last 100 episodes: "
        + last.map { String(format: "%.0f", $0) }.joined(separator: " ") + ", mean "
        + String(format: "%.1f", last.reduce(0, +) / Double(last.count)))
  }
}

/// Episodes of CartPole by a policy without chance.
enum Walks {
  static func lengths(of policy: Policy, count: Int) -> [Int] {
    (1...count).map { seed in
      var world = CartPole(seed: UInt64(1000 + seed))
      var observation = [Float](repeating: 0, count: 4)
      var mask = [UInt8](repeating: 1, count: 2)
      var choice = Policy.Choice.best
      var steps = 0
      var end: EpisodeEnd?
      observation.withUnsafeMutableBufferPointer { observation in
        mask.withUnsafeMutableBufferPointer { mask in
          guard let seen = observation.baseAddress, let legal = mask.baseAddress else { return }
          let view = EnvironmentView(observation: seen, mask: legal)
          world.reset(into: view)
          while end == nil {
            end = world.step(policy.act(seen, mask: legal, choice: &choice), into: view).end
            steps += 1
          }
        }
      }
      return steps
    }
  }
}
