import Testing

@testable import Settings

/// The same texts mean the same from every source.
@Suite struct ValueTypeTests {
  private func outcome<Value>(_ type: ValueType<Value>, _ text: String) -> String {
    do throws(Refusal) {
      return type.show(try type.read(.scalar(text, isPlain: true))).description
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ("0", "0"), ("10", "10"), ("-3", "-3"), ("11", "outOfRange"), ("-4", "outOfRange"),
    ("99999999999999999999", "outOfRange"), ("010", "wrongType"), ("+1", "wrongType"),
    ("1_0", "wrongType"), ("0x1", "wrongType"), ("1.0", "wrongType"), ("1e1", "wrongType"),
    ("", "wrongType"), ("-", "wrongType"), (" 1", "wrongType"), ("١", "wrongType"),
  ])
  func integers(text: String, expected: String) {
    #expect(outcome(.integer(-3...10), text) == expected)
  }

  @Test(arguments: [
    ("0", "0"), ("0.25", "0.25"), ("2", "2"), ("1e-1", "0.1"), ("-0.5", "outOfRange"),
    ("2.01", "outOfRange"), ("1e999", "outOfRange"), ("nan", "wrongType"), ("inf", "wrongType"),
    ("0x1p1", "wrongType"), (".5", "wrongType"), ("1.", "wrongType"), ("1,5", "wrongType"),
    ("00.5", "wrongType"), ("1e", "wrongType"), ("e1", "wrongType"), ("", "wrongType"),
    ("1.2.3", "wrongType"), ("1e1e1", "wrongType"),
  ])
  func numbers(text: String, expected: String) {
    #expect(outcome(.number(0...2), text) == expected)
  }

  @Test func secondsAreKeptInMilliseconds() throws {
    let type = ValueType.seconds(0.1...3600)
    #expect(try type.read(.scalar("0.25", isPlain: true)) == .milliseconds(250))
    #expect(try type.read(.scalar("3600", isPlain: true)) == .seconds(3600))
    #expect(outcome(type, "0.25") == "0.25")
    #expect(outcome(type, "0.05") == "outOfRange")
    #expect(outcome(type, "5s") == "wrongType")
  }

  @Test(arguments: ["yes", "no", "on", "off", "True", "FALSE", "y", "1", "0", ""])
  func flagsAreTrueAndFalseAlone(text: String) {
    #expect(outcome(.flag, text) == "wrongType")
    #expect(outcome(.flag, "true") == "true")
  }

  @Test func seedsGoUpToTheLargestExactInteger() {
    #expect(outcome(.seed, "9007199254740991") == "9007199254740991")
    #expect(outcome(.seed, "9007199254740992") == "outOfRange")
    #expect(outcome(.seed, "-1") == "outOfRange")
  }

  @Test(arguments: [
    ("a b", "a b"), ("향수 이름", "향수 이름"), ("", "wrongType"), ("a\nb", "wrongType"),
    ("a\u{0}", "wrongType"), ("a\u{FFFD}", "wrongType"), ("12345678901", "outOfRange"),
  ])
  func texts(text: String, expected: String) {
    #expect(outcome(.text(limit: 10), text) == expected)
  }

  @Test(arguments: [
    ("http://127.0.0.1:8080/v1", true), ("https://models.example/v1", true),
    ("http://[::1]:8080", true), ("http://vllm:8000", true), ("http://a/%7Ex", true),
    ("http://a/@x", false),
    ("ftp://a", false), ("http://", false), ("http:///v1", false), ("//a", false),
    ("http://u:p@a/", false), ("http://a?key=1", false), ("http://a#x", false),
    ("http://a b", false), ("http://a:0", false), ("http://a:65536", false), ("http://a:", false),
    ("http://장미", false), ("http://[::1", false), ("http://[]", false), ("http://a:1:2", false),
    ("HTTP://a", false), ("http://[::1]x", false),
  ])
  func addresses(text: String, isAddress: Bool) {
    #expect(outcome(.address, text) == (isAddress ? text : "wrongType"))
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("::1", true), ("localhost", true), ("a b", false), ("http://a", false),
  ])
  func hosts(text: String, isHost: Bool) {
    #expect(outcome(.host, text) == (isHost ? text : "wrongType"))
  }

  @Test func choicesTakeUpperAndLowerCase() {
    let level = ValueType<Settings.Logging.Level>.choice
    #expect(outcome(level, "DEBUG") == "debug")
    #expect(outcome(level, "verbose") == "wrongType")
    #expect(outcome(level, "") == "wrongType")
  }

  @Test func listsComeFromYAMLListsAndFromTextsWithCommas() throws {
    let items: [RawValue] = ["a", "b c"].map { .scalar($0, isPlain: true) }
    #expect(try ValueType.texts.read(.list(items)) == ["a", "b c"])
    #expect(outcome(.texts, " a , b c") == "a,b c")
    #expect(outcome(.texts, "") == "")
    #expect(
      outcome(.texts, Array(repeating: "x", count: 65).joined(separator: ",")) == "outOfRange")
    #expect(throws: Refusal.wrongType) { try ValueType.texts.read(.list([.section])) }
    #expect(throws: Refusal.wrongType) { try ValueType.texts.read(.section) }
  }

  @Test func whatWasFoundIsShownShortAndWithoutControlCharacters() {
    #expect(RawValue.quote("a\u{1B}[31m\n") == "\"a<U+1B>[31m<U+A>\"")
    #expect(RawValue.quote(String(repeating: "가", count: 99)).count == 63)
  }
}
