internal import Spelling

/// What one source sets: entries in the order of the source, at most one for a setting.
struct Layer {
  struct Entry {
    var setting: Setting
    var value: RawValue
    var origin: Origin
  }

  var entries: [Entry] = []
  var problems: [SettingsProblem] = []

  /// Assigns each entry; a value of the wrong type or range becomes a problem and changes nothing.
  func apply(to settings: inout Settings) -> [SettingsProblem] {
    var refused: [SettingsProblem] = []
    for entry in entries {
      let setting = entry.setting
      do throws(Refusal) {
        try setting.assign(entry.value, &settings)
        settings.origins[setting.path] = entry.origin
      } catch {
        refused.append(
          SettingsProblem(
            error == .wrongType ? .wrongType : .outOfRange, at: entry.origin, key: setting.path,
            found: setting.isSecret ? Secret.mask : entry.value.shown, allowed: setting.allowed))
      }
    }
    return refused
  }
}

/// A setting given on the command line: `--set api.port=9000`.
package struct Assignment: Sendable, Hashable {
  package var path: String
  package var value: String

  package init(path: String, value: String) {
    self.path = path
    self.value = value
  }

  /// Splits `path=value` at the first `=`; nil without one.
  package init?(_ text: String) {
    guard let split = text.firstIndex(of: "=") else { return nil }
    path = String(text[..<split])
    value = String(text[text.index(after: split)...])
  }
}

extension Layer {
  /// The command line. Secrets are refused there: every user of the machine can read them.
  init(_ assignments: [Assignment]) {
    var seen: Set<String> = []
    for assignment in assignments {
      let path = assignment.path
      let origin = Origin(.commandLine, name: path)
      guard let setting = Setting.byPath[path] else {
        problems.append(
          SettingsProblem(
            .unknownKey, at: origin, key: RawValue.quote(path),
            nearest: Setting.nearestPath(to: path)))
        continue
      }
      if setting.isSecret {
        problems.append(.misplaced(setting, at: origin))
      } else if !seen.insert(path).inserted {
        problems.append(
          SettingsProblem(.duplicateKey, at: origin, key: path, found: "another --set"))
      } else {
        entries.append(
          Entry(
            setting: setting, value: .scalar(assignment.value, isPlain: true), origin: origin))
      }
    }
  }

  /// The process environment: the registry's variables, and `FRAGRANCE_…`, which is ours alone.
  init(environment: [String: String], home: String) {
    let known = [Settings.homeVariable]
    for name in environment.keys.sorted()
    where name.hasPrefix("FRAGRANCE_") && !known.contains(name) {
      problems.append(
        SettingsProblem(
          .unknownKey, at: Origin(.environment, name: name), key: name,
          nearest: (known + Setting.byVariable.keys).nearest(to: name) ?? known[0]))
    }
    for setting in Setting.all {
      if let value = environment[setting.variable] {
        let origin = Origin(.environment, name: setting.variable)
        entries.append(
          Entry(setting: setting, value: .scalar(value, isPlain: true), origin: origin))
      }
      if let name = setting.fileVariable, let path = environment[name], !path.isEmpty {
        let origin = Origin(.environment, name: name)
        if let value = environment[setting.variable], !value.isEmpty {
          problems.append(.doubled(setting, name, at: origin))
        } else {
          entries.removeAll { $0.setting.path == setting.path }
          addSecret(of: setting, inFile: path, home: home, named: name, at: origin)
        }
      }
    }
  }

  /// Takes a secret from a file: UTF-8, at most 16 KiB, without its last line end.
  mutating func addSecret(
    of setting: Setting, inFile path: String, home: String, named name: String, at origin: Origin
  ) {
    let limit = 16_384
    let place = joined(home, path)
    do throws(BoundedFile.Failure) {
      let bytes = try BoundedFile.read(place, limit: limit)
      guard case .text(var text) = DecodedText(bytes) else {
        problems.append(
          SettingsProblem(
            .notUTF8, at: origin, key: RawValue.quote(place), found: "a byte of a secret"))
        return
      }
      // "\r\n" is one Character.
      if let last = text.last, last.isNewline { text.removeLast() }
      var source = origin
      source.name = name
      entries.append(
        Entry(setting: setting, value: .scalar(text, isPlain: true), origin: source))
    } catch {
      problems.append(error.problem(at: origin, key: RawValue.quote(place), limit: limit))
    }
  }
}

extension SettingsProblem {
  static func misplaced(_ setting: Setting, at origin: Origin) -> SettingsProblem {
    SettingsProblem(
      .misplacedSecret, at: origin, key: setting.path,
      allowed:
        "the environment variable \(setting.variable), or \(setting.variable)_FILE with a path")
  }

  static func doubled(
    _ setting: Setting, _ name: String, at origin: Origin
  ) -> SettingsProblem {
    SettingsProblem(
      .contradiction, at: origin, key: name, found: "set beside \(setting.variable)",
      allowed: "one of the two")
  }
}
