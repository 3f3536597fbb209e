internal import Spelling

/// The three environments; `APP_ENV` picks one, development when it is not set.
package enum DeploymentEnvironment: String, CaseIterable, Sendable {
  case development, staging, production

  /// The name of the variable that picks the environment.
  package static let variable = "APP_ENV"

  /// Reads `development`, `staging`, `production` or the short `dev`, `stg`, `prod`, in any case.
  package init?(name: String) {
    let lower = name.lowercased()
    guard
      let match = Self.allCases.first(where: {
        $0.rawValue == lower || $0.shortNames.contains(lower)
      })
    else { return nil }
    self = match
  }

  /// Where the environment's variables stand, relative to the home folder.
  package var file: String {
    switch self {
    case .development: "env/.env.dev"
    case .staging: "env/.env.staging"
    case .production: "env/.env.prod"
    }
  }

  private var shortNames: [String] {
    switch self {
    case .development: ["dev"]
    case .staging: ["stg"]
    case .production: ["prod"]
    }
  }

  static var allNames: [String] {
    allCases.flatMap { [$0.rawValue] + $0.shortNames }
  }

  /// The full name of the environment whose name or short name is nearest.
  static func nearest(to name: String) -> String? {
    allNames.nearest(to: name).flatMap { DeploymentEnvironment(name: $0)?.rawValue }
  }
}
