import Testing

@testable import Settings

/// The lines of `env/.env.<name>`.
@Suite struct EnvironmentFileTests {
  private func read(_ text: String) -> EnvironmentFile {
    EnvironmentFile(Array(text.utf8), file: "e")
  }

  @Test(arguments: [
    ("A=1", "1"), ("A=", ""), ("A= ", ""), ("A= # c", ""), ("A=a b", "a b"), ("A=a  ", "a"),
    ("A=a # c", "a"), ("A=a#b", "a#b"), ("A=#b", "#b"), ("A=$HOME/x", "$HOME/x"), ("A=a=b", "a=b"),
    ("A=\"a # b\"  # c", "a # b"), ("A='a\\n\"'", "a\\n\""), ("A=\"\\\"\\\\\\n\\t\"", "\"\\\n\t"),
    ("A=''", ""), ("export A=1", "1"), ("  export   A=1", "1"), ("A=장미 향", "장미 향"),
    ("A=1\r", "1"), ("A=\"x\"\r", "x"),
  ])
  func aLineIsReadAsItIsWritten(text: String, value: String) throws {
    let file = read(text)
    #expect(file.problems.isEmpty, "\(file.problems)")
    #expect(file.lines.map(\.key) == ["A"])
    #expect(file.lines.map(\.value) == [value])
  }

  @Test(arguments: ["", "\n\n", "# A=1", "   # A=1", "  ", "\t\r\n"])
  func blankLinesAndCommentsSetNothing(text: String) {
    let file = read(text)
    #expect(file.problems.isEmpty)
    #expect(file.lines.isEmpty)
  }

  @Test(arguments: [
    ("A", 2), ("A =1", 2), ("A: 1", 2), ("=1", 1), ("1A=1", 1), ("A-B=1", 2), ("A= 1", 3),
    ("A=\"x", 3), ("A='x", 3), ("A=\"x\" y", 7), ("A=\"x\"#c", 6), ("A=a'b", 4), ("A=\"\\$\"", 4),
    ("A=\"\\", 4), ("export", 7), ("export =1", 8), ("A=\u{1}", 3), ("장=1", 1), ("  [x]", 3),
  ])
  func aMalformedLineIsRefusedWithItsColumn(text: String, column: Int) throws {
    let problem = try #require(read("OK=1\n" + text).problems.first)
    #expect(problem.reason == .malformed)
    #expect(problem.line == 2)
    #expect(problem.column == column, "\(problem)")
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    let file = EnvironmentFile(Array("A=1\nB=장".utf8) + [0xFF], file: "e")
    #expect(file.lines.isEmpty)
    #expect(
      file.problems.map(\.description) == ["e:2:4: the file has the byte 0xFF, which is not UTF-8."]
    )
  }

  @Test func keysThatAreUnknownDoubledOrSecretAreRefusedTogether() {
    let text = """
      API_PORT=1
      API_PROT=2
      API_PORT=3
      QWEN_API_KEY=sk-secret
      APP_ENV=staging
      PATH=/bin
      """
    let layer = Layer(read(text), home: ".")
    #expect(
      Set(layer.problems.map(\.description)) == [
        "e:2:1: API_PROT is no known setting; did you mean API_PORT?",
        "e:3:1: API_PORT is set a second time, first at line 1.",
        "e:4:14: ensemble.qwen.api_key is a secret and may not stand here; allowed is the "
          + "environment variable QWEN_API_KEY, or QWEN_API_KEY_FILE with a path.",
        "e:5:1: APP_ENV is no known setting; allowed is APP_ENV in the process environment, "
          + "since it picks this file.",
        "e:6:1: PATH is no known setting.",
      ])
    #expect(layer.entries.map(\.setting.path) == ["api.port"])
    #expect(layer.entries.map { "\($0.origin)" } == ["e:1:10"])
  }

  @Test func aFlawedFileOfManyLinesHasABoundedReport() {
    let file = read(String(repeating: "?\n", count: 5000))
    #expect(file.problems.count == YAMLReader.problemLimit)
  }
}
