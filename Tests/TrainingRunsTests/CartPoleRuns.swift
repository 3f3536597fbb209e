import CheckpointArchive
import Foundation
import PolicyLearning
import ReferenceWorlds
import Testing
import TrainingCurves

@testable import TrainingRuns

/// Small runs on the cart and pole, in folders of a test's own.
final class CartPoleRuns: Sendable {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "runs-\(UUID().uuidString)").path

  // What cannot be removed is left to the system's temporary folder.
  deinit { try? FileManager.default.removeItem(atPath: root) }

  func plan(_ name: String, _ change: (inout RunPlan) -> Void = { _ in }) -> RunPlan {
    var plan = RunPlan(
      folder: "\(root)/\(name)", environment: "cart-pole", palette: [], program: "test")
    plan.learner.environmentCount = 4
    plan.learner.rolloutLength = 64
    plan.learner.batchSize = 64
    plan.learner.epochs = 3
    plan.learner.hiddenSizes = [16]
    plan.learner.totalSteps = 12 * 256
    plan.learner.seed = 3
    plan.checkpointInterval = 4
    plan.evaluationInterval = 3
    change(&plan)
    return plan
  }

  func run(
    _ plan: RunPlan, _ ranks: any RankGroup = SingleRank()
  ) throws -> TrainingRun<CartPole> {
    try TrainingRun(
      plan, ranks: ranks, makeEnvironment: { CartPole(seed: $1) },
      evaluate: { policy in
        TrainingEvaluation(score: Double(policy.observationSize), meanReturn: 1, meanLength: 1)
      }, now: { 0 })
  }

  func curve(_ name: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(name)/curve.csv", encoding: .utf8)
  }

  func finalState(_ plan: RunPlan) throws -> TrainerState {
    let store = try CheckpointStore(folder: plan.folder, keptCount: 3)
    return try #require(try store.latest()).checkpoint.state
  }
}
