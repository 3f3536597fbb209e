import Spelling

/// Reads the members of a JSON object by name and type, and refuses the ones nobody asked for.
///
/// Read every field, then call `finish()`.
package struct ObjectReader {
  private let members: [String: JSONNode.Member]
  private let order: [String]
  private let path: String
  private let position: SourcePosition
  private var known: [String] = []

  /// - Parameter path: JSON Pointer of the object, empty for the root.
  /// - Throws: a problem when the node is not an object.
  package init(_ node: JSONNode, path: String = "") throws(JSONProblem) {
    guard case .object(let members) = node.content else {
      throw JSONProblem(
        position: node.position, field: path, found: node.excerpt, allowed: "an object")
    }
    self.members = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0) })
    self.order = members.map(\.name)
    self.path = path
    self.position = node.position
  }

  /// The node of a member; null counts as absent.
  package mutating func node(_ name: String) -> JSONNode? {
    known.append(name)
    guard let node = members[name]?.value, node.content != .null else { return nil }
    return node
  }

  /// A text whose length in characters lies in `lengths`, or nil when absent.
  package mutating func string(
    _ name: String, lengths: ClosedRange<Int>
  ) throws(JSONProblem) -> String? {
    guard let node = node(name) else { return nil }
    let allowed = "a text of \(lengths.lowerBound) to \(lengths.upperBound) characters"
    guard case .string(let text) = node.content, lengths.contains(text.count) else {
      throw problem(name, node, allowed: allowed)
    }
    return text
  }

  /// A number inside `range`, or nil when absent.
  package mutating func number(
    _ name: String, in range: ClosedRange<Double>
  ) throws(JSONProblem) -> Double? {
    guard let node = node(name) else { return nil }
    guard case .number(let number, _) = node.content, range.contains(number) else {
      let bounds =
        "\(CanonicalWriter.format(range.lowerBound)) to "
        + CanonicalWriter.format(range.upperBound)
      throw problem(name, node, allowed: "a number from \(bounds)")
    }
    return number
  }

  /// A whole number inside `range`, or nil when absent.
  package mutating func integer(
    _ name: String, in range: ClosedRange<Int>
  ) throws(JSONProblem) -> Int? {
    guard let node = node(name) else { return nil }
    guard case .number(let number, _) = node.content, let whole = Int(exactly: number),
      range.contains(whole)
    else {
      throw problem(
        name, node, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return whole
  }

  /// `true` or `false`, or nil when absent.
  package mutating func bool(_ name: String) throws(JSONProblem) -> Bool? {
    guard let node = node(name) else { return nil }
    guard case .bool(let flag) = node.content else {
      throw problem(name, node, allowed: "true or false")
    }
    return flag
  }

  /// One of the raw values of an enumeration, or nil when absent.
  package mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type
  ) throws(JSONProblem) -> Choice? where Choice.RawValue == String {
    guard let node = node(name) else { return nil }
    guard case .string(let text) = node.content, let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw problem(name, node, allowed: "one of \(names)")
    }
    return choice
  }

  /// The items of a list with their JSON Pointers, or nil when absent.
  package mutating func items(
    _ name: String, counts: ClosedRange<Int>
  ) throws(JSONProblem) -> [(node: JSONNode, path: String)]? {
    guard let node = node(name) else { return nil }
    guard case .array(let items) = node.content, counts.contains(items.count) else {
      throw problem(
        name, node, allowed: "a list of \(counts.lowerBound) to \(counts.upperBound) items")
    }
    return items.enumerated().map { ($1, "\(pointer(name))/\($0)") }
  }

  /// A reader of a nested object, or nil when absent.
  package mutating func object(_ name: String) throws(JSONProblem) -> ObjectReader? {
    guard let node = node(name) else { return nil }
    return try ObjectReader(node, path: pointer(name))
  }

  /// A problem at a member that was read, for checks of the caller's own.
  package func problem(_ name: String, allowed: String) -> JSONProblem {
    guard let member = members[name] else { return missing(name, allowed: allowed) }
    return problem(name, member.value, allowed: allowed)
  }

  /// A problem saying that a required member is missing.
  package func missing(_ name: String, allowed: String) -> JSONProblem {
    JSONProblem(position: position, field: pointer(name), found: nil, allowed: allowed)
  }

  /// - Throws: a problem at the first member nobody asked for, naming the nearest known one.
  package func finish() throws(JSONProblem) {
    for name in order where !known.contains(name) {
      let nearest = known.nearest(to: name).map { "; did you mean \"\($0)\"?" } ?? ""
      let names = known.sorted().joined(separator: ", ")
      throw JSONProblem(
        position: members[name]?.position ?? position, field: pointer(name),
        found: "an unknown field", allowed: "one of \(names)\(nearest)")
    }
  }

  private func problem(_ name: String, _ node: JSONNode, allowed: String) -> JSONProblem {
    JSONProblem(
      position: node.position, field: pointer(name), found: node.excerpt, allowed: allowed)
  }

  private func pointer(_ name: String) -> String {
    var escaped = ""
    for character in name {
      switch character {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.append(character)
      }
    }
    return "\(path)/\(escaped)"
  }
}
