internal import Spelling

/// A stored property that any thread may name.
typealias Property<Root, Value> = any WritableKeyPath<Root, Value> & Sendable

/// One setting: its names, its type, what it does and the property it writes.
///
/// `Setting.all` is the registry: what is not in it cannot be set, and what is in it writes exactly
/// one property of `Settings`, whose initial value is the default in code.
package struct Setting: Sendable {
  /// The part of the program that works with the value.
  package enum Reader: String, Sendable {
    case app, worker, inbox, spool, ensemble, briefReader = "brief reader", composer, trainer
    case everyCommand = "every command"
  }

  /// Dotted path in YAML and on the command line, such as `api.port`.
  package let path: String

  /// Name in the process environment and in `env/.env.*`, such as `API_PORT`.
  package let variable: String

  /// `flag`, `integer`, `number`, `seconds`, `text`, `choice`, `path`, `url`, `texts` or `secret`.
  package let type: String

  /// What may be set, in words.
  package let allowed: String

  /// What it does, in one sentence.
  package let summary: String
  package let reader: Reader

  /// Writes the value, or throws and leaves the settings as they were.
  let assign: @Sendable (RawValue, inout Settings) throws(Refusal) -> Void
  let show: @Sendable (Settings) -> ShownValue

  /// Makes a relative path count from the home folder; nil unless the setting is a path.
  let resolve: (@Sendable (inout Settings) -> Void)?

  /// A setting that writes `property`.
  init<Value>(
    _ path: String, _ variable: String, _ property: Property<Settings, Value>,
    _ type: ValueType<Value>, for reader: Reader, _ summary: String
  ) {
    self.init(path, variable, \.self, property, type, for: reader, summary)
  }

  /// A setting that writes `property` of `section`.
  init<Section, Value>(
    _ path: String, _ variable: String, _ section: Property<Settings, Section>,
    _ property: Property<Section, Value>, _ type: ValueType<Value>, for reader: Reader,
    _ summary: String, resolve: (@Sendable (inout Settings) -> Void)? = nil
  ) {
    self.path = path
    self.variable = variable
    self.type = type.name
    self.allowed = type.allowed
    self.summary = summary
    self.reader = reader
    self.resolve = resolve
    assign = { raw, settings throws(Refusal) in
      settings[keyPath: section][keyPath: property] = try type.read(raw)
    }
    show = { type.show($0[keyPath: section][keyPath: property]) }
  }

  /// A setting that is a path.
  init(
    _ path: String, _ variable: String, path property: Property<Settings, String>,
    for reader: Reader, _ summary: String
  ) {
    self.init(path, variable, \.self, property, .path, for: reader, summary) { settings in
      settings[keyPath: property] = joined(settings.home, settings[keyPath: property])
    }
  }

  package var isSecret: Bool { type == "secret" }

  /// The variable with the path of a file that holds the secret; nil for what is none.
  package var fileVariable: String? { isSecret ? variable + "_FILE" : nil }
}

extension Setting {
  /// Every setting there is, in the order `config show` prints them.
  package static let all: [Setting] =
    api + spool + worker + ensemble + brief + composer + training + logging + monitoring

  static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
  static let byVariable = Dictionary(uniqueKeysWithValues: all.map { ($0.variable, $0) })

  /// Every path that holds settings: `api`, `ensemble`, `ensemble.qwen` …
  static let sections: Set<String> = Set(
    all.flatMap { setting in
      let parts = setting.path.split(separator: ".")
      return (1..<parts.count).map { parts.prefix($0).joined(separator: ".") }
    })

  /// The known path a wrong one was meant to be: a neighbour in its section, the same last word in
  /// another section, or the nearest of all.
  static func nearestPath(to path: String) -> String? {
    let parts = path.split(separator: ".").map(String.init)
    guard let last = parts.last else { return nil }
    let section = parts.dropLast().joined(separator: ".")
    let prefix = section.isEmpty ? "" : section + "."
    let known = all.map(\.path) + sections.sorted()
    let neighbours = known.filter { $0.hasPrefix(prefix) }
      .map { $0.dropFirst(prefix.count) }.filter { !$0.contains(".") }.map(String.init)
    if let near = neighbours.nearest(to: last) { return prefix + near }
    return known.first { $0.hasSuffix("." + last) } ?? known.nearest(to: path)
  }
}

/// The path seen from `home`; an absolute one stays as it is.
func joined(_ home: String, _ path: String) -> String {
  if path.hasPrefix("/") || home == "." { return path }
  return home.hasSuffix("/") ? home + path : "\(home)/\(path)"
}
