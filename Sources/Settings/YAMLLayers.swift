internal import Spelling

/// The layers of a settings file: what holds everywhere, and what each profile changes.
struct YAMLLayers {
  /// The file's place, relative to the home folder.
  static let file = "configs/llm_ensemble.yaml"

  /// A second file of the same form, for training. A home without it trains with the defaults.
  static let trainingFile = "configs/rl.yaml"

  private(set) var base = Layer()

  /// A profile that the file does not have is absent.
  private(set) var profiles: [DeploymentEnvironment: Layer] = [:]
  private(set) var problems: [SettingsProblem]
  private let path: String

  init(_ bytes: [UInt8], file path: String) {
    self.path = path
    let (root, problems) = YAMLReader.read(bytes, file: path)
    self.problems = problems
    guard let root else { return }
    for member in members(of: root, key: "the file", Origin(.base, file: path)) {
      switch member.key {
      case "base":
        var layer = Layer()
        let source = Origin(.base, file: path)
        collect(member.value, at: [], key: "base", from: source, into: &layer)
        base = layer
      case "profiles": readProfiles(member.value)
      default:
        self.problems.append(
          SettingsProblem(
            .unknownKey, at: origin(Origin(.base, file: path), member.keyMark),
            key: RawValue.quote(member.key), allowed: "base, profiles",
            nearest: ["base", "profiles"].nearest(to: member.key)))
      }
    }
  }

  private mutating func readProfiles(_ node: YAMLNode) {
    let place = Origin(.base, file: path)
    for member in members(of: node, key: "profiles", place) {
      guard let profile = DeploymentEnvironment(rawValue: member.key) else {
        let names = DeploymentEnvironment.allCases.map(\.rawValue)
        problems.append(
          SettingsProblem(
            .unknownProfile, at: origin(place, member.keyMark), key: RawValue.quote(member.key),
            allowed: names.joined(separator: ", "),
            nearest: DeploymentEnvironment.nearest(to: member.key)))
        continue
      }
      var layer = Layer()
      let source = Origin(.profile, file: path, name: profile.rawValue)
      collect(member.value, at: [], key: "profiles.\(profile)", from: source, into: &layer)
      profiles[profile] = layer
    }
  }

  /// Adds the settings below `node`, which stands for the section `prefix`.
  ///
  /// As deep as the nodes are, which `YAMLReader.depthLimit` bounds.
  private mutating func collect(
    _ node: YAMLNode, at prefix: [String], key: String, from source: Origin,
    into layer: inout Layer
  ) {
    for member in members(of: node, key: key, source) {
      let names = prefix + [member.key]
      let path = names.joined(separator: ".")
      let isOneName = !member.key.contains(".")
      if isOneName, let setting = Setting.byPath[path] {
        add(setting, member, from: source, into: &layer)
      } else if isOneName, Setting.sections.contains(path) {
        collect(member.value, at: names, key: path, from: source, into: &layer)
      } else {
        problems.append(
          SettingsProblem(
            .unknownKey, at: origin(source, member.keyMark), key: RawValue.quote(path),
            nearest: Setting.nearestPath(to: path)))
      }
    }
  }

  private mutating func add(
    _ setting: Setting, _ member: YAMLNode.Member, from source: Origin, into layer: inout Layer
  ) {
    let place = origin(source, member.value.mark)
    if setting.isSecret {
      problems.append(.misplaced(setting, at: place))
    } else if member.value.content != .refused {
      layer.entries.append(
        Layer.Entry(setting: setting, value: member.value.rawValue, origin: place))
    }
  }

  /// The members of a mapping; an empty value has none, and anything else is a problem.
  private mutating func members(
    of node: YAMLNode, key: String, _ source: Origin
  ) -> [YAMLNode.Member] {
    if case .mapping(let members) = node.content { return members }
    if node.rawValue != .absent {
      problems.append(
        SettingsProblem(
          .wrongType, at: origin(source, node.mark), key: key, found: node.rawValue.shown,
          allowed: "a section"))
    }
    return []
  }

  private func origin(_ source: Origin, _ mark: YAMLNode.Mark) -> Origin {
    var origin = source
    origin.line = mark.line
    origin.column = mark.column
    return origin
  }
}
