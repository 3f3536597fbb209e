/// Reads a YAML text into nodes and refuses what a settings file has no need of.
///
/// Refused: anchors and aliases (a few lines of them can stand for gigabytes), tags, several
/// documents, keys that are no plain texts, keys that come twice, nesting beyond `depthLimit`.
/// All of them are reported; reading stops only where libyaml cannot go on, at the depth limit, and
/// after `problemLimit` problems.
struct YAMLReader: ~Copyable {
  static let byteLimit = 262_144
  static let depthLimit = 16
  static let problemLimit = 100

  private(set) var problems: [SettingsProblem] = []
  private let origin: Origin
  private var events: YAMLEvents

  /// Stops the reading; its problem is already recorded.
  private struct Stop: Error {}

  /// The top node, nil when the text is empty or cannot be read, and what is wrong with the text.
  static func read(
    _ bytes: [UInt8], file: String
  ) -> (root: YAMLNode?, problems: [SettingsProblem]) {
    let origin = Origin(.base, file: file)
    guard bytes.count <= byteLimit else {
      return (nil, [BoundedFile.Failure.tooLarge.problem(at: origin, limit: byteLimit)])
    }
    if case .invalid(let offset) = DecodedText(bytes) {
      return (nil, [.notUTF8(bytes, offset: offset, lineEnds: .yaml, at: origin)])
    }
    guard let events = YAMLEvents(bytes) else {
      return (nil, [SettingsProblem(.malformed, at: origin, found: "not enough memory")])
    }
    var reader = YAMLReader(origin: origin, events: events)
    let root = reader.readStream()
    return (root, reader.problems)
  }

  private init(origin: Origin, events: consuming YAMLEvents) {
    self.origin = origin
    self.events = events
  }

  private mutating func readStream() -> YAMLNode? {
    var root: YAMLNode?
    do throws(Stop) {
      while true {
        let event = try next()
        switch event.kind {
        case .streamEnd: return root
        case .documentStart where root != nil:
          try report(.severalDocuments, event.mark)
          return nil
        case .streamStart, .documentStart, .documentEnd: continue
        default: root = try readNode(event, depth: 1)
        }
      }
    } catch {
      return nil
    }
  }

  private mutating func next() throws(Stop) -> YAMLEvent {
    do throws(YAMLSyntaxError) {
      return try events.next()
    } catch {
      try report(.malformed, error.mark, found: error.message)
      throw Stop()
    }
  }

  private mutating func readNode(_ event: YAMLEvent, depth: Int) throws(Stop) -> YAMLNode {
    if let anchor = event.anchor { try report(.anchor, event.mark, found: "&\(anchor)") }
    if let tag = event.tag { try report(.tag, event.mark, found: tag) }
    guard depth <= Self.depthLimit else {
      try report(.tooDeep, event.mark, allowed: "\(Self.depthLimit) levels")
      throw Stop()
    }
    let content: YAMLNode.Content
    switch event.kind {
    case .scalar(let text, let isPlain): content = .scalar(text, isPlain: isPlain)
    case .listStart: content = try readList(depth: depth)
    case .mappingStart: content = try readMapping(depth: depth)
    case .alias(let name):
      try report(.alias, event.mark, found: "*\(name)")
      content = .refused
    default: content = .refused
    }
    return YAMLNode(content: content, mark: event.mark)
  }

  private mutating func readList(depth: Int) throws(Stop) -> YAMLNode.Content {
    var nodes: [YAMLNode] = []
    while true {
      let event = try next()
      if case .listEnd = event.kind { return .list(nodes) }
      nodes.append(try readNode(event, depth: depth + 1))
    }
  }

  private mutating func readMapping(depth: Int) throws(Stop) -> YAMLNode.Content {
    var members: [YAMLNode.Member] = []
    var lines: [String: Int] = [:]
    while true {
      let event = try next()
      if case .mappingEnd = event.kind { return .mapping(members) }
      let key = try readNode(event, depth: depth + 1)
      let value = try readNode(try next(), depth: depth + 1)
      guard case .scalar(let name, _) = key.content else {
        if key.content != .refused {
          try report(
            .wrongType, key.mark, key: "the key", found: key.rawValue.shown, allowed: "a text")
        }
        continue
      }
      if let line = lines.updateValue(key.mark.line, forKey: name) {
        lines[name] = line
        try report(.duplicateKey, key.mark, key: RawValue.quote(name), found: "line \(line)")
      } else {
        members.append(YAMLNode.Member(key: name, keyMark: key.mark, value: value))
      }
    }
  }

  private mutating func report(
    _ reason: SettingsProblem.Reason, _ mark: YAMLNode.Mark, key: String? = nil,
    found: String? = nil, allowed: String? = nil
  ) throws(Stop) {
    var place = origin
    place.line = mark.line
    place.column = mark.column
    guard problems.count < Self.problemLimit else {
      problems.append(SettingsProblem(.tooManyProblems, at: place))
      throw Stop()
    }
    problems.append(
      SettingsProblem(reason, at: place, key: key, found: found, allowed: allowed))
  }
}
