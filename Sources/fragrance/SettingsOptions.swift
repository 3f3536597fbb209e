import ArgumentParser
import Settings

/// Options every command takes.
struct SettingsOptions: ParsableArguments {
  @Option(help: "The folder that holds configs and env; FRAGRANCE_HOME or the working folder.")
  var home: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: "A setting, such as --set api.port=8080; beats every other source.")
  var assignments: [String] = []

  @Flag(help: "Answer as JSON.")
  var json = false

  /// Reads all sources; says every problem on standard error and exits when there is one.
  func load() throws -> Settings {
    let arguments = try parsedAssignments()
    do {
      let settings = try Settings.load(
        home: home, environment: Settings.processEnvironment(), arguments: arguments)
      for notice in settings.notices { Terminal.writeError("notice: \(notice)") }
      return settings
    } catch {
      for problem in error.problems { Terminal.writeError("\(problem)") }
      throw Exit.invalidConfiguration
    }
  }

  func parsedAssignments() throws -> [Assignment] {
    try assignments.map { text in
      guard let assignment = Assignment(text) else {
        throw ValidationError("--set takes path=value, found \(text)")
      }
      return assignment
    }
  }
}
