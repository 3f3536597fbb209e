/// A value in a YAML file and where it begins.
struct YAMLNode: Equatable {
  indirect enum Content: Equatable {
    case scalar(String, isPlain: Bool)
    case list([YAMLNode])
    case mapping([Member])

    /// An alias, which was reported and has no value.
    case refused
  }

  struct Member: Equatable {
    var key: String
    var keyMark: Mark
    var value: YAMLNode
  }

  /// Line and column, both from 1.
  struct Mark: Equatable {
    var line: Int
    var column: Int
  }

  var content: Content
  var mark: Mark

  /// The value for a setting. `null`, `~` and the empty plain text are YAML's empty value.
  var rawValue: RawValue {
    switch content {
    case .scalar("", isPlain: true), .scalar("~", isPlain: true), .scalar("null", isPlain: true):
      .absent
    case .scalar(let text, let isPlain): .scalar(text, isPlain: isPlain)
    case .list(let nodes): .list(nodes.map(\.rawValue))
    case .mapping: .section
    case .refused: .absent
    }
  }
}
