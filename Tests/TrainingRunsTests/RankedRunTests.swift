import CheckpointArchive
import Foundation
import PolicyLearning
import ReferenceWorlds
import Testing
import TrainingCurves

@testable import TrainingRuns

/// Runs of several ranks, and of one that another process is in the way of.
@Suite struct RankedRunTests {
  private let runs = CartPoleRuns()

  private func plan(_ name: String) -> RunPlan {
    runs.plan(name) {
      $0.learner.normalizesObservations = true
      $0.learner.rewardScaling = .returns
      $0.learner.totalSteps = 10 * 256
    }
  }

  @Test(arguments: [1, 4, 6])
  func whatOneRankIsToldAllDoAndItEndsAsIfItHadRunThrough(update: Int) throws {
    let (whole, parted) = (plan("whole"), plan("parted"))
    for result in ThreadRanks.run(2, { try runs.run(whole, $0).run().end }) {
      #expect(try result.get() == .finished)
    }
    let first = ThreadRanks.run(2) { ranks in
      var done = 0
      return try runs.run(parted, ranks).run(
        isStopped: { ranks.rank == 1 && done == update }, progress: { _ in done += 1 })
    }
    for result in first {
      let outcome = try result.get()
      #expect(outcome.end == .stopped && outcome.updates == update)
    }
    for result in ThreadRanks.run(2, { try runs.run(parted, $0).run().updates }) {
      #expect(try result.get() == 10)
    }
    #expect(try runs.curve("parted") == runs.curve("whole"))
    #expect(try runs.finalState(parted) == runs.finalState(whole))
  }

  @Test func anotherCountOfRanksGoesOnAndSaysSo() throws {
    let plan = plan("fewer")
    let stopped = ThreadRanks.run(2) { ranks in
      var done = 0
      return try runs.run(plan, ranks).run(
        isStopped: { done == 5 }, progress: { _ in done += 1 }
      ).end
    }
    for result in stopped { #expect(try result.get() == .stopped) }
    let run = try runs.run(plan)
    #expect(run.isResumed && run.notices.contains { $0.contains("2 ranks") })
    #expect(try run.run().updates == 10)
  }

  @Test func ranksWithOtherSettingsDoNotBegin() {
    let plan = plan("other")
    let results = ThreadRanks.run(2) { ranks in
      var own = plan
      own.learner.seed = UInt64(ranks.rank)
      _ = try runs.run(own, ranks)
    }
    for result in results {
      #expect(throws: TrainingRunError.self) { try result.get() }
    }
    #expect(!FileManager.default.fileExists(atPath: plan.folder))
  }

  @Test func aSecondRunInOneFolderIsRefusedWhileTheFirstLives() throws {
    let plan = plan("locked")
    let files = { try FileManager.default.contentsOfDirectory(atPath: plan.folder).sorted() }
    try withExtendedLifetime(try runs.run(plan)) { first in
      let before = try files()
      #expect(throws: TrainingRunError.self) { try runs.run(plan) }
      #expect(try files() == before)
      #expect(try first.run().end == .finished)
    }
    #expect(try runs.run(plan).isResumed)
  }
}
