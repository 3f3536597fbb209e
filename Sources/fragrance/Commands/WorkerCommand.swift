import ArgumentParser
import Foundation
import JobSpool
import JobWorker
import Logging
import Monitoring
import PolicyLearning
import ResultArchive
import ServiceLifecycle
import Settings
import UnixSignals

/// `fragrance worker`: claims jobs and does them.
struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Claims jobs and does them.",
    subcommands: [LLM.self, RL.self])

  struct LLM: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "llm", abstract: "Reads briefs and composes formulas until SIGTERM.")

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await WorkerCommand.run(options, role: "llm", queue: .llmInference) {
        try Assembly.composeFormula($0, metrics: $1)
      }
    }
  }

  struct RL: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rl", abstract: "Trains policies that compose formulas until SIGTERM.")

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await WorkerCommand.run(options, role: "rl", queue: .rlTraining) {
        try Assembly.trainPolicy($0, metrics: $1)
      }
    }
  }

  /// Works on one queue until it is told to stop.
  ///
  /// - Parameter role: such as `llm`; part of the worker's name.
  private static func run(
    _ options: SettingsOptions, role: String, queue: JobQueue,
    handler: (Settings, ServiceMetrics) throws -> any JobHandler
  ) async throws {
    let settings = try options.load()
    LineLogHandler.bootstrap(settings)
    do {
      try await work(settings, role: role, queue: queue, handler: handler)
    } catch let error as SpoolError {
      Terminal.writeError("\(error)")
      throw Exit.unavailable
    }
  }

  private static func work(
    _ settings: Settings, role: String, queue: JobQueue,
    handler: (Settings, ServiceMetrics) throws -> any JobHandler
  ) async throws {
    let logger = Logger(label: "worker")
    let spool = try Assembly.openSpool(settings)
    let kernel = try KernelIdentity.current()
    try await spool.store.noteKernel(kernel, now: .now)
    var generator = SystemRandomNumberGenerator()
    let name = WorkerName.make(
      role: role, host: ProcessInfo.processInfo.hostName,
      process: ProcessInfo.processInfo.processIdentifier, using: &generator)
    let lock = try WorkerLock(worker: name, in: spool.folder)
    let metrics = ServiceMetrics(registry: PrometheusRegistry())
    metrics.watchQueues { try await spool.store.queueReadings() }
    let watch = try SpoolWatch(files: [spool.folder.workBell])
    let worker = Worker(
      configuration: WorkerConfiguration(
        name: name, queue: queue, concurrency: concurrency(settings, queue),
        lease: settings.spool.lease, heartbeatInterval: settings.spool.heartbeat,
        drain: drain(settings, queue)),
      store: spool.store, archive: Archive(spoolFolder: spool.folder.path),
      handlers: [try handler(settings, metrics)], news: watch.events, clock: ContinuousClock(),
      now: { .now }, metrics: metrics, logger: logger)
    let upkeep = SpoolUpkeep(
      store: spool.store, folder: spool.folder, kernel: kernel, interval: .seconds(1),
      clock: ContinuousClock(), now: { .now }, logger: logger)
    let monitoring = MonitoringServer(
      host: settings.worker.metricsHost, port: settings.worker.metricsPort,
      registry: metrics.registry, probes: probes(worker, spool, queue),
      servesMetrics: settings.monitoring.enabled, logger: logger)
    logger.notice(
      "worker starts",
      metadata: ["name": "\(name)", "concurrency": "\(concurrency(settings, queue))"])
    try await ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [worker, upkeep, monitoring], gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger)
    ).run()
    try spool.store.close()
    withExtendedLifetime((lock, watch)) {}
    logger.notice("worker ends")
  }

  /// One training at a time: it has its own threads.
  private static func concurrency(_ settings: Settings, _ queue: JobQueue) -> Int {
    queue == .rlTraining ? 1 : settings.worker.concurrency
  }

  /// A training ends after the update it is in, with a checkpoint; waiting would only lose time.
  private static func drain(_ settings: Settings, _ queue: JobQueue) -> Duration {
    queue == .rlTraining ? .zero : settings.worker.drain
  }

  private static func probes(
    _ worker: Worker, _ spool: OpenSpool, _ queue: JobQueue
  ) -> HealthProbes {
    HealthProbes(
      version: Version.text,
      live: {
        [HealthCheck("heartbeat", failure: worker.isBeating ? nil : "no beat for long")]
      },
      ready: {
        let spool = await spool.healthCheck()
        return queue == .rlTraining ? [spool, linearAlgebra()] : [spool]
      })
  }

  /// Whether OpenBLAS is there, and the kernels it chose.
  static func linearAlgebra() -> HealthCheck {
    do {
      return HealthCheck("openblas-\(try BLAS.core())")
    } catch {
      return HealthCheck("openblas", failure: "\(error)")
    }
  }
}

extension OpenSpool {
  /// Whether the spool can be read now.
  func healthCheck() async -> HealthCheck {
    do {
      _ = try await store.depths(now: .now)
      return HealthCheck("spool")
    } catch {
      return HealthCheck("spool", failure: "\(error)")
    }
  }
}

extension JobStore {
  /// The queues as the metrics want them.
  func queueReadings() async throws -> [QueueReading] {
    let now = Timestamp.now
    return try await depths(now: now).map { depth in
      QueueReading(
        queue: depth.queue.rawValue,
        counts: Dictionary(
          uniqueKeysWithValues: depth.counts.map { ($0.key.rawValue, $0.value) }),
        oldestWait: depth.oldestWaiting.map { now - $0 })
    }
  }
}
