extension Settings {
  /// The HTTP server.
  package struct API: Sendable, Equatable {
    package var host = "127.0.0.1"

    /// 0 lets the system choose a free port.
    package var port = 8000
    package var bodyLimitBytes = 65_536
    package var requestTimeout = Duration.seconds(60)
    package var maxConnections = 1024

    /// Unfinished jobs beyond which new ones are answered with 429.
    package var queueBound = 500
    package var shutdownGrace = Duration.seconds(20)
  }

  /// Measurements for Prometheus.
  package struct Monitoring: Sendable, Equatable {
    package var enabled = true
  }

  /// What is written to standard error.
  package struct Logging: Sendable, Equatable {
    /// The levels of swift-log, by the same names.
    package enum Level: String, CaseIterable, Sendable {
      case trace, debug, info, notice, warning, error, critical
    }

    /// How a line of the log is written.
    package enum Format: String, CaseIterable, Sendable { case text, json }

    package var level = Level.info
    package var format = Format.json
  }
}

extension Setting {
  static let api: [Setting] = [
    Setting(
      "api.host", "API_HOST", \.api.host, .host, for: .app,
      "The address the HTTP server listens on; 0.0.0.0 means all of them."),
    Setting(
      "api.port", "API_PORT", \.api.port, .integer(0...65535), for: .app,
      "The port the HTTP server listens on; 0 lets the system choose."),
    Setting(
      "api.body_limit_bytes", "API_BODY_LIMIT_BYTES", \.api.bodyLimitBytes,
      .integer(1024...16_777_216), for: .app,
      "The largest request body that is read; a larger one is answered with 413."),
    Setting(
      "api.request_timeout_seconds", "REQUEST_TIMEOUT", \.api.requestTimeout, .seconds(1...3600),
      for: .app, "The longest a request may take, waiting for a result included."),
    Setting(
      "api.max_connections", "API_MAX_CONNECTIONS", \.api.maxConnections, .integer(1...65536),
      for: .app, "The number of connections held open at a time."),
    Setting(
      "api.queue_bound", "MAX_QUEUE_SIZE", \.api.queueBound, .integer(1...1_000_000), for: .app,
      "The number of unfinished jobs beyond which new ones are answered with 429."),
    Setting(
      "api.shutdown_grace_seconds", "API_SHUTDOWN_GRACE_SECONDS", \.api.shutdownGrace,
      .seconds(0...600), for: .app, "How long open requests may go on after SIGTERM."),
  ]

  static let logging: [Setting] = [
    Setting(
      "logging.level", "LOG_LEVEL", \.logging.level, .choice, for: .everyCommand,
      "The least important level that is logged."),
    Setting(
      "logging.format", "LOG_FORMAT", \.logging.format, .choice, for: .everyCommand,
      "Lines for people, or one JSON object a line."),
  ]

  static let monitoring: [Setting] = [
    Setting(
      "monitoring.enabled", "PROMETHEUS_ENABLED", \.monitoring.enabled, .flag, for: .everyCommand,
      "Whether /metrics answers, in the app and on the worker's own port.")
  ]
}
