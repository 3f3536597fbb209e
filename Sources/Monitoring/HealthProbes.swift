package import StrictJSON

/// One thing a service depends on, and why it does not work if it does not.
package struct HealthCheck: Sendable, Hashable {
  /// A word such as `spool`.
  package var name: String

  /// Nil when all is well; else a sentence that may be shown to anybody who can reach the port.
  package var failure: String?

  package init(_ name: String, failure: String? = nil) {
    self.name = name
    self.failure = failure
  }
}

/// The two questions an orchestrator asks, as closures of whoever knows the answers.
///
/// *Live* asks whether the process itself still works; a failure gets it restarted, so only what a
/// restart cures may fail there (a stuck loop, a dead heartbeat thread). *Ready* asks whether it
/// can do its work now; a failure only keeps work away (a full disk, a spool that is not
/// reachable).
package struct HealthProbes: Sendable {
  /// The program's version, shown by the summary.
  package var version: String

  /// The checks a restart can cure.
  package var live: @Sendable () async -> [HealthCheck]

  /// The checks of what work needs.
  package var ready: @Sendable () async -> [HealthCheck]

  package init(
    version: String, live: @escaping @Sendable () async -> [HealthCheck],
    ready: @escaping @Sendable () async -> [HealthCheck]
  ) {
    self.version = version
    self.live = live
    self.ready = ready
  }
}

/// Which question a health address answers.
package enum HealthQuestion: Sendable {
  case live, ready
  /// For people and for the compose file: the checks of both, with the version.
  case summary
}

/// What a health address answers: `status` is `healthy` exactly when no check failed.
package struct HealthAnswer: Sendable, Hashable {
  package var isHealthy: Bool

  /// The JSON to be sent.
  package var body: JSONValue

  init(_ checks: [HealthCheck], version: String?) {
    isHealthy = checks.allSatisfy { $0.failure == nil }
    var members: [String: JSONValue] = [
      "status": isHealthy ? "healthy" : "unhealthy",
      "services": .object(
        Dictionary(
          checks.map { ($0.name, $0.failure == nil ? "healthy" : "unhealthy") },
          uniquingKeysWith: { first, second in first == "unhealthy" ? first : second })),
    ]
    let reasons = checks.compactMap { check in
      check.failure.map { JSONValue.string("\(check.name): \($0)") }
    }
    if !reasons.isEmpty { members["reasons"] = .array(reasons) }
    if let version { members["version"] = .string(version) }
    body = .object(members)
  }
}

extension HealthProbes {
  /// Runs the checks of a question.
  package func answer(_ question: HealthQuestion) async -> HealthAnswer {
    switch question {
    case .live: HealthAnswer(await live(), version: nil)
    case .ready: HealthAnswer(await ready(), version: nil)
    case .summary: HealthAnswer(await live() + ready(), version: version)
    }
  }
}
