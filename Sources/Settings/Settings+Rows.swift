extension Settings {
  /// A line of `config show`.
  package struct Row: Sendable, Equatable {
    package var path: String

    /// The variable that sets it.
    package var variable: String
    package var value: ShownValue

    /// Such as `env/.env.dev:3:10`; nil unless asked for.
    package var origin: String?

    /// What the setting does, in one sentence.
    package var summary: String
  }

  /// The environment and every setting, in the registry's order; secrets are masked.
  package func rendered(showOrigin: Bool) -> [Row] {
    let first = Row(
      path: "environment", variable: DeploymentEnvironment.variable,
      value: .text(deployment.rawValue), origin: showOrigin ? "\(deploymentOrigin)" : nil,
      summary: "The environment, which picks the profile and the file of variables.")
    return [first]
      + Setting.all.map { setting in
        Row(
          path: setting.path, variable: setting.variable, value: setting.show(self),
          origin: showOrigin ? "\(origins[setting.path] ?? .code)" : nil,
          summary: setting.summary)
      }
  }

  /// Rows as lines of aligned columns: path, value, and the origin where a row has one.
  package static func table(_ rows: [Row]) -> String {
    let pathWidth = rows.map(\.path.count).max() ?? 0
    let valueWidth = rows.map(\.value.description.count).max() ?? 0
    return rows.map { row in
      let value = row.value.description
      let start = row.path + padding(pathWidth - row.path.count + 2) + value
      guard let origin = row.origin else { return start + "\n" }
      return start + padding(valueWidth - value.count + 2) + origin + "\n"
    }.joined()
  }

  private static func padding(_ count: Int) -> String {
    String(repeating: " ", count: count)
  }
}
