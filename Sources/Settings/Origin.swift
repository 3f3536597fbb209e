/// Where a value, or a problem, comes from.
package struct Origin: Sendable, Hashable {
  /// The sources in the order of their priority, lowest first.
  package enum Source: String, CaseIterable, Sendable {
    case code
    case base
    case profile
    case environmentFile = "environment-file"
    case environment
    case commandLine = "command-line"
  }

  package var source: Source

  /// Path of the file as a user can open it; nil when no file is involved.
  package var file: String?

  /// From 1; nil when the whole file is meant or no file is involved.
  package var line: Int?

  /// From 1, counted in Unicode scalars.
  package var column: Int?

  /// The profile, the variable or the argument that gave the value.
  package var name: String?

  init(
    _ source: Source, file: String? = nil, line: Int? = nil, column: Int? = nil,
    name: String? = nil
  ) {
    self.source = source
    self.file = file
    self.line = line
    self.column = column
    self.name = name
  }

  /// A value nobody set.
  package static let code = Origin(.code)
}

extension Origin: CustomStringConvertible {
  /// Such as `configs/llm_ensemble.yaml:12:11 (profile staging)` or `--set api.port`.
  package var description: String {
    let label = name ?? ""
    return switch source {
    case .code: "default"
    case .base: "\(place) (base)"
    case .profile: "\(place) (profile \(label))"
    case .environmentFile: place
    case .environment: "environment variable \(label)"
    case .commandLine: "--set \(label)"
    }
  }

  /// `file:line:column` as far as known; the variable or the argument where there is no file.
  package var place: String {
    guard let file else {
      return switch source {
      case .environment: "environment variable \(name ?? "")"
      case .commandLine: "--set \(name ?? "")"
      default: source.rawValue
      }
    }
    guard let line else { return file }
    guard let column else { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }
}
