import PolicyLearning
package import StrictJSON

extension CheckpointHeader {
  /// As it stands in the file, and as `inspect` prints it.
  package var json: JSONValue {
    [
      "program": .string(program), "kernels": .string(kernels),
      "environment": .string(environment), "palette": .array(palette.map { .string($0) }),
      "observationSize": .int(observationSize), "action": action.json,
      "hiddenSizes": .array(hiddenSizes.map { .int($0) }), "updates": .int(updateCount),
      "totalSteps": .int(totalSteps), "score": score.map { .number($0) } ?? .null,
      "lastUpdate": lastUpdate?.json ?? .null, "settings": settings,
    ]
  }

  /// - Throws: `damaged` for anything but what `json` gives.
  init(json bytes: [UInt8]) throws(CheckpointError) {
    do throws(JSONProblem) {
      var reader = try ObjectReader(try JSONParser.parse(bytes))
      let wanted = "a header of a checkpoint"
      func need<Value>(_ name: String, _ value: Value?) throws(JSONProblem) -> Value {
        guard let value else { throw reader.missing(name, allowed: wanted) }
        return value
      }
      program = try need("program", try reader.string("program", lengths: 0...200))
      kernels = try need("kernels", try reader.string("kernels", lengths: 0...200))
      environment = try need("environment", try reader.string("environment", lengths: 0...200))
      palette = try Self.texts(try need("palette", reader.node("palette")))
      observationSize = try need(
        "observationSize", try reader.integer("observationSize", in: 1...65_536))
      action = try ActionSpace(json: try need("action", reader.node("action")))
      hiddenSizes = try Self.sizes(
        try need("hiddenSizes", reader.node("hiddenSizes")), counts: 1...4, sizes: 1...1024)
      updateCount = try need("updates", try reader.integer("updates", in: 0...(1 << 53)))
      totalSteps = try need("totalSteps", try reader.integer("totalSteps", in: 0...(1 << 53)))
      score = try reader.number("score", in: -1e300...1e300)
      lastUpdate = reader.node("lastUpdate").map { UpdateMetrics(json: $0.value) }
      settings = try need("settings", reader.node("settings")).value
      try reader.finish()
    } catch {
      throw .damaged("its header is not one: \(error)")
    }
  }

  private static func texts(_ node: JSONNode) throws(JSONProblem) -> [String] {
    guard case .array(let items) = node.content, items.count <= 10_000 else {
      throw JSONProblem(position: node.position, found: node.kind, allowed: "a list of texts")
    }
    var texts: [String] = []
    for item in items {
      guard case .string(let text) = item.content else {
        throw JSONProblem(position: item.position, found: item.excerpt, allowed: "a text")
      }
      texts.append(text)
    }
    return texts
  }

  /// Whole numbers, as many and as large as what allocates by them can bear.
  static func sizes(
    _ node: JSONNode, counts: ClosedRange<Int>, sizes allowed: ClosedRange<Int>
  ) throws(JSONProblem) -> [Int] {
    guard case .array(let items) = node.content, counts.contains(items.count) else {
      throw JSONProblem(
        position: node.position, found: node.excerpt,
        allowed: "a list of \(counts.lowerBound) to \(counts.upperBound) counts")
    }
    var sizes: [Int] = []
    for item in items {
      guard case .int(let size) = item.value, allowed.contains(size) else {
        throw JSONProblem(
          position: item.position, found: item.excerpt,
          allowed: "\(allowed.lowerBound) to \(allowed.upperBound)")
      }
      sizes.append(size)
    }
    return sizes
  }
}

extension ActionSpace {
  /// One member: `choices` with a count for each head, or `numbers` with their count and bounds.
  var json: JSONValue {
    switch self {
    case .discrete(let count): ["choice": .int(count)]
    case .multiDiscrete(let counts): ["choices": .array(counts.map { .int($0) })]
    case .continuous(let size, let bounds):
      [
        "numbers": .int(size), "low": .number(Double(bounds.lowerBound)),
        "high": .number(Double(bounds.upperBound)),
      ]
    }
  }

  init(json node: JSONNode) throws(JSONProblem) {
    var reader = try ObjectReader(node)
    if let count = try reader.integer("choice", in: 1...65_536) {
      self = .discrete(count)
    } else if let counts = reader.node("choices") {
      self = .multiDiscrete(
        try CheckpointHeader.sizes(counts, counts: 1...1024, sizes: 1...65_536))
    } else if let size = try reader.integer("numbers", in: 1...65_536),
      let low = try reader.number("low", in: -1e30...1e30),
      let high = try reader.number("high", in: low...1e30)
    {
      self = .continuous(size: size, bounds: Float(low)...Float(high))
    } else {
      throw reader.missing("choice", allowed: "choice, choices or numbers")
    }
    try reader.finish()
  }
}
