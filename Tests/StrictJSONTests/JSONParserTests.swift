import SeededRandom
import Testing

@testable import StrictJSON

@Suite struct JSONParserTests {
  private func parse(_ text: String) throws(JSONProblem) -> JSONNode {
    try JSONParser.parse(Array(text.utf8))
  }

  @Test(
    arguments: [
      ("null", JSONValue.null), (" true ", true), ("-0.5e1", -5.0), ("12", 12),
      (#""가\n\u00e9\ud83c\udf39""#, "가\né🌹"), ("[1,[2]]", [1, [2]]),
      (#"{"a":{"b":[]}}"#, ["a": ["b": []]]),
    ] as [(String, JSONValue)])
  func readsEveryKindOfValue(text: String, expected: JSONValue) throws {
    let node = try parse(text)
    #expect(node.value.canonicalText == expected.canonicalText)
  }

  @Test(arguments: [
    "", "  ", "tru", "nul", "01", "1.", "1e", "-", "+1", ".5", "1 2", "[1,]", "[1", "{\"a\":1,}",
    "{\"a\"}", "{a:1}", "{'a':1}", "\"\u{1}\"", "\"a", #""\x""#, #""\u12g4""#, #""\ud800""#,
    #""\ud800A""#, #""\udc00""#, "\u{FEFF}1", "{\"a\":1,\"a\":2}", "1e999", "NaN", "[1}", "// x",
  ])
  func refusesWhatIsNotJSON(text: String) {
    #expect(throws: JSONProblem.self) { try parse(text) }
  }

  @Test func namesLineAndColumnInCharacters() {
    let problem = #expect(throws: JSONProblem.self) { try parse("{\n  \"향\": \"가나\", x}") }
    #expect(problem?.position == SourcePosition(line: 2, column: 14))
  }

  @Test func refusesNestingThatIsTooDeepInsteadOfOverflowingTheStack() {
    let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    let problem = #expect(throws: JSONProblem.self) { try parse(deep) }
    #expect(problem?.allowed == "at most 64 levels of nesting")
    let allowed = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(throws: Never.self) { try parse(allowed) }
  }

  @Test func placesInvalidUTF8AtItsFirstBadByte() {
    let bytes = Array("{\"가\":\n\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
    let problem = #expect(throws: JSONProblem.self) { try JSONParser.parse(bytes) }
    #expect(problem?.position == SourcePosition(line: 2, column: 2))
    #expect(problem?.allowed == "text in valid UTF-8")
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func mutatedTextNeverCrashesAndReadsBackWhenAccepted(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var bytes = Array(
      #"{"text":"로즈 \u00e9 \ud83c\udf39","n":[1,-2.5e-3,true,null],"o":{"a":"b"}}"#.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let index = Int.random(in: bytes.indices, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.remove(at: index)
      default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
      }
    }
    // A refusal is a fine outcome here.
    guard let node = try? JSONParser.parse(bytes) else { return }
    let again = try JSONParser.parse(node.value.canonicalBytes)
    #expect(again.value.canonicalText == node.value.canonicalText)
  }

  @Test func aLongLineOfManyValuesIsReadInLinearTime() throws {
    let text = "[" + Array(repeating: "\"가나다라\"", count: 60_000).joined(separator: ",") + "x"
    let problem = #expect(throws: JSONProblem.self) { try parse(text) }
    #expect(problem?.position.column == 2 + 60_000 * 7 - 1)
  }
}
