import Testing

@testable import Settings

/// From nodes to settings: keys, profiles, sections.
@Suite struct YAMLLayersTests {
  @Test func baseAndProfilesBecomeEntriesWithTheirPlaces() throws {
    let text = """
      base:
        api: {port: 1}
        ensemble:
          qwen:
            top_p: 0.5
      profiles:
        production:
          api:
            port: 2
      """
    let layers = YAMLLayers(Array(text.utf8), file: "s.yaml")
    #expect(layers.problems.isEmpty)
    #expect(layers.base.entries.map(\.setting.path) == ["api.port", "ensemble.qwen.top_p"])
    #expect(
      layers.base.entries.map { "\($0.origin)" } == ["s.yaml:2:15 (base)", "s.yaml:5:14 (base)"])
    #expect(Set(layers.profiles.keys) == [.production])
    let entry = try #require(layers.profiles[.production]?.entries.first)
    #expect(entry.value == .scalar("2", isPlain: true))
    #expect("\(entry.origin)" == "s.yaml:9:13 (profile production)")
  }

  @Test(arguments: [
    (
      "base: {api: {prot: 1}}", "\"api.prot\" is no known setting; did you mean api.port?", 14
    ),
    (
      "bases: {}", "\"bases\" is no known setting; allowed is base, profiles; did you mean base?", 1
    ),
    (
      "profiles: {prod: {}}",
      "\"prod\" is no known profile; allowed is development, staging, production; "
        + "did you mean production?", 12
    ),
    ("base: {api: 1}", "api is \"1\"; allowed is a section.", 13),
    ("base: [1]", "base is a list; allowed is a section.", 7),
    ("profiles: x", "profiles is \"x\"; allowed is a section.", 11),
    ("- x", "the file is a list; allowed is a section.", 1),
    ("base: {api.port: 1}", "\"api.port\" is no known setting; did you mean api.port?", 8),
    (
      "base: {ensemble: {qwen: {api_key: sk-1}}}",
      "ensemble.qwen.api_key is a secret and may not stand here; allowed is the environment "
        + "variable QWEN_API_KEY, or QWEN_API_KEY_FILE with a path.", 35
    ),
  ])
  func aWrongKeySaysWhatWasMeant(text: String, message: String, column: Int) throws {
    let problems = yamlProblems(text)
    #expect(problems.map(\.description) == ["s.yaml:1:\(column): \(message)"])
  }

  @Test(arguments: ["base:\n", "base: null\nprofiles: ~\n", "base: {api: }\n"])
  func anEmptySectionSetsNothing(text: String) {
    let layers = YAMLLayers(Array(text.utf8), file: "s.yaml")
    #expect(layers.problems.isEmpty)
    #expect(layers.base.entries.isEmpty)
  }

  @Test(arguments: [
    ("api: {port: \"8000\"}", "is the text \"8000\"; allowed is an integer from 0 to 65535"),
    ("api: {port: [1]}", "is a list; allowed is an integer"),
    ("api: {port: {a: 1}}", "is a section; allowed is an integer"),
    ("api: {port: null}", "is nothing; allowed is an integer"),
    ("api: {port: 65536}", "is \"65536\", which is out of range; allowed is an integer from 0"),
    ("monitoring: {enabled: yes}", "is \"yes\"; allowed is true or false"),
    ("monitoring: {enabled: \"true\"}", "is the text \"true\"; allowed is true or false"),
    ("api: {host: \"\"}", "is the text \"\"; allowed is a host name"),
    ("logging: {level: loud}", "allowed is trace, debug, info, notice, warning, error, critical"),
    ("ensemble: {qwen: {url: \"ftp://x\"}}", "allowed is an http or https URL"),
  ])
  func aWrongValueSaysWhatIsAllowed(section: String, message: String) throws {
    let home = try TemporaryHome()
    try home.write("base:\n  \(section)\n", to: YAMLLayers.file)
    let problems = home.problems()
    #expect(problems.count == 1)
    #expect(problems.first?.line == 2)
    #expect(problems.first?.description.contains(message) == true, "\(problems)")
  }
}
