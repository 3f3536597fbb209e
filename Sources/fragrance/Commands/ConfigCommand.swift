import ArgumentParser
import Settings
import StrictJSON

/// `fragrance config`: what the program was told, and whether it would start.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Shows and checks the configuration.",
    subcommands: [Show.self, Check.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints every setting with its value; secrets are masked.")

    @OptionGroup var options: SettingsOptions

    @Flag(help: "Also print where each value came from.")
    var origin = false

    func run() throws {
      let rows = try options.load().rendered(showOrigin: origin)
      guard options.json else {
        print(Settings.table(rows), terminator: "")
        return
      }
      let members = rows.map { row in
        var value: JSONValue = ["value": row.value.json, "variable": .string(row.variable)]
        if case .object(var fields) = value, let origin = row.origin {
          fields["origin"] = .string(origin)
          value = .object(fields)
        }
        return (row.path, value)
      }
      print(JSONValue.object(Dictionary(uniqueKeysWithValues: members)).indentedText)
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks the configuration of development, staging and production.")

    @OptionGroup var options: SettingsOptions

    func run() throws {
      let arguments = try options.parsedAssignments()
      let checks = Settings.check(
        home: options.home, environment: Settings.processEnvironment(), arguments: arguments)
      for check in checks where !options.json {
        for problem in check.problems { Terminal.writeError("\(problem)") }
        let verdict =
          check.problems.isEmpty
          ? Terminal.green("valid") : Terminal.red("\(check.problems.count) problems")
        print("\(check.deployment.rawValue): \(verdict)")
      }
      if options.json {
        let members = checks.map { check in
          (
            check.deployment.rawValue,
            JSONValue.array(check.problems.map { .string($0.description) })
          )
        }
        print(JSONValue.object(Dictionary(uniqueKeysWithValues: members)).indentedText)
      }
      guard checks.allSatisfy(\.problems.isEmpty) else { throw Exit.invalidConfiguration }
    }
  }
}

extension ShownValue {
  var json: JSONValue {
    switch self {
    case .flag(let flag): .bool(flag)
    case .integer(let number): .int(number)
    case .number(let number): .number(number)
    case .text(let text): .string(text)
    case .list(let texts): .array(texts.map(JSONValue.string))
    case .absent: .null
    case .secret: .string(description)
    }
  }
}
