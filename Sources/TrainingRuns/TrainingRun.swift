import CheckpointArchive
package import PolicyLearning
package import TrainingCurves

/// A training run from its first update, or its last checkpoint, to its end.
///
/// Per update: learn → judge, and go back to the last checkpoint when it went wrong → evaluate →
/// record → checkpoint. Killed anywhere and begun again on the same folder, it ends with the same
/// curve and the same weights. Of several ranks all go the same way; the first alone reads and
/// writes files.
package final class TrainingRun<World: Environment> {
  private let plan: RunPlan
  private let trainer: Trainer<World>
  private let ranks: any RankGroup
  private let folder: RunFolder?
  private let record: RunRecord?
  private let evaluate: ((Policy) throws -> TrainingEvaluation)?
  private let now: () -> Double
  private var state: RunState
  private var judge: RollbackGuard

  /// Where a rollback goes.
  private var snapshot: Checkpoint
  private var metrics: UpdateMetrics?
  private var rollbacks: [(update: Int, reason: RollbackReason)] = []
  private var last: TrainingUpdate?

  /// What was not as it should be when the run was gone on with, one sentence each.
  ///
  /// Damaged checkpoints that were passed over; other kernels or ranks than it was begun with.
  package let notices: [String]

  /// Whether it goes on from a checkpoint.
  package let isResumed: Bool

  /// - Parameters:
  ///   - ranks: that train together; each makes such a run.
  ///   - makeEnvironment: as `Trainer`'s.
  ///   - evaluate: of a policy, without chance; nil leaves out evaluations and the best checkpoint.
  ///   - now: seconds since 1970.
  /// - Throws: what trainer, checkpoints and curve throw; `otherSettings`, `inUse`, `ranksDiffer`.
  package init(
    _ plan: RunPlan, ranks: any RankGroup = SingleRank(),
    makeEnvironment: (_ index: Int, _ seed: UInt64) throws -> World,
    evaluate: ((Policy) throws -> TrainingEvaluation)?, now: @escaping () -> Double
  ) throws {
    self.plan = plan
    self.ranks = ranks
    self.evaluate = evaluate
    self.now = now
    guard ranks.isSame(Array("\(plan) \(try BLAS.core())".utf8)) else {
      throw TrainingRunError.ranksDiffer
    }
    trainer = try Trainer(plan.learner, ranks: ranks, makeEnvironment: makeEnvironment)
    let folder = ranks.rank == 0 ? try RunFolder(plan, time: now()) : nil
    self.folder = folder
    notices = try folder?.notices(ranks: ranks.count) ?? []
    let found = try ranks.shared { folder?.latest?.checkpoint }
    isResumed = found != nil
    state = RunState()
    judge = RollbackGuard(plan.rollback)
    if let found {
      guard found.header.isOf(plan.learner, palette: plan.palette) else {
        throw TrainingRunError.otherSettings(folder: plan.folder)
      }
      try trainer.restore(found.state)
      state = try RunState(found.state)
      metrics = found.header.lastUpdate
      judge = RollbackGuard(
        plan.rollback, losses: state.guardLosses, returns: state.guardReturns)
    }
    let done = isResumed ? (rows: state.rows, steps: trainer.totalSteps) : nil
    record =
      folder == nil ? nil : try RunRecord(folder: plan.folder, resume: done, time: now())
    if let found {
      snapshot =
        try ranks.shared { try folder?.snapshot(interval: plan.checkpointInterval) } ?? found
    } else {
      snapshot = try Self.checkpoint(of: trainer, plan, state, nil)
      try keep(isSnapshot: true)
    }
  }

  /// Trains until all steps are done, the score stays flat, or `isStopped` says so after an update.
  ///
  /// What one rank is told by `isStopped` all ranks do.
  ///
  /// - Throws: `TrainingRunError.diverged` and `ranksDiverged`; `CheckpointError` and `CurveError`
  ///   when the disk fails. The last checkpoint stands in every case.
  package func run(
    isStopped: () -> Bool = { false }, progress: (RunProgress) -> Void = { _ in }
  ) throws -> RunOutcome {
    while !trainer.isFinished, !hasPlateaued {
      if ranks.isAny(isStopped()) {
        try keep()
        return try outcome(.stopped)
      }
      try update(progress)
    }
    try keep()
    return try outcome(hasPlateaued ? .plateau : .finished)
  }

  private var hasPlateaued: Bool { plan.patience.map { state.evaluationsSinceBest >= $0 } ?? false }

  private func update(_ progress: (RunProgress) -> Void) throws {
    var update = trainer.update()
    update.rollback = judgement(of: update)
    if update.rollback != nil {
      state.rollbackCount += 1
      state.rollbacksHere += 1
    }
    update.rollbackCount = state.rollbackCount
    var evaluation: TrainingEvaluation?
    var isBest = false
    let isDue = update.number % plan.evaluationInterval == 0 || trainer.isFinished
    if update.rollback == nil, isDue, let evaluate {
      let found = try evaluate(trainer.policy)
      isBest = found.score > (state.bestScore ?? -.infinity)
      let isImproved = found.score > (state.bestScore ?? -.infinity) + plan.leastImprovement
      state.evaluationsSinceBest = isImproved ? 0 : state.evaluationsSinceBest + 1
      if isBest { state.bestScore = found.score }
      evaluation = found
    }
    try record?.add(update, evaluation, time: now())
    state.rows += 1
    last = update
    if update.rollback == nil { metrics = UpdateMetrics(update) }
    if let reason = update.rollback {
      rollbacks.append((update.number, reason))
      try goBack(from: update, reason)
    } else if update.number % plan.checkpointInterval == 0 || isBest {
      try keep(isBest: isBest, isSnapshot: update.number % plan.checkpointInterval == 0)
    }
    let stepsLeft = Double(max(0, plan.learner.totalSteps - trainer.totalSteps))
    progress(
      RunProgress(
        update: update, evaluation: evaluation,
        fraction: min(1, Double(trainer.totalSteps) / Double(plan.learner.totalSteps)),
        secondsLeft: stepsLeft / max(1, update.stepsPerSecond)))
  }

  /// Why an update is to be taken back.
  ///
  /// A loss or a return that is as bad again after a smaller step, from the same state, is of what
  /// was met and not of the step: then the update is kept. So is one before it, or two bad updates
  /// would take turns until the run is given up.
  private func judgement(of update: TrainingUpdate) -> RollbackReason? {
    let reason = judge.judge(update)
    switch reason {
    case .lossSpike, .rewardDrop:
      guard update.number <= state.takenBack else { return reason }
      judge.accept(update)
      return nil
    case .divergence, .notFinite, nil: return reason
    }
  }

  private func goBack(from update: TrainingUpdate, _ reason: RollbackReason) throws {
    guard state.rollbacksHere <= plan.rollback.mostRollbacks else {
      throw TrainingRunError.diverged(
        update: update.number, reason: reason, rollbacks: plan.rollback.mostRollbacks)
    }
    if reason == .lossSpike || reason == .rewardDrop {
      state.takenBack = max(state.takenBack, update.number)
    }
    try trainer.restore(snapshot.state)
    trainer.learningRateFactor = state.snapshotFactor
    for _ in 0..<state.rollbacksHere {
      trainer.learningRateFactor *= plan.rollback.learningRateFactor
    }
    metrics = snapshot.header.lastUpdate
    let kept = try RunState(snapshot.state)
    judge = RollbackGuard(plan.rollback, losses: kept.guardLosses, returns: kept.guardReturns)
    // Counters of the run go on, those of the learner are as they were.
    state.bestScore = kept.bestScore
    state.evaluationsSinceBest = kept.evaluationsSinceBest
    try record?.goBack(toStep: trainer.totalSteps, time: now())
  }

  /// Writes a checkpoint, when the ranks agree about the parameters.
  ///
  /// - Parameter isSnapshot: later rollbacks go to it, and none has yet. A run that is stopped just
  ///   after it went back is at the same update, but must not forget why.
  private func keep(isBest: Bool = false, isSnapshot: Bool = false) throws {
    guard trainer.parametersAgree() else {
      throw TrainingRunError.ranksDiverged(update: trainer.updateCount)
    }
    if isSnapshot {
      state.rollbacksHere = 0
      state.takenBack = 0
      state.snapshotFactor = trainer.learningRateFactor
    }
    state.guardLosses = judge.losses
    state.guardReturns = judge.returns
    let checkpoint = try Self.checkpoint(of: trainer, plan, state, metrics)
    if isSnapshot { snapshot = checkpoint }
    // Off the interval, the one a rollback goes to may be the oldest; it must outlive a kill.
    try folder?.store.keep(checkpoint, isBest: isBest, sparing: snapshot.header.updateCount)
  }

  private static func checkpoint(
    of trainer: Trainer<World>, _ plan: RunPlan, _ state: RunState, _ metrics: UpdateMetrics?
  ) throws -> Checkpoint {
    var whole = trainer.state
    state.add(to: &whole)
    return Checkpoint(
      header: CheckpointHeader(
        program: plan.program, kernels: try BLAS.core(), environment: plan.environment,
        palette: plan.palette, observationSize: trainer.observationSize, action: trainer.action,
        hiddenSizes: plan.learner.hiddenSizes, updateCount: trainer.updateCount,
        totalSteps: trainer.totalSteps, score: state.bestScore, lastUpdate: metrics,
        settings: plan.learner.json),
      state: whole)
  }

  private func outcome(_ end: RunOutcome.End) throws -> RunOutcome {
    if let record { try draw(record) }
    return RunOutcome(
      end: end, updates: trainer.updateCount, totalSteps: trainer.totalSteps,
      bestScore: state.bestScore, rollbacks: rollbacks, lastUpdate: last)
  }

  private func draw(_ record: RunRecord) throws {
    let points = try record.points()
    let scores = points.compactMap { point in
      point.score.map { (steps: point.steps, value: $0) }
    }
    let returns = points.compactMap { point in
      point.meanReturn.map { (steps: point.steps, value: $0) }
    }
    let isScored = !scores.isEmpty
    try record.draw(
      CurvePlot(
        title: "Learning curve, seed \(plan.learner.seed)",
        quantity: isScored ? "score of evaluations" : "mean return of 100 episodes",
        runs: [CurvePlot.Run(points: isScored ? scores : returns)]))
  }
}
