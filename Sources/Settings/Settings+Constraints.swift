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
    }
  ]

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
