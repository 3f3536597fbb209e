import FormulaPolicy
package import FormulaRules
package import JobDocuments
package import JobSpool
package import Monitoring
package import Perfumery
package import PolicyLearning
package import ResultDocuments
import StrictJSON
import Synchronization
import TrainingCurves
package import TrainingRuns

/// Trains a policy that composes formulas: order → run in its own folder → comparison → result.
///
/// The run's folder is named after the job, so that an attempt after a killed one goes on from the
/// last checkpoint and ends with the same weights.
package struct TrainPolicy: JobHandler {
  /// What a run is where its order says nothing.
  package struct Defaults: Sendable {
    /// The folder is where runs get theirs; the palette is chosen anew for each run.
    package var plan: RunPlan

    /// Materials of the palette, from 2.
    package var ingredients: Int

    /// Unseen briefs of evaluations and of the comparison, from 1.
    package var briefs: Int

    /// Digest of the settings and tables that decide results.
    package var configuration: ConfigurationStamp

    package init(
      plan: RunPlan, ingredients: Int, briefs: Int, configuration: ConfigurationStamp
    ) {
      self.plan = plan
      self.ingredients = ingredients
      self.briefs = briefs
      self.configuration = configuration
    }
  }

  package let kind = JobKind.trainRL
  private let catalogue: Catalogue
  private let rules: RuleBook
  private let defaults: Defaults
  private let metrics: ServiceMetrics
  private let now: @Sendable () -> Timestamp
  private let threads = ComputeThreads(label: "train")

  package init(
    catalogue: Catalogue, rules: RuleBook, defaults: Defaults, metrics: ServiceMetrics,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.catalogue = catalogue
    self.rules = rules
    self.defaults = defaults
    self.metrics = metrics
    self.now = now
  }

  /// Trains what the job's payload orders; a run of an earlier attempt is gone on with.
  package func run(
    _ job: Job, progress: @escaping @Sendable (JobProgress) -> Void
  ) async throws -> [UInt8] {
    let order: JobDocument.Order
    do {
      order = try JobDocument(payload: job.payload).order
    } catch {
      throw AttemptFailure(code: "payload-invalid", message: "\(error)", advice: .never)
    }
    guard case .training(let training) = order else {
      throw AttemptFailure(
        code: "payload-invalid", message: "The payload orders no training.", advice: .never)
    }
    let isStopped = Mutex(false)
    let result = try await withTaskCancellationHandler {
      try await threads.run { [self] in
        try train(training, run: job.id.rawValue, isStopped: { isStopped.withLock { $0 } }) {
          progress(JobProgress(fraction: $0.fraction, stage: $0.words))
        }
      }
    } onCancel: {
      isStopped.withLock { $0 = true }
    }
    guard var result, result.outcome.end != .stopped else { throw CancellationError() }
    result.job = job.id.rawValue
    return result.json.canonicalBytes
  }

  /// The training itself, for a job and for the command line alike. Blocks its thread.
  ///
  /// - Parameters:
  ///   - run: name of the folder below that of the plan; a run that is there is gone on with.
  ///   - ranks: that train together, each by such a call.
  ///   - isStopped: asked after every update; the run can be gone on with afterwards.
  /// - Returns: nil on other ranks than the first.
  /// - Throws: `AttemptFailure` when the order cannot be fulfilled or the run diverged.
  package func train(
    _ order: TrainingOrder, run name: String, ranks: any RankGroup = SingleRank(),
    isStopped: () -> Bool, progress: (RunProgress) -> Void
  ) throws -> TrainingResult? {
    let palette = PolicyPalette.materials(
      order.ingredients ?? defaults.ingredients, catalogue: catalogue, rules: rules)
    let plan = plan(order, palette: palette, name: name)
    let bench = try DosingBench(palette: palette, catalogue: catalogue, rules: rules)
    let comparison = try PolicyComparison(bench: bench, count: defaults.briefs)
    let choosing = try PolicyComparison(
      bench: bench, briefs: .forChoosing, count: defaults.briefs)
    do {
      let run = try TrainingRun(
        plan, ranks: ranks,
        makeEnvironment: { _, seed in
          try FragranceEnvironment(bench: bench, seed: seed, discount: plan.learner.discount)
        },
        evaluate: { TrainingEvaluation(try choosing.walks(of: $0)) },
        now: { Double(now().milliseconds) / 1000 })
      var episodes = 0
      let outcome = try run.run(isStopped: isStopped) { step in
        // A rollback takes the count back; the metric counts what was trained.
        metrics.episodesFinished(max(0, step.update.episodeCount - episodes))
        episodes = step.update.episodeCount
        progress(step)
      }
      guard ranks.rank == 0 else { return nil }
      let best = try BestPolicy(folder: plan.folder)
      return TrainingResult(
        plan: plan, outcome: outcome, notices: run.notices, best: best,
        comparison: outcome.end == .stopped
          ? [] : try TrainingResult.Row.all(of: comparison, best.policy),
        trialCount: comparison.trials.count,
        paletteRatio: comparison.paletteRatio, configuration: defaults.configuration)
    } catch let error as TrainingRunError {
      throw AttemptFailure(code: error.code, message: "\(error)", advice: error.advice)
    } catch let error as LearnerSettingsError {
      throw AttemptFailure(code: "order-out-of-range", message: "\(error)", advice: .never)
    } catch let error as BLASError {
      throw AttemptFailure(code: "library-missing", message: "\(error)", advice: .never)
    }
  }

  private func plan(_ order: TrainingOrder, palette: [MaterialID], name: String) -> RunPlan {
    var plan = defaults.plan
    plan.folder += "/\(name)"
    plan.palette = palette.map(\.rawValue)
    var learner = plan.learner
    if let algorithm = order.algorithm { learner.algorithm = algorithm == .ppo ? .ppo : .reinforce }
    if let seed = order.seed { learner.seed = seed }
    if let environments = order.environments { learner.environmentCount = environments }
    if let steps = order.stepsPerIteration { learner.rolloutLength = steps }
    if let size = order.batchSize { learner.batchSize = size }
    learner.batchSize = min(learner.batchSize, learner.samplesPerUpdate)
    if let epochs = order.epochs { learner.epochs = epochs }
    if let discount = order.discount { learner.discount = discount }
    if let decay = order.traceDecay { learner.traceDecay = decay }
    if let range = order.clipRange { learner.clipRange = range }
    if let target = order.targetKL { learner.targetKL = target }
    let units = order.hiddenUnits ?? learner.hiddenSizes[0]
    learner.hiddenSizes = Array(
      repeating: units, count: order.hiddenLayers ?? learner.hiddenSizes.count)
    if let rate = order.learningRate {
      learner.learningRate.final *= rate / learner.learningRate.initial
      learner.learningRate.initial = rate
    }
    if let weight = order.entropy {
      learner.entropy.final *= weight / max(1e-12, learner.entropy.initial)
      learner.entropy.initial = weight
    }
    let steps = order.totalSteps ?? order.iterations.map { $0 * learner.samplesPerUpdate }
    if let steps {
      // The schedule of the entropy bonus keeps its part of the run.
      let part = Double(learner.entropy.decaySteps) / Double(learner.totalSteps)
      learner.entropy.decaySteps = max(1, Int(part * Double(steps)))
      learner.totalSteps = steps
    }
    plan.learner = learner
    return plan
  }
}

