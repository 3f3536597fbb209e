/// What can be wrong with a table of the catalogue or with a request for a material.
package enum CatalogueError: Error, Hashable {
  /// A row of a table breaks the table's form; lines count from 1, the header being line 1.
  case malformedTable(table: String, line: Int, problem: String)

  /// No material has this id, CAS number or name.
  case unknownMaterial(asked: String, nearest: String?)

  /// Several materials answer to the request; the candidates are ids in alphabetical order.
  case ambiguousMaterial(asked: String, candidates: [String])

  /// Materials with the CAS number or name exist, but none of this grade.
  case unknownGrade(asked: String, grade: String, allowed: [String])

  /// A CAS number has the wrong form or the wrong check digit.
  case invalidCAS(String)

  /// The name belongs to a material that does not carry any of the CAS numbers.
  case contradiction(name: String, named: String, cas: [String], registered: String)

  /// The request names neither a material id, a CAS number nor a name.
  case nothingAsked
}

extension CatalogueError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformedTable(let table, let line, let problem):
      return "table \(table), line \(line): \(problem)"
    case .unknownMaterial(let asked, let nearest):
      let hint = nearest.map { "; the nearest is \"\($0)\"" } ?? ""
      return "no material \"\(asked)\" in the catalogue\(hint)"
    case .ambiguousMaterial(let asked, let candidates):
      return "\"\(asked)\" could be any of \(candidates.joined(separator: ", ")); "
        + "give the material's id or its grade"
    case .unknownGrade(let asked, let grade, let allowed):
      return "no material \"\(asked)\" of grade \"\(grade)\"; "
        + "the grades are \(allowed.joined(separator: ", "))"
    case .invalidCAS(let text):
      return "\"\(text)\" is not a CAS number: wrong form or wrong check digit"
    case .contradiction(let name, let named, let cas, let registered):
      return "\"\(name)\" is \(named), but \(cas.joined(separator: ", ")) is \(registered)"
    case .nothingAsked:
      return "a material needs an id, a CAS number or a name"
    }
  }
}
