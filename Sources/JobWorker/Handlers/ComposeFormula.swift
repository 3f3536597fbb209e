import BriefReading
package import FormulaSearch
package import JobDocuments
package import JobSpool
package import ModelEnsemble
package import Monitoring
package import Perfumery
package import ResultDocuments
import StrictJSON
import Synchronization

/// The whole flow: brief → reading → formula inside the law → report → result.
package struct ComposeFormula: JobHandler {
  /// What a brief means where neither it nor the order says anything.
  package struct Defaults: Sendable {
    package var seed: UInt64

    /// Which models are asked; nil lets the router decide from the text.
    package var mode: EnsembleMode?
    package var category: ProductCategory
    package var allergenLimitPpm: Double?

    /// Further formulas of the Pareto front to search for, 0...10.
    package var alternatives: Int

    /// Longest time the language models get together.
    package var readingTime: Duration

    /// Digest of the settings and tables that decide results.
    package var configuration: ConfigurationStamp

    package init(
      seed: UInt64, mode: EnsembleMode?, category: ProductCategory, allergenLimitPpm: Double?,
      alternatives: Int, readingTime: Duration, configuration: ConfigurationStamp
    ) {
      self.seed = seed
      self.mode = mode
      self.category = category
      self.allergenLimitPpm = allergenLimitPpm
      self.alternatives = alternatives
      self.readingTime = readingTime
      self.configuration = configuration
    }
  }

  package let kind = JobKind.brief
  private let ensemble: Ensemble
  private let composer: Composer
  private let frontSearch: FrontSearch
  let judge: FormulaJudge
  private let defaults: Defaults
  let policy: PolicySource
  private let metrics: ServiceMetrics
  let threads = ComputeThreads(label: "compose")
  private let clock = ContinuousClock()

  package init(
    ensemble: Ensemble, composer: Composer, frontSearch: FrontSearch, judge: FormulaJudge,
    defaults: Defaults, policy: PolicySource = .absent, metrics: ServiceMetrics
  ) {
    self.metrics = metrics
    self.ensemble = ensemble
    self.composer = composer
    self.frontSearch = frontSearch
    self.judge = judge
    self.defaults = defaults
    self.policy = policy
  }

  /// Composes for the brief in the job's payload.
  package func run(
    _ job: Job, progress: @escaping @Sendable (JobProgress) -> Void
  ) async throws -> [UInt8] {
    let document: JobDocument
    do {
      document = try JobDocument(payload: job.payload)
    } catch {
      throw AttemptFailure(code: "payload-invalid", message: "\(error)", advice: .never)
    }
    guard let order = document.brief else {
      throw AttemptFailure(
        code: "payload-invalid", message: "The payload holds no brief.", advice: .never)
    }
    var result = try await compose(order, progress: progress)
    result.job = job.id.rawValue
    return result.document.canonicalBytes
  }

  /// The flow itself, for a job and for the command line alike.
  ///
  /// - Throws: `AttemptFailure` when the brief cannot be understood or fulfilled.
  package func compose(
    _ order: BriefOrder, progress: @escaping @Sendable (JobProgress) -> Void
  ) async throws -> FormulaResult {
    progress(JobProgress(fraction: 0, stage: "reading"))
    let (reading, readingTime) = try await timed("reading") { try await read(order) }
    try Task.checkCancellation()

    progress(JobProgress(fraction: 0.3, stage: "composing"))
    let seed = order.seed ?? defaults.seed
    let (composition, composingTime) = try await timed("composing") {
      try await compose(reading.brief, seed: seed)
    }
    try Task.checkCancellation()

    progress(JobProgress(fraction: 0.4, stage: "searching"))
    let count = order.alternatives ?? defaults.alternatives
    let (front, searchingTime) = try await timed("searching") {
      try await search(reading.brief, composition, count: count, seed: seed)
    }
    try Task.checkCancellation()

    progress(JobProgress(fraction: 0.9, stage: "checking"))
    let (judgement, checkingTime) = try await timed("checking") {
      try judge.judge(composition, front)
    }
    var result = FormulaResult(
      text: order.text, seed: seed, reading: reading, composition: composition,
      judgement: judgement, front: front, configuration: defaults.configuration,
      timings: [
        "reading": readingTime, "composing": composingTime, "searching": searchingTime,
        "checking": checkingTime,
      ])
    try await propose(reading.brief, for: &result)
    return result
  }

  private func read(_ order: BriefOrder) async throws -> EnsembleReading {
    var reading = try await ensemble.read(
      order.request(defaults), deadline: clock.now + defaults.readingTime)
    for run in reading.members {
      metrics.inferenceFinished(
        model: run.model, role: run.name, mode: reading.mode.rawValue, took: .seconds(run.seconds))
    }
    reading.brief.apply(order, defaults)
    guard !reading.brief.saysNothing else {
      throw AttemptFailure(
        code: "brief-not-understood",
        message: "The brief names no scent, note, mood or image that is known here.", advice: .never
      )
    }
    return reading
  }

  private func compose(_ brief: Brief, seed: UInt64) async throws -> Composition {
    try await threads.run { [composer] in
      try Self.explained { try composer.compose(brief, seed: seed) }
    }
  }

  /// The alternatives to a composition; stops between two generations when the job is cancelled.
  private func search(
    _ brief: Brief, _ composition: Composition, count: Int, seed: UInt64
  ) async throws -> Front? {
    guard count > 0 else { return nil }
    let isCancelled = Mutex(false)
    let work = { @Sendable [frontSearch] in
      try frontSearch.alternatives(
        brief, composed: composition, count: count, settings: try FrontSearch.settings(seed: seed),
        progress: { _ in !isCancelled.withLock { $0 } })
    }
    return try await withTaskCancellationHandler {
      try await threads.run { try Self.explained(work) }
    } onCancel: {
      isCancelled.withLock { $0 = true }
    }
  }

  /// A brief that cannot be fulfilled fails its job for good, with the reason.
  private static func explained<Value>(_ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as CompositionError {
      throw AttemptFailure(code: error.code, message: "\(error)", advice: .never)
    }
  }

  func timed<Value>(
    _ stage: String, _ work: () async throws -> Value
  ) async rethrows -> (Value, Duration) {
    let start = clock.now
    let value = try await work()
    let duration = clock.now - start
    metrics.stageFinished(stage, took: duration)
    return (value, duration)
  }
}
