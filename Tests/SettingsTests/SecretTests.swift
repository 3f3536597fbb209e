import Foundation
import Testing

@testable import Settings

/// Keys come from the process alone, and nothing prints them.
@Suite struct SecretTests {
  static let key = "sk-very-secret"

  @Test func noWayOfPrintingShowsIt() {
    let secret = Secret(Self.key)
    var member = Settings().ensemble.qwen
    member.apiKey = secret
    var dumped = ""
    dump(member, to: &dumped)
    dump(secret, to: &dumped)
    let texts = [
      "\(secret)", String(reflecting: secret), String(describing: member),
      String(reflecting: member), dumped, secret.description, secret.debugDescription,
    ]
    for text in texts {
      #expect(!text.contains(Self.key))
      #expect(text.contains("…"))
    }
    #expect(secret.exposed == Self.key)
  }

  @Test func itComesFromTheEnvironmentOrFromAFile() throws {
    let home = try TemporaryHome()
    try home.write("\(Self.key)\r\n", to: "keys/qwen")
    let direct = try Settings.load(home: home.path, environment: ["QWEN_API_KEY": Self.key])
    #expect(direct.ensemble.qwen.apiKey == Secret(Self.key))
    let file = try Settings.load(home: home.path, environment: ["QWEN_API_KEY_FILE": "keys/qwen"])
    #expect(file.ensemble.qwen.apiKey == Secret(Self.key))
    #expect(
      file.origin(of: "ensemble.qwen.api_key")?.description
        == "environment variable QWEN_API_KEY_FILE")
    for settings in [direct, file] {
      #expect(settings.shown["ensemble.qwen.api_key"] == "…")
      #expect(!Settings.table(settings.rendered(showOrigin: true)).contains(Self.key))
      #expect(!"\(settings)".contains(Self.key))
    }
  }

  @Test func anEnvironmentFileMayNameTheFile() throws {
    let home = try TemporaryHome()
    try home.write(Self.key, to: "k")
    try home.write("LLAMA_API_KEY_FILE=k\n", to: "env/.env.dev")
    let settings = try Settings.load(home: home.path, environment: [:])
    #expect(settings.ensemble.llama.apiKey?.exposed == Self.key)
    let other = try Settings.load(home: home.path, environment: ["LLAMA_API_KEY": "other"])
    #expect(other.ensemble.llama.apiKey?.exposed == "other")
  }

  @Test func anEmptyVariableMeansNone() throws {
    let home = try TemporaryHome()
    let settings = try Settings.load(
      home: home.path, environment: ["QWEN_API_KEY": "", "LLAMA_API_KEY_FILE": ""])
    #expect(settings.ensemble.qwen.apiKey == nil)
    #expect(settings.ensemble.llama.apiKey == nil)
  }

  @Test func theVariableAndItsFileTogetherAreRefused() throws {
    let problems = try TemporaryHome().problems(
      environment: ["QWEN_API_KEY": Self.key, "QWEN_API_KEY_FILE": "/k"])
    #expect(
      problems.map(\.description) == [
        "environment variable QWEN_API_KEY_FILE: QWEN_API_KEY_FILE is set beside QWEN_API_KEY; "
          + "allowed is one of the two."
      ])
  }

  @Test func itIsRefusedOnTheCommandLineWithoutBeingShown() throws {
    let problems = try TemporaryHome().problems(
      arguments: [Assignment(path: "ensemble.qwen.api_key", value: Self.key)])
    #expect(problems.map(\.reason) == [.misplacedSecret])
    #expect(!"\(problems)".contains(Self.key))
  }

  @Test func aSecretThatIsMalformedIsNotShown() throws {
    let problems = try TemporaryHome().problems(
      environment: ["QWEN_API_KEY": Self.key + "\n" + Self.key])
    #expect(problems.map(\.reason) == [.wrongType])
    #expect(problems.map(\.found) == ["…"])
  }

  @Test func aSecretFileThatCannotBeReadIsAProblem() throws {
    let home = try TemporaryHome()
    try home.write([0x61, 0xFF], to: "bytes")
    try home.write([UInt8](repeating: 0x61, count: 16_385), to: "large")
    try home.write("x", to: "folder/x")
    #expect(mkfifo(home.path + "/pipe", 0o600) == 0)
    func reason(_ file: String) -> [SettingsProblem.Reason] {
      home.problems(environment: ["QWEN_API_KEY_FILE": file]).map(\.reason)
    }
    #expect(reason("none") == [.missingFile])
    #expect(reason("bytes") == [.notUTF8])
    #expect(reason("large") == [.tooLarge])
    #expect(reason("folder") == [.unreadableFile])
    #expect(reason("pipe") == [.unreadableFile])
  }
}
