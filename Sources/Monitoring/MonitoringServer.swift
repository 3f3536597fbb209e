import HTTPTypes
import Hummingbird
package import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle
import StrictJSON

/// The answers to scrapes and health checks, as responses of Hummingbird.
package enum MonitoringResponse {
  /// The scrape, in Prometheus' text format 0.0.4.
  package static func metrics(_ registry: PrometheusRegistry) async -> Response {
    let text = await registry.scrape()
    return Response(
      status: .ok,
      headers: [.contentType: PrometheusText.contentType, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// 200 when healthy, else 503, with the reasons in the body.
  package static func health(_ probes: HealthProbes, _ question: HealthQuestion) async -> Response {
    let answer = await probes.answer(question)
    return Response(
      status: answer.isHealthy ? .ok : .serviceUnavailable,
      headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body.canonicalText)))
  }
}

/// A worker's own port: `/metrics`, `/health`, `/health/live` and `/health/ready`.
package struct MonitoringServer: Service {
  private let address: BindAddress
  private let registry: PrometheusRegistry
  private let probes: HealthProbes
  private let servesMetrics: Bool
  private let logger: Logger
  private let onListening: @Sendable (Int) -> Void

  /// - Parameters:
  ///   - servesMetrics: false leaves the health addresses alone.
  ///   - port: 0 takes a free one; `onListening` is told which.
  package init(
    host: String, port: Int, registry: PrometheusRegistry, probes: HealthProbes,
    servesMetrics: Bool = true, logger: Logger,
    onListening: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    address = .hostname(host, port: port)
    self.registry = registry
    self.probes = probes
    self.servesMetrics = servesMetrics
    self.logger = logger
    self.onListening = onListening
  }

  /// Serves until the graceful shutdown of its service group; requests under way are answered.
  ///
  /// - Throws: when the address cannot be bound.
  package func run() async throws {
    let router = Router(options: .autoGenerateHeadEndpoints)
    if servesMetrics {
      router.get("/metrics") { [registry] _, _ in await MonitoringResponse.metrics(registry) }
    }
    router.get("/health") { [probes] _, _ in await MonitoringResponse.health(probes, .summary) }
    router.get("/health/live") { [probes] _, _ in await MonitoringResponse.health(probes, .live) }
    router.get("/health/ready") { [probes] _, _ in
      await MonitoringResponse.health(probes, .ready)
    }
    let limits = HTTP1Channel.Configuration(
      idleTimeout: .seconds(30),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 8 * 1024, maxHeaderListSize: 16 * 1024, maxHeaderFieldCount: 100))
    let application = Application(
      router: router, server: .http1(configuration: limits),
      configuration: ApplicationConfiguration(
        address: address, availableConnectionsDelegate: .maximum(64, logger: logger)),
      onServerRunning: { [onListening] channel in onListening(channel.localAddress?.port ?? 0) },
      logger: logger)
    try await application.run()
  }
}
