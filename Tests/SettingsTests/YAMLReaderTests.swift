import Testing

@testable import Settings

/// What a YAML text may not hold, and that each refusal knows its place.
@Suite struct YAMLReaderTests {
  struct Refused: CustomTestStringConvertible {
    var text: String
    var reason: SettingsProblem.Reason
    var line: Int
    var column: Int
    var testDescription: String { "\(reason.rawValue) in \(text.prefix(40).debugDescription)" }
  }

  static let refused = [
    Refused(text: "base: &a {api: {port: 1}}", reason: .anchor, line: 1, column: 7),
    Refused(text: "base:\n  api: *a\n", reason: .alias, line: 2, column: 8),
    Refused(text: "base: !!map {}", reason: .tag, line: 1, column: 7),
    Refused(text: "base:\n  api:\n    port: !!int 1", reason: .tag, line: 3, column: 11),
    Refused(text: "base: {}\n---\nbase: {}\n", reason: .severalDocuments, line: 2, column: 1),
    Refused(text: "base: {}\nbase: {}\n", reason: .duplicateKey, line: 2, column: 1),
    Refused(
      text: "base:\n  api: {port: 1, port: 2}", reason: .duplicateKey, line: 2, column: 18),
    Refused(text: "? [a]\n: 1\n", reason: .wrongType, line: 1, column: 3),
    Refused(text: "base: {api: {? {a: 1} : 2}}", reason: .wrongType, line: 1, column: 16),
    Refused(text: "base: [1\n", reason: .malformed, line: 2, column: 1),
    Refused(text: "base:\n\tapi: 1\n", reason: .malformed, line: 2, column: 1),
    Refused(text: "base: \"a\u{1}\"\n", reason: .malformed, line: 1, column: 9),
    Refused(text: "# 장미\nbase: \"향\u{0}\"\n", reason: .malformed, line: 2, column: 9),
    Refused(text: "base: \"a\\q\"\n", reason: .malformed, line: 1, column: 9),
    Refused(text: "%YAML 3.0\n---\nbase: {}\n", reason: .malformed, line: 1, column: 1),
    Refused(
      text: "base: " + String(repeating: "[", count: 40), reason: .tooDeep, line: 1, column: 22),
  ]

  @Test(arguments: refused)
  func isRefusedWithItsPlace(refused: Refused) throws {
    let first = try #require(yamlProblems(refused.text).first)
    #expect(first.reason == refused.reason, "\(first)")
    #expect(first.file == "s.yaml")
    #expect(first.line == refused.line, "\(first)")
    #expect(first.column == refused.column, "\(first)")
  }

  @Test func aBombOfAliasesIsRefusedBeforeItGrows() {
    var text = "a0: &a0 [x]\n"
    for level in 1...60 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let (_, problems) = YAMLReader.read(Array(text.utf8), file: "s.yaml")
    #expect(problems.count == YAMLReader.problemLimit + 1)
    #expect(problems.last?.reason == .tooManyProblems)
    #expect(problems.dropLast().allSatisfy { [.anchor, .alias].contains($0.reason) })
  }

  @Test func sixteenLevelsAreReadAndSeventeenAreNot() {
    func problems(_ depth: Int) -> [SettingsProblem] {
      let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      return YAMLReader.read(Array(text.utf8), file: "s.yaml").problems
    }
    #expect(problems(16).isEmpty)
    #expect(problems(17).map(\.reason) == [.tooDeep])
  }

  @Test func aFileOfTheLimitIsReadAndOneByteMoreIsNot() {
    let comment = [UInt8(ascii: "#")] + [UInt8](repeating: 0x20, count: YAMLReader.byteLimit - 1)
    #expect(YAMLReader.read(comment, file: "s.yaml").problems.isEmpty)
    let larger = YAMLReader.read(comment + [0x20], file: "s.yaml").problems
    #expect(larger.map(\.reason) == [.tooLarge])
  }

  @Test(
    arguments: [
      ([0xFF], 1, 1), (Array("base: 1\n# 장".utf8) + [0xC0, 0x80], 2, 4),
      (Array("a: \"".utf8) + [0xED, 0xA0, 0x80], 1, 5), (Array("a\n".utf8) + [0xE2, 0x82], 2, 1),
    ] as [([UInt8], Int, Int)])
  func bytesThatAreNotUTF8AreRefusedWithTheirPlace(bytes: [UInt8], line: Int, column: Int) throws {
    let problem = try #require(YAMLReader.read(bytes, file: "s.yaml").problems.first)
    #expect(problem.reason == .notUTF8)
    #expect(problem.line == line)
    #expect(problem.column == column)
  }

  @Test func utf16IsRefusedThoughLibyamlKnowsIt() {
    let bytes: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0x3A, 0, 0x20, 0, 0x31, 0]
    #expect(YAMLReader.read(bytes, file: "s.yaml").problems.map(\.reason) == [.notUTF8])
  }

  @Test(arguments: ["", "\n", "# nothing\n", "---\n", "---\n...\n"])
  func aTextWithoutValuesHasNoProblems(text: String) {
    #expect(yamlProblems(text).isEmpty)
  }

  @Test func nodesRememberWhereTheyStood() throws {
    let text = "# 주석\n키:\n  - 하나\n  - 'two'\n"
    let (root, problems) = YAMLReader.read(Array(text.utf8), file: "s.yaml")
    #expect(problems.isEmpty)
    guard case .mapping(let members) = try #require(root).content else {
      Issue.record("no mapping")
      return
    }
    #expect(members.map(\.key) == ["키"])
    #expect(members[0].keyMark == YAMLNode.Mark(line: 2, column: 1))
    #expect(
      members[0].value.content
        == .list([
          YAMLNode(
            content: .scalar("하나", isPlain: true), mark: YAMLNode.Mark(line: 3, column: 5)),
          YAMLNode(
            content: .scalar("two", isPlain: false), mark: YAMLNode.Mark(line: 4, column: 5)),
        ]))
  }
}