extension TrainingRunError {
  /// Who lost the lease of a run ends soon; everything else would be as it was.
  fileprivate var advice: RetryAdvice {
    if case .inUse = self { .later } else { .never }
  }
}

extension RunProgress {
  /// In a few words: update, speed, return, divergence, time left.
  package var words: String {
    let left = secondsLeft >= 90 ? "\(Int(secondsLeft / 60)) min" : "\(Int(secondsLeft)) s"
    let worth = update.meanReturn.map { ", return \(($0 * 100).rounded() / 100)" } ?? ""
    let divergence = (update.approximateKL * 10_000).rounded() / 10_000
    return "training, update \(update.number), \(Int(update.stepsPerSecond)) steps/s\(worth), "
      + "KL \(divergence), \(left) left"
  }
}

extension TrainingEvaluation {
  /// Of walks over the trials: the score is the mean of both fits.
  init(_ outcomes: [PolicyComparison.Outcome]) {
    func mean(_ value: (PolicyComparison.Outcome) -> Double) -> Double {
      outcomes.isEmpty ? 0 : outcomes.reduce(0) { $0 + value($1) } / Double(outcomes.count)
    }
    self.init(
      score: mean { 0.5 * ($0.staticRatio + $0.fit) }, meanReturn: mean(\.worth),
      meanLength: Double(FragranceEnvironment.horizon),
      details: [
        (name: "static_fit_over_bound", value: mean(\.staticRatio)),
        (name: "fit_over_time", value: mean(\.fit)), (name: "worth", value: mean(\.worth)),
      ])
  }
}
