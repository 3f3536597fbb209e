import Testing

@testable import Settings

/// The registry and the typed structs are two views of the same things.
@Suite struct RegistryTests {
  @Test func pathsAndVariablesAreUniqueAndWellFormed() {
    #expect(Set(Setting.all.map(\.path)).count == Setting.all.count)
    let variables = Setting.all.flatMap { [$0.variable, $0.fileVariable].compactMap(\.self) }
    #expect(Set(variables).count == variables.count)
    for setting in Setting.all {
      #expect(setting.path.wholeMatch(of: /[a-z]+(\.[a-z][a-z_]*)+/) != nil, "\(setting.path)")
      #expect(setting.variable.wholeMatch(of: /[A-Z][A-Z_]+/) != nil, "\(setting.variable)")
    }
  }

  @Test func everySettingSaysInOneSentenceWhatItDoes() {
    for setting in Setting.all {
      #expect(setting.summary.hasSuffix("."), "\(setting.path)")
      #expect(setting.summary.count(where: { $0 == "." }) <= 4, "\(setting.path)")
      #expect(setting.summary.count <= 100, "\(setting.path)")
      #expect(!setting.allowed.isEmpty)
    }
  }

  @Test func unitsAreTheLastWordOfNumbers() {
    for setting in Setting.all where setting.type == "seconds" {
      #expect(setting.path.hasSuffix("_seconds"), "\(setting.path)")
    }
  }

  @Test(arguments: Setting.all.map(\.path))
  func aValueReachesExactlyOnePropertyOfTheTypedStructs(path: String) throws {
    let setting = try #require(Setting.byPath[path])
    var changed = Settings()
    try setting.assign(.scalar(setting.otherValue, isPlain: true), &changed)
    #expect(changed != Settings())
    let rows = zip(Settings().rendered(showOrigin: false), changed.rendered(showOrigin: false))
    let moved = rows.filter { $0.value != $1.value }.map(\.0.path)
    #expect(moved == (setting.isSecret ? [] : [path]))
  }

  /// Counts stored properties, so that one without an entry in the registry is found.
  @Test func everyStoredPropertyOfASectionIsInTheRegistry() {
    let settings = Settings()
    let sections: [Any] = [
      settings.api, settings.spool, settings.worker, settings.ensemble, settings.brief,
      settings.composer, settings.rl, settings.logging, settings.monitoring,
    ]
    #expect(sections.map(leafCount).reduce(0, +) == Setting.all.count)
    let others = ["deployment", "home", "notices", "origins", "deploymentOrigin"]
    #expect(Mirror(reflecting: settings).children.count == sections.count + others.count)
  }

  private func leafCount(_ section: Any) -> Int {
    Mirror(reflecting: section).children.map { child in
      child.value is Settings.Member ? leafCount(child.value) : 1
    }.reduce(0, +)
  }

  @Test(arguments: Setting.all.map(\.path))
  func theDefaultInCodeIsAllowedAndReadsBack(path: String) throws {
    let setting = try #require(Setting.byPath[path])
    var settings = Settings()
    let raw: RawValue =
      switch setting.show(settings) {
      case .absent, .secret: .absent
      case let value: .scalar("\(value)", isPlain: true)
      }
    try setting.assign(raw, &settings)
    #expect(settings == Settings())
  }

  @Test func theDefaultsContradictNothing() {
    #expect(Settings().contradictions().isEmpty)
  }

  @Test(arguments: [
    ("api.prot", "api.port"), ("port", "api.port"), ("ensemble.qwen.topp", "ensemble.qwen.top_p"),
    ("ensmble", "ensemble"), ("ensemble.quen", "ensemble.qwen"), ("worker.port", "api.port"),
  ])
  func aWrongPathFindsTheOneThatWasMeant(wrong: String, meant: String) {
    #expect(Setting.nearestPath(to: wrong) == meant)
  }

  @Test func aPathFarFromEverythingHasNoNeighbour() {
    #expect(Setting.nearestPath(to: "zzzzzzzzzzzzzzzzzzzz") == nil)
    #expect(Setting.nearestPath(to: "") == nil)
  }
}
