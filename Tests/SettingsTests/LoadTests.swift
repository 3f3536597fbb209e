import Foundation
import Testing

@testable import Settings

/// The environment, the home folder, missing files, and several problems at a time.
@Suite struct LoadTests {
  @Test(arguments: [
    ("dev", DeploymentEnvironment.development), ("development", .development),
    ("DEV", .development),
    ("stg", .staging), ("staging", .staging), ("prod", .production), ("Production", .production),
  ])
  func shortAndLongNamesPickAnEnvironment(name: String, deployment: DeploymentEnvironment) throws {
    let home = try TemporaryHome()
    try home.write("", to: deployment.file)
    let settings = try Settings.load(home: home.path, environment: ["APP_ENV": name])
    #expect(settings.deployment == deployment)
    let row = try #require(settings.rendered(showOrigin: true).first)
    #expect(row.value == .text(deployment.rawValue))
    #expect(row.origin == "environment variable APP_ENV")
  }

  @Test(arguments: [("produktion", "production"), ("stagin", "staging"), ("", nil), ("live", nil)])
  func anUnknownEnvironmentIsRefusedNamingTheNearest(name: String, nearest: String?) throws {
    let problems = try TemporaryHome().problems(environment: ["APP_ENV": name])
    #expect(problems.map(\.reason) == [.unknownEnvironment])
    #expect(problems.first?.nearest == nearest)
    #expect(problems.first?.found == "\"\(name)\"")
  }

