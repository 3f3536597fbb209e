internal import Glibc

extension Settings {
  /// The variable with the home folder.
  package static let homeVariable = "FRAGRANCE_HOME"

  /// Reads every source and merges them.
  ///
  /// - Parameters:
  ///   - home: The folder with `configs` and `env`; if nil `FRAGRANCE_HOME`, else the working one.
  ///   - environment: The variables of the process, as `processEnvironment()` gives them.
  ///   - arguments: What `--set path=value` gave.
  /// - Throws: Every problem of every source; nothing is written.
  package static func load(
    home: String? = nil, environment: [String: String], arguments: [Assignment] = []
  ) throws(SettingsError) -> Settings {
    var loader = SettingsLoader(home: home, environment: environment, picked: nil)
    loader.run(arguments: arguments)
    guard loader.problems.isEmpty else { throw SettingsError(problems: loader.problems) }
    return loader.settings
  }

  /// What `config check` has to say of one environment.
  package struct Check: Sendable, Equatable {
    package let deployment: DeploymentEnvironment

    /// Empty when the program would start.
    package let problems: [SettingsProblem]
    package let notices: [String]
  }

  /// Loads development, staging and production in turn, as if `APP_ENV` had picked each.
  package static func check(
    home: String? = nil, environment: [String: String], arguments: [Assignment] = []
  ) -> [Check] {
    DeploymentEnvironment.allCases.map { deployment in
      var loader = SettingsLoader(home: home, environment: environment, picked: deployment)
      loader.run(arguments: arguments)
      return Check(
        deployment: deployment, problems: loader.problems, notices: loader.settings.notices)
    }
  }

  /// The variables of this process; bytes that are not UTF-8 become U+FFFD, which no setting takes.
  package static func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let split = text.firstIndex(of: "=") {
        variables[String(text[..<split])] = String(text[text.index(after: split)...])
      }
      next += 1
    }
    return variables
  }
}
