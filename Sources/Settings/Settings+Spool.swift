extension Settings {
  /// The job spool on the shared volume.
  package struct Spool: Sendable, Equatable {
    /// The shared volume, made to count from the home folder when it was relative.
    package var directory = "jobs"
    package var allowUnsafeVolume = false
    package var lease = Duration.seconds(30)
    package var heartbeat = Duration.seconds(5)
    package var maxAttempts = 3
    package var retentionDays = 30
    package var inboxFileLimitBytes = 4_194_304
  }

  /// The worker that answers briefs.
  package struct Worker: Sendable, Equatable {
    /// Jobs in flight at a time.
    package var concurrency = 2

    /// How long jobs in flight may go on after SIGTERM before their leases are given back.
    package var drain = Duration.seconds(25)
    package var metricsHost = "127.0.0.1"

    /// 0 lets the system choose a free port.
    package var metricsPort = 9101
  }
}

extension Setting {
  static let spool: [Setting] = [
    Setting(
      "spool.directory", "JOBS_DIR", path: \.spool.directory, for: .spool,
      "The shared volume with the database, the inbox, the outbox and the results."),
    Setting(
      "spool.allow_unsafe_volume", "SPOOL_ALLOW_UNSAFE_VOLUME", \.spool.allowUnsafeVolume, .flag,
      for: .spool, "Whether a volume whose locks cannot be trusted is used all the same."),
    Setting(
      "spool.lease_seconds", "SPOOL_LEASE_SECONDS", \.spool.lease, .seconds(3...3600),
      for: .worker, "How long a claimed job stays with its worker without a heartbeat."),
    Setting(
      "spool.heartbeat_seconds", "SPOOL_HEARTBEAT_SECONDS", \.spool.heartbeat,
      .seconds(0.5...1200), for: .worker,
      "How often a worker renews its leases; at most a third of the lease."),
    Setting(
      "spool.max_attempts", "SPOOL_MAX_ATTEMPTS", \.spool.maxAttempts, .integer(1...20),
      for: .spool, "How often a job is tried before it is discarded."),
    Setting(
      "spool.retention_days", "SPOOL_RETENTION_DAYS", \.spool.retentionDays, .integer(1...3650),
      for: .spool, "How many days a finished job and its result are kept."),
    Setting(
      "spool.inbox_file_limit_bytes", "SPOOL_INBOX_FILE_LIMIT_BYTES", \.spool.inboxFileLimitBytes,
      .integer(1024...67_108_864), for: .inbox,
      "The largest file the inbox takes; a larger one is moved to the rejected ones."),
  ]

  static let worker: [Setting] = [
    Setting(
      "worker.concurrency", "LLM_WORKER_CONCURRENCY", \.worker.concurrency, .integer(1...256),
      for: .worker, "The number of jobs one worker has in flight."),
    Setting(
      "worker.drain_seconds", "WORKER_DRAIN_SECONDS", \.worker.drain, .seconds(0...3600),
      for: .worker, "How long jobs in flight may go on after SIGTERM."),
    Setting(
      "worker.metrics_host", "WORKER_METRICS_HOST", \.worker.metricsHost, .host, for: .worker,
      "The address the worker's metrics are served on."),
    Setting(
      "worker.metrics_port", "WORKER_METRICS_PORT", \.worker.metricsPort, .integer(0...65535),
      for: .worker, "The port the worker's metrics are served on; 0 lets the system choose."),
  ]
}
