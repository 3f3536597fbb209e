import CheckpointArchive
import Foundation
import PolicyLearning
import ReferenceWorlds
import Testing
import TrainingCurves

@testable import TrainingRuns

@Suite struct TrainingRunTests {
  private let runs = CartPoleRuns()

  private func plan(_ name: String, _ change: (inout RunPlan) -> Void = { _ in }) -> RunPlan {
    runs.plan(name, change)
  }

  @Test(arguments: 1...11)
  func stoppedAfterAnyUpdateItEndsAsIfItHadRunThrough(update: Int) throws {
    let whole = plan("whole")
    #expect(try runs.run(whole).run().end == .finished)
    let parted = plan("parted")
    var done = 0
    let first = try runs.run(parted).run(
      isStopped: { done == update }, progress: { _ in done += 1 })
    #expect(first.end == .stopped && first.updates == update)
    let second = try runs.run(parted)
    #expect(second.isResumed)
    #expect(try second.run().end == .finished)
    #expect(try runs.curve("parted") == runs.curve("whole"))
    #expect(try runs.finalState(parted) == runs.finalState(whole))
  }

  @Test(arguments: [2, 5, 9])
  func abandonedAnywhereItEndsAsIfItHadRunThrough(update: Int) throws {
    struct Killed: Error {}
    let whole = plan("whole") { $0.learner.threadCount = 2 }
    _ = try runs.run(whole).run()
    let killed = plan("killed")
    // A progress callback cannot throw, so the run is stopped in the evaluation it comes to next.
    let dying = try TrainingRun(
      plan("dying"), makeEnvironment: { CartPole(seed: $1) },
      evaluate: { _ in throw Killed() }, now: { 0 })
    #expect(throws: Killed.self) { try dying.run() }
    var done = 0
    _ = try runs.run(killed).run(isStopped: { done >= update }, progress: { _ in done += 1 })
    // As if the last checkpoint and the rows after the one before had never reached the disk.
    let store = try CheckpointStore(folder: killed.folder, keptCount: 3)
    let names = try store.names()
    if names.count > 1, let last = names.last {
      try FileManager.default.removeItem(atPath: "\(killed.folder)/\(last)")
    }
    _ = try runs.run(killed).run()
    #expect(try runs.curve("killed") == runs.curve("whole"))
    #expect(try runs.finalState(killed) == runs.finalState(whole))
  }

  @Test func aDivergingRunGoesBackAndIsGivenUpWithAGoodCheckpoint() throws {
    let wild = plan("wild") {
      $0.learner.learningRate.initial = 0.5
      $0.rollback.mostRollbacks = 2
      $0.rollback.maxKL = 1e-9
    }
    #expect(throws: TrainingRunError.self) { try runs.run(wild).run() }
    let rows = try runs.curve("wild").split(separator: "\n")
    #expect(rows.count == 4)
    #expect(rows.dropFirst().allSatisfy { $0.contains("divergence") || $0.contains("not-finite") })
    let store = try CheckpointStore(folder: wild.folder, keptCount: 3)
    #expect(try store.latest()?.checkpoint.header.updateCount == 0)
  }

  @Test func aSmallerStepLeadsOutOfARollback() throws {
    let plan = plan("halved") {
      $0.learner.learningRate.initial = 0.02
      $0.rollback.maxKL = 0.012
      $0.rollback.mostRollbacks = 20
    }
    let outcome = try runs.run(plan).run()
    #expect(outcome.end == .finished)
    #expect(!outcome.rollbacks.isEmpty)
    #expect(try runs.curve("halved").contains(",divergence,"))
  }

  @Test func whatASmallerStepDoesNotMendIsKept() throws {
    // Every loss is a spike; the step is not at fault, so each update is taken back once.
    let plan = plan("spikes") {
      $0.rollback.lossSpikeFactor = 1
      $0.rollback.mostRollbacks = 100
      $0.checkpointInterval = 1
    }
    let outcome = try runs.run(plan).run()
    #expect(outcome.end == .finished)
    let taken = outcome.rollbacks.map(\.update)
    #expect(!taken.isEmpty && Set(taken).count == taken.count)
  }

  @Test func twoSpikesAfterOneSnapshotDoNotTakeTurnsForEver() throws {
    let plan = plan("turns") {
      $0.rollback.maxKL = nil
      $0.rollback.lossSpikeFactor = 1
      $0.rollback.mostRollbacks = $0.checkpointInterval
    }
    #expect(try runs.run(plan).run().end == .finished)
  }

