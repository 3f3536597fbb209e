import Testing

@testable import Settings

/// All sources against each other: the higher one wins, and the origin says so.
@Suite struct PriorityTests {
  /// Each source gives `worker.concurrency` its own number, 11 for the lowest.
  static func home(with sources: Set<Origin.Source>) throws -> TemporaryHome {
    let home = try TemporaryHome()
    var yaml = "base:\n"
    if sources.contains(.base) { yaml += "  worker:\n    concurrency: 11\n" }
    yaml += "profiles:\n  staging:\n"
    if sources.contains(.profile) { yaml += "    worker: {concurrency: 12}\n" }
    try home.write(yaml, to: "configs/llm_ensemble.yaml")
    try home.write(
      sources.contains(.environmentFile) ? "LLM_WORKER_CONCURRENCY=13\n" : "",
      to: "env/.env.staging")
    return home
  }

  /// Every set of the five sources above the code: 32 of them.
  @Test(arguments: 0..<32)
  func theHighestSourceThatSpeaksWins(bits: Int) throws {
    let above = Array(Origin.Source.allCases.dropFirst())
    let sources = Set(above.indices.filter { bits & 1 << $0 != 0 }.map { above[$0] })
    let home = try Self.home(with: sources)
    var environment = ["APP_ENV": "staging"]
    if sources.contains(.environment) { environment["LLM_WORKER_CONCURRENCY"] = "14" }
    let arguments =
      sources.contains(.commandLine) ? [Assignment(path: "worker.concurrency", value: "15")] : []
    let settings = try Settings.load(
      home: home.path, environment: environment, arguments: arguments)
    let winner = above.lastIndex(where: sources.contains)
    #expect(settings.worker.concurrency == winner.map { 11 + $0 } ?? 2)
    #expect(
      settings.origin(of: "worker.concurrency")?.source == winner.map { above[$0] } ?? .code)
  }

  @Test func anOriginNamesFileLineAndColumn() throws {
    let home = try Self.home(with: [.base, .profile, .environmentFile])
    func origin(_ environment: [String: String]) throws -> Origin {
      let settings = try Settings.load(home: home.path, environment: environment)
      return try #require(settings.origin(of: "worker.concurrency"))
    }
    let file = try origin(["APP_ENV": "staging"])
    #expect(home.relative("\(file)") == "env/.env.staging:1:24")
    try home.write("", to: "env/.env.staging")
    let profile = try origin(["APP_ENV": "stg"])
    #expect(home.relative("\(profile)") == "configs/llm_ensemble.yaml:6:27 (profile staging)")
    let base = try origin([:])
    #expect(home.relative("\(base)") == "configs/llm_ensemble.yaml:3:18 (base)")
    let process = try origin(["LLM_WORKER_CONCURRENCY": "3"])
    #expect("\(process)" == "environment variable LLM_WORKER_CONCURRENCY")
  }

  @Test func anUnknownPathHasNoOrigin() {
    #expect(Settings().origin(of: "api.prot") == nil)
    #expect(Settings().origin(of: "api.port") == .code)
  }

  @Test func anotherEnvironmentsProfileChangesNothing() throws {
    let home = try Self.home(with: [.profile])
    let settings = try Settings.load(home: home.path, environment: [:])
    #expect(settings.worker.concurrency == 2)
  }

  @Test func anEmptyValueTakesBackWhatALowerSourceSet() throws {
    let home = try TemporaryHome()
    try home.write(
      """
      base:
        ensemble:
          qwen: {url: "http://127.0.0.1:1/v1"}
        brief: {default_max_allergens_ppm: 500}
      """, to: "configs/llm_ensemble.yaml")
    let set = try Settings.load(home: home.path, environment: [:])
    #expect(set.ensemble.configuredMembers.map(\.role) == [.qwen])
    #expect(set.brief.defaultMaxAllergensPpm == 500)
    let taken = try Settings.load(
      home: home.path, environment: ["QWEN_URL": "", "BRIEF_DEFAULT_MAX_ALLERGENS_PPM": ""])
    #expect(taken.ensemble.configuredMembers.isEmpty)
    #expect(taken.brief.defaultMaxAllergensPpm == nil)
  }

  @Test func aValueThatIsOverriddenIsCheckedAllTheSame() throws {
    let home = try TemporaryHome()
    try home.write(
      "base: {api: {port: 70000}}\nprofiles: {production: {api: {port: no}}}\n",
      to: "configs/llm_ensemble.yaml")
    let found = home.problems(arguments: [Assignment(path: "api.port", value: "1")])
    #expect(found.map(\.reason) == [.outOfRange, .wrongType])
    #expect(found.map(\.line) == [1, 2])
  }
}
