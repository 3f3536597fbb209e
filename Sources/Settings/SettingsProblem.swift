/// One thing that is wrong with the settings; all of them are collected before the program stops.
package struct SettingsProblem: Sendable, Hashable {
  /// What sort of thing is wrong; the raw value is stable, for programs.
  package enum Reason: String, CaseIterable, Sendable {
    case unknownKey = "unknown-key"
    case unknownProfile = "unknown-profile"
    case unknownEnvironment = "unknown-environment"
    case duplicateKey = "duplicate-key"
    case wrongType = "wrong-type"
    case outOfRange = "out-of-range"
    case contradiction = "contradiction"
    case misplacedSecret = "misplaced-secret"
    case anchor, alias, tag
    case severalDocuments = "several-documents"
    case tooDeep = "too-deep"
    case tooLarge = "too-large"
    case tooManyProblems = "too-many-problems"
    case notUTF8 = "not-utf8"
    case malformed
    case missingFile = "missing-file"
    case unreadableFile = "unreadable-file"
  }

  package var reason: Reason

  /// Where it stands.
  package var origin: Origin

  /// The dotted path or the variable that is meant; nil when the file as a whole is.
  package var key: String?

  /// What stands there, cut to 60 characters; `…` for a secret.
  package var found: String?

  /// What may stand there, as words that follow "allowed is".
  package var allowed: String?

  /// The known name that is nearest to an unknown one.
  package var nearest: String?

  init(
    _ reason: Reason, at origin: Origin, key: String? = nil, found: String? = nil,
    allowed: String? = nil, nearest: String? = nil
  ) {
    self.reason = reason
    self.origin = origin
    self.key = key
    self.found = found
    self.allowed = allowed
    self.nearest = nearest
  }

  package var file: String? { origin.file }
  package var line: Int? { origin.line }
  package var column: Int? { origin.column }
}

extension SettingsProblem: CustomStringConvertible {
  /// One sentence: the place, what was found, what is allowed or nearest.
  package var description: String {
    "\(origin.place): \(statement)" + (allowed.map { "; allowed is \($0)" } ?? "")
      + (nearest.map { "; did you mean \($0)?" } ?? ".")
  }

  private var statement: String {
    let subject = key ?? "the file"
    let value = found ?? "nothing"
    return switch reason {
    case .unknownKey: "\(subject) is no known setting"
    case .unknownProfile: "\(subject) is no known profile"
    case .unknownEnvironment: "\(value) is no known environment"
    case .duplicateKey: "\(subject) is set a second time, first at \(value)"
    case .wrongType: "\(subject) is \(value)"
    case .outOfRange: "\(subject) is \(value), which is out of range"
    case .contradiction: "\(subject) is \(value)"
    case .misplacedSecret: "\(subject) is a secret and may not stand here"
    case .anchor: "the anchor \(value) is refused"
    case .alias: "the alias \(value) is refused"
    case .tag: "the tag \(value) is refused"
    case .severalDocuments: "a second document begins"
    case .tooDeep: "the nesting is too deep"
    case .tooLarge: "\(subject) has \(value)"
    case .tooManyProblems: "reading stops here, too many problems"
    case .notUTF8: "\(subject) has \(value), which is not UTF-8"
    case .malformed: value
    case .missingFile: "\(subject) does not exist"
    case .unreadableFile: "\(subject) cannot be read (\(value))"
    }
  }
}

/// Why the program cannot start: every problem that was found, in the order of the sources.
package struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  package let problems: [SettingsProblem]

  /// One line for each problem.
  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
