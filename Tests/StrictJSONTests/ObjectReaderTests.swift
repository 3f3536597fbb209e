import Testing

@testable import StrictJSON

@Suite struct ObjectReaderTests {
  private enum Colour: String, CaseIterable { case red, green }

  private func reader(_ text: String) throws(JSONProblem) -> ObjectReader {
    try ObjectReader(JSONParser.parse(Array(text.utf8)))
  }

  @Test func readsTypedFieldsAndTreatsNullAsAbsent() throws {
    var fields = try reader(
      #"{"s":"가","n":1.5,"i":3,"b":true,"c":"green","o":{"x":1},"l":[1,2],"z":null}"#)
    #expect(try fields.string("s", lengths: 1...1) == "가")
    #expect(try fields.number("n", in: 0...2) == 1.5)
    #expect(try fields.integer("i", in: 0...3) == 3)
    #expect(try fields.bool("b") == true)
    #expect(try fields.choice("c", of: Colour.self) == .green)
    var nested = try #require(try fields.object("o"))
    #expect(try nested.integer("x", in: 1...1) == 1)
    #expect(try fields.items("l", counts: 0...2)?.map(\.path) == ["/l/0", "/l/1"])
    #expect(try fields.string("z", lengths: 1...9) == nil)
    #expect(try fields.string("absent", lengths: 1...9) == nil)
    try fields.finish()
    try nested.finish()
  }

  @Test func aWrongTypeNamesFieldPlaceValueAndWhatIsAllowed() throws {
    var fields = try reader("{\n \"dosagePercent\": \"high\"}")
    let problem = #expect(throws: JSONProblem.self) {
      try fields.number("dosagePercent", in: 0.1...40)
    }
    #expect(
      problem?.description
        == "line 2, column 19, field /dosagePercent: found \"high\"; "
        + "allowed is a number from 0.1 to 40"
    )
  }

  @Test(arguments: ["{\"i\":1.5}", "{\"i\":11}", "{\"i\":1e30}", "{\"i\":\"1\"}", "{\"i\":true}"])
  func refusesWhatIsNoWholeNumberInRange(text: String) throws {
    var fields = try reader(text)
    #expect(throws: JSONProblem.self) { try fields.integer("i", in: 0...10) }
  }

  @Test func anUnknownFieldIsRefusedWithTheNearestName() throws {
    var fields = try reader(#"{"text":"x","prioritty":1}"#)
    _ = try fields.string("text", lengths: 1...9)
    _ = try fields.integer("priority", in: 0...9)
    let problem = #expect(throws: JSONProblem.self) { try fields.finish() }
    #expect(problem?.field == "/prioritty")
    #expect(problem?.allowed == "one of priority, text; did you mean \"priority\"?")
  }

  @Test func namesWithSlashAndTildeAreEscapedInThePointer() throws {
    var fields = try reader(#"{"a/b~c":1}"#)
    let problem = #expect(throws: JSONProblem.self) { try fields.string("a/b~c", lengths: 1...2) }
    #expect(problem?.field == "/a~1b~0c")
  }

  @Test func aLongValueIsShortenedInTheMessage() throws {
    var fields = try reader("{\"s\":\"" + String(repeating: "x", count: 5000) + "\"}")
    let problem = #expect(throws: JSONProblem.self) { try fields.string("s", lengths: 1...10) }
    #expect(problem?.found?.count == 80)
  }
}
