/// A place in a text: line and column from 1, the column counted in characters of UTF-8 text.
package struct SourcePosition: Sendable, Hashable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A parsed JSON value that remembers where it stood.
package struct JSONNode: Sendable, Equatable {
  /// What stands there.
  package enum Content: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number, with its text for exact reading of integers and for error messages.
    case number(Double, text: String)
    case string(String)
    case array([JSONNode])
    /// Members in the order of the text; names are unique.
    case object([Member])
  }

  /// A named value of an object, with the place of its name.
  package struct Member: Sendable, Equatable {
    package var name: String
    package var position: SourcePosition
    package var value: JSONNode
  }

  package var content: Content
  package var position: SourcePosition

  /// `null`, `true or false`, `a number`, `a text`, `a list` or `an object`: for messages.
  package var kind: String {
    switch content {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// The value without positions.
  package var value: JSONValue {
    switch content {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .number(let number, let text): Int(text).map(JSONValue.int) ?? .number(number)
    case .string(let text): .string(text)
    case .array(let items): .array(items.map(\.value))
    case .object(let members):
      .object(Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value.value) }))
    }
  }

  /// The beginning of the value as canonical JSON, at most 80 characters, for messages.
  package var excerpt: String {
    let text = value.canonicalText
    return text.count <= 80 ? text : text.prefix(79) + "…"
  }
}
