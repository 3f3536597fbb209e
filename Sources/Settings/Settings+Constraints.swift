extension Settings {
  /// What must hold between settings; each names the path that is reported.
  struct Constraint: Sendable {
    let path: String
    let allowed: @Sendable (Settings) -> String
    let holds: @Sendable (Settings) -> Bool
  }

  static let constraints: [Constraint] = [
    // Two heartbeats may be lost before a live worker loses its lease.
    Constraint(path: "spool.heartbeat_seconds") { settings in
      let lease = ValueType.seconds(0...0).show(settings.spool.lease)
      return "at most a third of spool.lease_seconds (\(lease))"
    } holds: {
      $0.spool.heartbeat * 3 <= $0.spool.lease
    },
    Constraint(path: "rl.rollout_steps") { settings in
      let most = mostSamples / settings.rl.environments
      return "at most \(most): an update of \(settings.rl.environments) rl.environments has 2 to "
        + "\(mostSamples) samples"
    } holds: {
      (2...mostSamples).contains($0.rl.environments * $0.rl.rolloutSteps)
    },
    neverZero("rl.learning_rate.final", \.rl.learningRateFinal, \.rl.learningRateSchedule),
    neverZero("rl.entropy.initial", \.rl.entropy, \.rl.entropySchedule),
    neverZero("rl.entropy.final", \.rl.entropyFinal, \.rl.entropySchedule),
  ]

  /// Of one update, all environments together.
  private static let mostSamples = 4_194_304

  /// An exponential schedule is a straight line in the logarithm, which 0 does not have.
  private static func neverZero(
    _ path: String, _ value: any KeyPath<Settings, Double> & Sendable,
    _ schedule: any KeyPath<Settings, Training.Schedule> & Sendable
  ) -> Constraint {
    Constraint(path: path) { _ in
      "at least 0.000000000001 on an exponential schedule"
    } holds: {
      $0[keyPath: schedule] != .exponential || $0[keyPath: value] >= 1e-12
    }
  }

  /// The constraints that do not hold.
  func contradictions() -> [SettingsProblem] {
    Self.constraints.filter { !$0.holds(self) }.map { constraint in
      SettingsProblem(
        .contradiction, at: origins[constraint.path] ?? .code, key: constraint.path,
        found: Setting.byPath[constraint.path]?.show(self).description,
        allowed: constraint.allowed(self))
    }
  }
}