  @Test func missingFilesAreNoticedButStopNothingInAnAssumedEnvironment() throws {
    let home = try TemporaryHome()
    var settings = try Settings.load(home: home.path, environment: [:])
    #expect(
      settings.notices.map(home.relative) == [
        "configs/llm_ensemble.yaml does not exist: the defaults in code hold.",
        "env/.env.dev does not exist, and APP_ENV is not set.",
      ])
    #expect(settings.spool.directory == home.path + "/jobs")
    settings.spool.directory = "jobs"
    #expect(settings.shown == Settings().shown)
  }

  @Test func aMissingFileStopsAnEnvironmentThatWasPicked() throws {
    let problems = try TemporaryHome().problems(environment: ["APP_ENV": "prod"])
    #expect(problems.map(\.description) == ["env/.env.prod: the file does not exist."])
  }

  @Test func aMissingProfileIsNoticed() throws {
    let home = try TemporaryHome()
    try home.write("base: {}\n", to: YAMLLayers.file)
    try home.write("", to: "env/.env.dev")
    let settings = try Settings.load(home: home.path, environment: [:])
    #expect(
      settings.notices.map(home.relative) == [
        "configs/llm_ensemble.yaml has no profile development: its base holds."
      ])
  }

  @Test func theHomeFolderComesFromTheArgumentBeforeTheVariable() throws {
    let home = try TemporaryHome()
    try home.write("API_PORT=7\n", to: "env/.env.dev")
    let other = try TemporaryHome()
    let variable = try Settings.load(environment: ["FRAGRANCE_HOME": home.path])
    #expect(variable.api.port == 7)
    #expect(variable.home == home.path)
    let argument = try Settings.load(
      home: other.path, environment: ["FRAGRANCE_HOME": home.path])
    #expect(argument.api.port == 8000)
  }

  @Test func aHomeThatIsNoFolderIsAProblem() {
    #expect(throws: SettingsError.self) {
      try Settings.load(home: "/nowhere/at/all", environment: [:])
    }
  }

  @Test(arguments: [("/srv/jobs", "/srv/jobs"), ("data/jobs", "HOME/data/jobs")])
  func relativePathsCountFromTheHomeFolder(written: String, meant: String) throws {
    let home = try TemporaryHome()
    let settings = try Settings.load(home: home.path, environment: ["JOBS_DIR": written])
    #expect(settings.spool.directory == meant.replacing("HOME", with: home.path))
    #expect(joined(".", "jobs") == "jobs")
    #expect(joined("/srv/", "jobs") == "/srv/jobs")
  }

  @Test func ofTheProcessEnvironmentOnlyOurPrefixIsChecked() throws {
    let problems = try TemporaryHome().problems(
      environment: ["PATH": "/bin", "API_PROT": "1", "FRAGRANCE_HOM": "x", "FRAGRANCE_PORT": "1"])
    #expect(problems.map(\.key) == ["FRAGRANCE_HOM", "FRAGRANCE_PORT"])
    #expect(problems.map(\.nearest) == ["FRAGRANCE_HOME", "FRAGRANCE_HOME"])
    #expect(problems.allSatisfy { $0.reason == .unknownKey })
  }

  @Test func theCommandLineIsCheckedLikeEverySource() throws {
    let problems = try TemporaryHome().problems(arguments: [
      Assignment(path: "api.prot", value: "1"), Assignment(path: "api.port", value: "x"),
      Assignment(path: "worker.concurrency", value: "1"),
      Assignment(path: "worker.concurrency", value: "2"),
    ])
    #expect(
      problems.map(\.description) == [
        "--set api.prot: \"api.prot\" is no known setting; did you mean api.port?",
        "--set worker.concurrency: worker.concurrency is set a second time, "
          + "first at another --set.",
        "--set api.port: api.port is \"x\"; allowed is an integer from 0 to 65535.",
      ])
  }

  @Test func anAssignmentSplitsAtTheFirstEqualsSign() {
    #expect(Assignment("a.b=c=d") == Assignment(path: "a.b", value: "c=d"))
    #expect(Assignment("a.b=") == Assignment(path: "a.b", value: ""))
    #expect(Assignment("a.b") == nil)
  }

  @Test func allProblemsOfAllSourcesAreCollected() throws {
    let home = try TemporaryHome()
    try home.write(
      "base: {api: {prot: 1, port: x}}\nprofiles: {prod: {}}\n", to: YAMLLayers.file)
    try home.write("LOG_LEVEL=loud\nnonsense\n", to: "env/.env.dev")
    let problems = home.problems(
      environment: ["API_PORT": "-1"], arguments: [Assignment(path: "x", value: "1")])
    #expect(
      problems.map(\.origin.place) == [
        "configs/llm_ensemble.yaml:1:14", "configs/llm_ensemble.yaml:2:12",
        "configs/llm_ensemble.yaml:1:29", "env/.env.dev:2:9", "env/.env.dev:1:11",
        "environment variable API_PORT", "--set x",
      ])
  }

  @Test(arguments: [
    ("spool.heartbeat_seconds", "11", "at most a third of spool.lease_seconds (30)")
  ])
  func settingsThatContradictEachOtherAreRefused(
    path: String, value: String, allowed: String
  ) throws {
    let problems = try TemporaryHome().problems(arguments: [Assignment(path: path, value: value)])
    #expect(
      problems.map(\.description) == [
        "--set \(path): \(path) is \(value); allowed is \(allowed)."
      ])
  }

  @Test(arguments: [
    (["rl.environments=1024", "rl.rollout_steps=4097"], "rl.rollout_steps", "at most 4096"),
    (["rl.environments=1", "rl.rollout_steps=1"], "rl.rollout_steps", "2 to 4194304"),
    (["rl.entropy.schedule=exponential", "rl.entropy.final=0"], "rl.entropy.final", "at least"),
    (
      ["rl.entropy.schedule=exponential", "rl.entropy.initial=0"], "rl.entropy.initial", "at least"
    ),
    (
      ["rl.learning_rate.schedule=exponential", "rl.learning_rate.final=0"],
      "rl.learning_rate.final", "at least"
    ),
  ])
  func aTrainingThatNothingLearnsIsRefused(
    assigned: [String], path: String, allowed: String
  ) throws {
    let arguments = assigned.map { text in
      let parts = text.split(separator: "=").map(String.init)
      return Assignment(path: parts[0], value: parts[1])
    }
    let problems = try TemporaryHome().problems(arguments: arguments)
    #expect(problems.map(\.key) == [path])
    #expect(problems.allSatisfy { $0.description.contains(allowed) })
  }

  @Test func filesThatAreNoFilesAreProblems() throws {
    let home = try TemporaryHome()
    try home.write("x", to: "env/.env.dev/x")
    #expect(
      mkdir(home.path + "/configs", 0o700) == 0
        && mkfifo(home.path + "/configs/llm_ensemble.yaml", 0o600) == 0)
    #expect(
      home.problems().map(\.description) == [
        "configs/llm_ensemble.yaml: the file cannot be read (it is no regular file).",
        "env/.env.dev: the file cannot be read (it is no regular file).",
      ])
  }

  @Test func largeFilesAreNotReadWhole() throws {
    let home = try TemporaryHome()
    try home.write([UInt8](repeating: 0x23, count: 262_145), to: YAMLLayers.file)
    try home.write([UInt8](repeating: 0x23, count: 65_537), to: "env/.env.dev")
    #expect(home.problems().map(\.reason) == [.tooLarge, .tooLarge])
  }

  @Test func theProcessEnvironmentIsTheOneTheSystemGave() {
    #expect(Settings.processEnvironment()["PATH"] == ProcessInfo.processInfo.environment["PATH"])
  }
}
