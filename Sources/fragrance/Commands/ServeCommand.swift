import ArgumentParser
import JobAPI
import JobSpool
import JobWorker
import Logging
import Monitoring
import ResultArchive
import ServiceLifecycle
import Settings
import UnixSignals

/// `fragrance serve`: the app. HTTP in and out, and the keeping of the spool.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the HTTP API and keeps the spool until SIGTERM.")

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let settings = try options.load()
    LineLogHandler.bootstrap(settings)
    do {
      try await Self.serve(settings)
    } catch let error as SpoolError {
      Terminal.writeError("\(error)")
      throw Exit.unavailable
    }
  }

  private static func serve(_ settings: Settings) async throws {
    let logger = Logger(label: "app")
    let spool = try Assembly.openSpool(settings)
    let kernel = try KernelIdentity.current()
    try await spool.store.noteKernel(kernel, now: .now)
    let metrics = ServiceMetrics(registry: PrometheusRegistry())
    metrics.watchQueues { try await spool.store.queueReadings() }
    let keeper = KeeperService(spool, kernel: kernel, metrics: metrics, logger: logger)
    var configuration = APIConfiguration(host: settings.api.host, port: settings.api.port)
    configuration.bodyByteLimit = settings.api.bodyLimitBytes
    configuration.connectionLimit = settings.api.maxConnections
    configuration.longestWait = settings.api.requestTimeout
    configuration.requestDeadline = min(configuration.requestDeadline, settings.api.requestTimeout)
    configuration.queueBound = settings.api.queueBound
    configuration.servesMetrics = settings.monitoring.enabled
    configuration.usualMaxAttempts = settings.spool.maxAttempts
    let server = APIServer(
      configuration: configuration, store: spool.store,
      results: ArchivedResults(archive: Archive(spoolFolder: spool.folder.path)),
      health: HealthProbes(version: Version.text, live: { [] }, ready: keeper.readiness),
      metrics: metrics, logger: logger, now: { .now },
      onListening: { port in
        logger.notice("listening", metadata: ["host": "\(settings.api.host)", "port": "\(port)"])
      })
    var group = ServiceGroupConfiguration(
      services: [keeper, server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    group.maximumGracefulShutdownDuration = settings.api.shutdownGrace
    try await ServiceGroup(configuration: group).run()
    try spool.store.close()
    logger.notice("app ends")
  }
}

/// The archive as the API reads it, off the cooperative pool.
struct ArchivedResults: ResultReading {
  let archive: Archive

  func compressedResult(_ reference: ResultReference) async throws -> [UInt8] {
    try await ComputeThreads.storage.run { try archive.storedBytes(reference) }
  }

  func result(_ reference: ResultReference) async throws -> [UInt8] {
    try await ComputeThreads.storage.run { try archive.json(reference) }
  }
}
