/// Why the lexicon could not be put together; all of them are faults of the program's own tables.
package enum LexiconError: Error, Hashable, CustomStringConvertible {
  /// A row has another number of columns than its header.
  case columns(table: String, line: Int, found: Int, expected: Int)

  /// A meaning or role that the reader does not know.
  case unknown(table: String, line: Int, text: String)

  package var description: String {
    switch self {
    case .columns(let table, let line, let found, let expected):
      "word table \(table), line \(line): \(found) columns, expected \(expected)"
    case .unknown(let table, let line, let text):
      "word table \(table), line \(line): \"\(text)\" is no meaning or role of the lexicon"
    }
  }
}
