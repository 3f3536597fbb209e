/// Why a JSON text was refused: where, which field, what stood there and what may stand there.
package struct JSONProblem: Error, Sendable, Equatable, CustomStringConvertible {
  package var position: SourcePosition

  /// JSON Pointer (RFC 6901) of the field; empty for the whole text and for syntax errors.
  package var field: String

  /// The value found, shortened; nil when nothing stood there.
  package var found: String?

  /// What may stand there, in words.
  package var allowed: String

  package init(
    position: SourcePosition, field: String = "", found: String? = nil, allowed: String
  ) {
    self.position = position
    self.field = field
    self.found = found
    self.allowed = allowed
  }

  package var description: String {
    let place = "line \(position.line), column \(position.column)"
    let name = field.isEmpty ? "" : ", field \(field)"
    let value = found.map { ": found \($0)" } ?? ": nothing found"
    return "\(place)\(name)\(value); allowed is \(allowed)"
  }
}
