/// Why a training run's records cannot be kept.
package enum CurveError: Error, Sendable, Equatable {
  case system(path: String, reason: String)

  /// The file holds something that was not written by a run.
  case foreign(path: String, line: Int, found: String)
}

extension CurveError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .system(let path, let reason): "\(path) cannot be written: \(reason)."
    case .foreign(let path, let line, let found):
      "Line \(line) of \(path) is no line of a learning curve: \(found)."
    }
  }
}
