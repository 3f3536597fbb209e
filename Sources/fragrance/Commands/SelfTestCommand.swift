import ArgumentParser
import BriefReading
import FormulaPolicy
import FormulaRules
import Foundation
import JobDocuments
import JobWorker
import Perfumery
import PolicyLearning
import Settings
import TrainingRuns

/// `fragrance selftest`: every part of training once, in seconds.
struct SelfTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Runs brief, tables, environment, schedules and ten updates of training once.")

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    var settings = try options.load()
    settings.rl.evaluationBriefs = 2
    let steps: [(name: String, check: () throws -> String)] = [
      ("brief model", Self.brief), ("modules", Self.modules), ("environment", Self.environment),
      ("entropy schedule", Self.entropy), ("reward normaliser", Self.rewards),
      ("ten updates", { try Self.updates(settings) }),
    ]
    var failures = 0
    for (index, step) in steps.enumerated() {
      do {
        print("\(index + 1)/\(steps.count) \(step.name): \(try step.check())")
      } catch {
        failures += 1
        print("\(index + 1)/\(steps.count) \(step.name): \(Terminal.red("failed")): \(error)")
      }
    }
    if failures > 0 { throw Exit.answerIsNo }
  }

  /// What was found is not what it has to be.
  private struct Unexpected: Error, CustomStringConvertible {
    let description: String
  }

  private static func brief() throws -> String {
    let reader = try RuleReader(catalogue: try Catalogue.builtIn())
    let brief = reader.read("상큼한 여름 시트러스, 장미는 빼고")
    guard let citrus = brief.families[.citrus]?.value, citrus > 0, !brief.forbidden.isEmpty else {
      throw Unexpected(description: "citrus was not read, or rose not ruled out")
    }
    return "citrus \(Terminal.decimal(citrus, 2)), \(brief.forbidden.count) ruled out"
  }

  private static func modules() throws -> String {
    let catalogue = try Catalogue.builtIn()
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    return "\(catalogue.materials.count) materials, amendment \(rules.amendment), "
      + "OpenBLAS \(try BLAS.core())"
  }

  private static func environment() throws -> String {
    var environment = try FragranceEnvironment(n_ingredients: 5)
    var observation = [Float](repeating: 0, count: environment.observationSize)
    var mask = [UInt8](repeating: 0, count: environment.actionSpace.maskCount)
    var steps = 0
    var end: EpisodeEnd?
    observation.withUnsafeMutableBufferPointer { observation in
      mask.withUnsafeMutableBufferPointer { mask in
        guard let observation = observation.baseAddress, let start = mask.baseAddress else {
          return
        }
        let view = EnvironmentView(observation: observation, mask: start)
        environment.reset(into: view)
        while end == nil, steps < 100 {
          var action = Float(mask.firstIndex(of: 1) ?? 0)
          end = environment.step(&action, into: view).end
          steps += 1
        }
      }
    }
    guard steps == FragranceEnvironment.horizon, observation.allSatisfy(\.isFinite) else {
      throw Unexpected(description: "an episode had \(steps) steps")
    }
    return "5 ingredients, \(mask.count) actions, \(observation.count) numbers seen, "
      + "an episode of \(steps) steps"
  }

  private static func entropy() throws -> String {
    let schedule = EntropySchedule()
    let weights = [0, 50_000, 100_000].map { schedule.coefficient(atStep: $0) }
    for (found, wanted) in zip(weights, [0.01, 0.0055, 0.001])
    where abs(found - wanted) > 1e-12 {
      throw Unexpected(description: "a weight is \(found) in place of \(wanted)")
    }
    return weights.map { Terminal.decimal($0, 4) }.joined(separator: " → ")
  }

  private static func rewards() throws -> String {
    var scale = RewardScale(.window, discount: 0.99, environmentCount: 1)
    let scaled = [1.0, 2, 3, 4, 5].map { scale.scaled($0, environment: 0, isLast: false) }
    guard abs(scaled[4] - 2.squareRoot()) < 1e-6 else {
      throw Unexpected(description: "5 after 1 to 4 became \(scaled[4])")
    }
    return scaled.map { Terminal.decimal($0, 3) }.joined(separator: " ")
  }

  private static func updates(_ settings: Settings) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "fragrance-selftest-\(UUID().uuidString)").path
    // What cannot be removed is left to the system's temporary folder.
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var settings = settings
    settings.spool.directory = folder
    var order = TrainingOrder()
    order.ingredients = 5
    order.iterations = 10
    order.environments = 8
    order.stepsPerIteration = 64
    order.epochs = 3
    let result = try Assembly.trainPolicy(settings).train(
      order, run: "selftest", isStopped: { false }, progress: { _ in })
    guard let result, result.outcome.updates == 10, let last = result.outcome.lastUpdate else {
      throw Unexpected(description: "it ended after \(result?.outcome.updates ?? 0) updates")
    }
    return "\(last.episodeCount) episodes, mean return "
      + "\(Terminal.decimal(last.meanReturn ?? 0, 2)), "
      + "\(result.outcome.rollbacks.count) rollbacks, checkpoint \(result.best.digest.prefix(12))"
  }
}