  /// Goes back several times, to its very beginning too, for divergence and for loss.
  private func wavering(_ name: String) -> RunPlan {
    plan(name) {
      $0.learner.seed = 4
      $0.learner.learningRate.initial = 0.02
      $0.rollback.maxKL = 0.01
      $0.rollback.lossSpikeFactor = 1.2
      $0.rollback.mostRollbacks = 20
      $0.keptCheckpoints = 2
    }
  }

  @Test(arguments: 1...24)
  func stoppedAroundRollbacksItEndsAsIfItHadRunThrough(stop: Int) throws {
    let whole = wavering("whole")
    #expect(try runs.run(whole).run().rollbacks.count >= 2)
    let parted = wavering("parted")
    var done = 0
    _ = try runs.run(parted).run(isStopped: { done == stop }, progress: { _ in done += 1 })
    _ = try runs.run(parted).run()
    #expect(try runs.curve("parted") == runs.curve("whole"))
    #expect(try runs.finalState(parted) == runs.finalState(whole))
  }

  @Test func stoppedAfterEveryUpdateItStillEndsTheSame() throws {
    let whole = wavering("whole")
    let updates = try runs.run(whole).run().rollbacks.count + 12 * 4
    let parted = wavering("parted")
    var end: RunOutcome.End?
    var parts = 0
    while end != .finished, parts < 4 * updates {
      var done = 0
      end = try runs.run(parted).run(isStopped: { done == 1 }, progress: { _ in done += 1 }).end
      parts += 1
    }
    #expect(end == .finished)
    #expect(try runs.curve("parted") == runs.curve("whole"))
    #expect(try runs.finalState(parted) == runs.finalState(whole))
  }

  @Test func theHeaderShowsWhatTheLastUpdateCameTo() throws {
    let plan = plan("metrics")
    let outcome = try runs.run(plan).run()
    let store = try CheckpointStore(folder: plan.folder, keptCount: 3)
    let header = try #require(try store.latest()).checkpoint.header
    #expect(header.lastUpdate == outcome.lastUpdate.map(UpdateMetrics.init))
  }

  @Test func whatAKilledWriterLeftIsSweptAway() throws {
    let plan = plan("swept")
    _ = try runs.run(plan).run(isStopped: { true })
    let torn = "\(plan.folder)/.update-00000004.ckpt.1.1.tmp"
    try Data("torn".utf8).write(to: URL(filePath: torn))
    _ = try runs.run(plan)
    #expect(FileManager.default.fileExists(atPath: torn))
    let later = Date().timeIntervalSince1970 + 7200
    _ = try TrainingRun(
      plan, makeEnvironment: { CartPole(seed: $1) }, evaluate: nil, now: { later })
    #expect(!FileManager.default.fileExists(atPath: torn))
  }

  @Test func aFlatScoreEndsTheRunEarly() throws {
    let outcome = try runs.run(plan("flat") { $0.patience = 2 }).run()
    #expect(outcome.end == .plateau && outcome.updates == 9)
  }

  @Test func otherKernelsAndDamagedCheckpointsAreNamed() throws {
    let plan = plan("moved")
    _ = try runs.run(plan).run(isStopped: { true })
    let store = try CheckpointStore(folder: plan.folder, keptCount: 3)
    var checkpoint = try #require(try store.latest()).checkpoint
    checkpoint.header.kernels = "Abacus"
    try store.keep(checkpoint, isBest: false)
    try Data("torn".utf8).write(to: URL(filePath: "\(plan.folder)/update-00000009.ckpt"))
    let notices = try runs.run(plan).notices
    #expect(notices.count == 2)
    #expect(notices[0].contains("update-00000009.ckpt") && notices[1].contains("Abacus"))
  }

  @Test func anotherRunsFolderIsRefused() throws {
    _ = try runs.run(plan("taken")).run(isStopped: { true })
    #expect(throws: TrainingRunError.self) {
      try runs.run(plan("taken") { $0.learner.learningRate.initial = 1e-4 })
    }
  }

  @Test func theFolderHoldsAllThatIsShown() throws {
    _ = try runs.run(plan("shown")).run()
    let names = try FileManager.default.contentsOfDirectory(atPath: plan("shown").folder)
    #expect(Set(["curve.csv", "curve.svg", "best.ckpt"]).isSubset(of: names))
    #expect(names.count { $0.hasPrefix("events.out.tfevents.") } == 1)
    #expect(names.count { $0.hasPrefix("update-") } == 3)
  }
}
