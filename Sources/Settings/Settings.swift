/// Everything the program was told: typed, checked, and each value with where it came from.
///
/// Made by `load`; a value built with `init()` holds the defaults in code. Each stored property of
/// a section is one setting of the registry (`Setting.all`), and nothing else is stored there.
package struct Settings: Sendable, Equatable {
  package var api = API()
  package var spool = Spool()
  package var worker = Worker()
  package var ensemble = Ensemble()
  package var brief = Brief()
  package var composer = Composer()
  package var rl = Training()
  package var logging = Logging()
  package var monitoring = Monitoring()

  /// The environment that `APP_ENV` picked.
  package var deployment = DeploymentEnvironment.development

  /// The folder that holds `configs` and `env`, and that relative paths count from.
  package var home = "."

  /// What the user should see though it stops nothing, such as a file that is not there.
  package var notices: [String] = []

  /// Where the values came from, by path; a path without an entry has its default in code.
  var origins: [String: Origin] = [:]

  /// Where the environment was picked.
  var deploymentOrigin = Origin.code

  package init() {}

  /// Where the value at a dotted path came from; nil for a path that is no setting.
  package func origin(of path: String) -> Origin? {
    Setting.byPath[path] == nil ? nil : origins[path] ?? .code
  }
}
