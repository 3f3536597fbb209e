import Foundation
import GoldenFiles
import Testing

@testable import Settings

/// The files of the repository: complete, valid, without secrets, and shown as recorded.
@Suite struct ShippedFilesTests {
  static func bytes(_ name: String) throws -> [UInt8] {
    try BoundedFile.read("\(repository)/\(name)", limit: 262_144)
  }

  @Test func allThreeEnvironmentsAreValidWithoutNotices() {
    let checks = Settings.check(home: repository, environment: [:])
    #expect(checks.map(\.deployment) == DeploymentEnvironment.allCases)
    for check in checks {
      #expect(check.problems.isEmpty, "\(check.problems)")
      #expect(check.notices.isEmpty)
    }
  }

  @Test func checkFindsTheEnvironmentThatIsWrong() throws {
    let home = try TemporaryHome()
    for deployment in DeploymentEnvironment.allCases { try home.write("", to: deployment.file) }
    try home.write("API_PORT=x\n", to: "env/.env.staging")
    let counts = Settings.check(home: home.path, environment: ["APP_ENV": "dev"])
      .map(\.problems.count)
    #expect(counts == [0, 1, 0])
  }

  @Test func theBaseListsEverySettingWithItsDefaultInCode() throws {
    let layers = try YAMLLayers(Self.bytes(YAMLLayers.file), file: YAMLLayers.file)
    let training = try YAMLLayers(
      Self.bytes(YAMLLayers.trainingFile), file: YAMLLayers.trainingFile)
    #expect(layers.problems.isEmpty && training.problems.isEmpty)
    #expect(Set(layers.profiles.keys) == Set(DeploymentEnvironment.allCases))
    #expect(Set(training.profiles.keys) == Set(DeploymentEnvironment.allCases))
    let paths = [layers, training].map { $0.base.entries.map(\.setting.path).sorted() }
    let known = Setting.all.filter { !$0.isSecret }.map(\.path).sorted()
    #expect(paths[0] == known.filter { !$0.hasPrefix("rl.") })
    #expect(paths[1] == known.filter { $0.hasPrefix("rl.") })
    var settings = Settings()
    #expect(layers.base.apply(to: &settings).isEmpty)
    #expect(training.base.apply(to: &settings).isEmpty)
    #expect(settings.shown == Settings().shown)
  }

  @Test func everySettingOfTheBaseIsExplainedWithItsVariable() throws {
    let text = try [YAMLLayers.file, YAMLLayers.trainingFile]
      .map { String(decoding: try Self.bytes($0), as: UTF8.self) }.joined()
    for setting in Setting.all where !setting.path.hasPrefix("ensemble.") {
      #expect(text.contains(setting.variable), "\(setting.path)")
    }
  }

  @Test(arguments: DeploymentEnvironment.allCases)
  func anEnvironmentsFileHoldsWhatDiffersAndNoSecret(deployment: DeploymentEnvironment) throws {
    let file = try EnvironmentFile(Self.bytes(deployment.file), file: deployment.file)
    #expect(file.problems.isEmpty)
    for line in file.lines {
      let setting = try #require(Setting.byVariable[line.key], "\(line.key)")
      #expect(!setting.isSecret)
    }
    #expect(!file.lines.isEmpty)
  }

  @Test(arguments: [
    (DeploymentEnvironment.development, Settings.Logging.Level.debug, 2, "127.0.0.1"),
    (.staging, .info, 4, "0.0.0.0"), (.production, .warning, 8, "0.0.0.0"),
  ])
  func theEnvironmentsDifferAsTheirTableSays(
    deployment: DeploymentEnvironment, level: Settings.Logging.Level, concurrency: Int,
    host: String
  ) throws {
    let settings = try Settings.load(
      home: repository, environment: ["APP_ENV": deployment.rawValue])
    #expect(settings.logging.level == level)
    #expect(settings.worker.concurrency == concurrency)
    #expect(settings.api.host == host)
    #expect(settings.worker.metricsHost == host)
    #expect(settings.ensemble.configuredMembers.isEmpty)
  }

  @Test func configShowOfDevelopmentIsAsRecorded() throws {
    let settings = try Settings.load(home: repository, environment: [:])
    // Before the table is made, so that its columns do not depend on where the repository lies.
    let rows = settings.rendered(showOrigin: true).map { row in
      var row = row
      row.origin = row.origin?.replacing(repository + "/", with: "")
      if row.path == "spool.directory" { row.value = .text("HOME/jobs") }
      return row
    }
    let text = Settings.table(rows)
    let golden = GoldenFile("config-show-development.txt")
    let recorded = try #require(try golden.recorded(insteadOf: text))
    let lines = zip(text.split(separator: "\n"), recorded.split(separator: "\n"))
    for (line, expected) in lines { #expect(line == expected) }
    #expect(text == recorded)
  }

  @Test func rowsHaveNoOriginUnlessAskedFor() {
    let rows = Settings().rendered(showOrigin: false)
    #expect(rows.allSatisfy { $0.origin == nil })
    #expect(rows.map(\.path) == ["environment"] + Setting.all.map(\.path))
    #expect(
      Settings.table(Array(rows.prefix(3)))
        == "environment  development\napi.host     127.0.0.1\napi.port     8000\n")
  }
}
