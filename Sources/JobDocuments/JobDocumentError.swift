package import StrictJSON

/// Why a job document was not accepted.
package enum JobDocumentError: Error, Sendable, Equatable {
  /// The bytes are not one JSON text.
  case malformed(JSONProblem)
  /// The JSON is well formed, but a field is missing, unknown or has a value that is not allowed.
  case refused(JSONProblem)

  /// Line, column, field, value found and value allowed.
  package var problem: JSONProblem {
    switch self {
    case .malformed(let problem), .refused(let problem): problem
    }
  }
}

extension JobDocumentError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed(let problem): "not well-formed JSON: \(problem)"
    case .refused(let problem): "not a job this version accepts: \(problem)"
    }
  }
}
