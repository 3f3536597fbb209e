import CheckpointArchive
import Foundation
import PolicyLearning
import ReferenceWorlds
import Synchronization
import Testing
import TrainingCurves

@testable import TrainingRuns

/// Runs of several ranks, and of one that another process is in the way of.
@Suite final class RankedRunTests {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "ranked-\(UUID().uuidString)").path

  // What cannot be removed is left to the system's temporary folder.
  deinit { try? FileManager.default.removeItem(atPath: root) }

  private func plan(_ name: String) -> RunPlan {
    var plan = RunPlan(
      folder: "\(root)/\(name)", environment: "cart-pole", palette: [], program: "test")
    plan.learner.environmentCount = 4
    plan.learner.rolloutLength = 64
    plan.learner.batchSize = 64
    plan.learner.epochs = 2
    plan.learner.hiddenSizes = [16]
    plan.learner.normalizesObservations = true
    plan.learner.rewardScaling = .returns
    plan.learner.totalSteps = 10 * 256
    plan.checkpointInterval = 4
    plan.evaluationInterval = 3
    return plan
  }

  private static func run(
    _ plan: RunPlan, _ ranks: any RankGroup = SingleRank()
  ) throws -> TrainingRun<CartPole> {
    try TrainingRun(
      plan, ranks: ranks, makeEnvironment: { CartPole(seed: $1) },
      evaluate: { policy in
        TrainingEvaluation(score: Double(policy.observationSize), meanReturn: 1, meanLength: 1)
      }, now: { 0 })
  }

  private func curve(_ name: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(name)/curve.csv", encoding: .utf8)
  }

  private func finalState(_ plan: RunPlan) throws -> TrainerState {
    let store = try CheckpointStore(folder: plan.folder, keptCount: 3)
    return try #require(try store.latest()).checkpoint.state
  }

  @Test(arguments: [1, 4, 6])
  func whatOneRankIsToldAllDoAndItEndsAsIfItHadRunThrough(update: Int) throws {
    let (whole, parted) = (plan("whole"), plan("parted"))
    for result in ThreadRanks.run(2, { try Self.run(whole, $0).run().end }) {
      #expect(try result.get() == .finished)
    }
    let first = ThreadRanks.run(2) { ranks in
      var done = 0
      return try Self.run(parted, ranks).run(
        isStopped: { ranks.rank == 1 && done == update }, progress: { _ in done += 1 })
    }
    for result in first {
      let outcome = try result.get()
      #expect(outcome.end == .stopped && outcome.updates == update)
    }
    for result in ThreadRanks.run(2, { try Self.run(parted, $0).run().updates }) {
      #expect(try result.get() == 10)
    }
    #expect(try curve("parted") == curve("whole"))
    #expect(try finalState(parted) == finalState(whole))
  }

  @Test func anotherCountOfRanksGoesOnAndSaysSo() throws {
    let plan = plan("fewer")
    for result in ThreadRanks.run(
      2,
      { ranks in
        var done = 0
        _ = try Self.run(plan, ranks).run(
          isStopped: { done == 5 }, progress: { _ in done += 1 })
      })
    { try result.get() }
    let run = try Self.run(plan)
    #expect(run.isResumed && run.notices.contains { $0.contains("2 ranks") })
    #expect(try run.run().updates == 10)
  }

  @Test func ranksWithOtherSettingsDoNotBegin() {
    let plan = plan("other")
    let results = ThreadRanks.run(2) { ranks in
      var own = plan
      own.learner.seed = UInt64(ranks.rank)
      _ = try Self.run(own, ranks)
    }
    for result in results {
      #expect(throws: TrainingRunError.self) { try result.get() }
    }
    #expect(!FileManager.default.fileExists(atPath: plan.folder))
  }

  @Test func aSecondRunInOneFolderIsRefusedWhileTheFirstLives() throws {
    let plan = plan("locked")
    let files = { try FileManager.default.contentsOfDirectory(atPath: plan.folder).sorted() }
    try withExtendedLifetime(try Self.run(plan)) { first in
      let before = try files()
      #expect(throws: TrainingRunError.self) { try Self.run(plan) }
      #expect(try files() == before)
      #expect(try first.run().end == .finished)
    }
    #expect(try Self.run(plan).isResumed)
  }
}
