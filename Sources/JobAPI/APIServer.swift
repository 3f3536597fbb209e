import Hummingbird
import HummingbirdCore
package import JobSpool
package import Logging
package import Monitoring
import NIOCore
import ServiceLifecycle

/// The HTTP API as a service: serves until the graceful shutdown, then answers what is under way.
///
/// On shutdown no new connection is taken, waits end with 202, event streams end, and every request
/// that was received is answered.
package struct APIServer: Service {
  private let api: API
  private let logger: Logger
  private let onListening: @Sendable (Int) -> Void

  /// - Parameters:
  ///   - health: what `/health`, `/health/live` and `/health/ready` answer.
  ///   - metrics: counts requests, and is what `/metrics` prints.
  ///   - now: the wall clock.
  ///   - onListening: told the port once connections are accepted.
  package init(
    configuration: APIConfiguration, store: any JobStore, results: any ResultReading,
    health: HealthProbes, metrics: ServiceMetrics, logger: Logger,
    now: @escaping @Sendable () -> Timestamp,
    onListening: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    let watcher = JobWatcher(store: store, interval: configuration.watchInterval, logger: logger)
    api = API(
      configuration: configuration, store: store, results: results, health: health,
      metrics: metrics, watcher: watcher, now: now)
    self.logger = logger
    self.onListening = onListening
  }

  /// Serves until the graceful shutdown.
  ///
  /// - Throws: when the address cannot be bound.
  package func run() async throws {
    let configuration = api.configuration
    let address = BindAddress.hostname(configuration.host, port: configuration.port)
    let application = Application(
      responder: Self.router(api).buildResponder(),
      server: .http1(configuration: Self.limits(configuration, metrics: api.metrics)),
      configuration: ApplicationConfiguration(
        address: address,
        availableConnectionsDelegate: .maximum(configuration.connectionLimit, logger: logger)),
      services: [api.watcher],
      onServerRunning: { [onListening] channel in onListening(channel.localAddress?.port ?? 0) },
      logger: logger)
    try await application.run()
  }

  static func router(_ api: API) -> Router<APIContext> {
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    let endpoints = api.endpoints
    router.add(
      middleware: Observation(
        metrics: api.metrics, routes: RouteTemplates(endpoints),
        retryAfter: api.configuration.retryAfter))
    for endpoint in endpoints {
      router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
        try endpoint.refuseUnknownQuery(request)
        return try await endpoint.handle(request, context)
      }
    }
    return router
  }

  private static func limits(
    _ configuration: APIConfiguration, metrics: ServiceMetrics
  ) -> HTTP1Channel.Configuration {
    let deadline = TimeAmount(configuration.requestDeadline)
    let bodyByteLimit = configuration.bodyByteLimit
    return HTTP1Channel.Configuration(
      additionalChannelHandlers: [
        ConnectionGuard(
          requestDeadline: deadline, bodyByteLimit: bodyByteLimit,
          onRefusal: { status in
            metrics.requestAnswered(
              method: "other", route: Observation.unmatchedRoute, status: status, took: .zero)
          })
      ],
      idleTimeout: TimeAmount(configuration.idleTimeout),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: configuration.headByteLimit,
        maxHeaderListSize: configuration.headByteLimit,
        maxHeaderFieldCount: configuration.headerCountLimit))
  }
}
