import Perfumery
import StrictJSON
import Testing

@testable import ModelEnsemble

@Suite struct AnswerReaderTests {
  private let reader = AnswerReader(vocabulary: testVocabulary)

  private func read(_ field: String, _ json: String) throws -> Answer {
    try reader.read(answerText([field: json]))
  }

  @Test(arguments: [
    (#"["Fall"]"#, ["autumn"]), (#"["가을","AUTUMN","fall"]"#, ["autumn"]),
    (#"["Summer ","봄"]"#, ["summer", "spring"]), ("[]", []), ("null", []),
  ])
  func `seasons are repaired and not repeated`(json: String, seasons: [String]) throws {
    #expect(try read("seasons", json).words[.seasons] == seasons)
  }

  @Test(arguments: [
    ("edp", "EDP"), ("Eau de Parfum", "EDP"), ("오 드 퍼퓸", "EDP"), ("eau-de-toilette", "EDT"),
    ("Parfum", "PARFUM"), ("extrait", "PARFUM"), ("cologne", "EDC"), ("body_mist", "BODY_MIST"),
    ("Scented Candle", "CANDLE"), ("디퓨저", "DIFFUSER"),
  ])
  func `products are repaired`(word: String, code: String) throws {
    #expect(try read("product", "\"\(word)\"").choices[.product] == code)
  }

  @Test(arguments: [
    ("allergen_limit_ppm", "\"500ppm\"", 500.0), ("allergen_limit_ppm", "\"1,500 PPM\"", 1500),
    ("longevity_hours", "\"6 hours\"", 6), ("longevity_hours", "\"8시간\"", 8),
    ("dosage_percent", "\"15%\"", 15), ("dosage_percent", "1.5", 1.5), ("strength", "0", 0),
    ("budget_per_kilogram", "\"₩50,000\"", 50000), ("budget_per_kilogram", "\"120 USD\"", 120),
  ])
  func `figures with their unit are repaired`(field: String, json: String, value: Double) throws {
    #expect(try read(field, json).numbers[try #require(AnswerField(rawValue: field))] == value)
  }

  @Test func `a currency at the amount counts and must not contradict`() throws {
    #expect(try read("budget_per_kilogram", "\"5,000원\"").choices[.budgetCurrency] == "KRW")
    #expect(throws: JSONProblem.self) {
      try reader.read(
        answerText(["budget_per_kilogram": "\"$120\"", "budget_currency": "\"KRW\""]))
    }
  }

  @Test(arguments: [
    (#"[{"name":"citrus","weight":30},{"name":"floral","weight":40}]"#, [0.3, 0.4]),
    (#"[{"name":"citrus","weight":0.3},{"name":"floral","weight":0.4}]"#, [0.3, 0.4]),
    (#"[{"name":"citrus","weight":"30%"},{"name":"floral","weight":0.4}]"#, [0.3, 0.4]),
    (#"{"Citrus":30,"플로럴":40}"#, [0.3, 0.4]),
    (#"[{"name":"citrus","weight":1},{"name":"floral","weight":60}]"#, [0.01, 0.6]),
    (#"[{"name":"citrus","weight":20},{"name":"citrusy","weight":50}]"#, [0.5]),
    (#"[{"name":"citrus","weight":0},{"name":"floral","weight":1}]"#, [1]),
  ])
  func `percentages keep their ratio`(json: String, shares: [Double]) throws {
    #expect(try read("families", json).weights[.families]?.map(\.share) == shares)
  }

  @Test(arguments: [
    ("families", #"[{"name":"citrus","weight":130}]"#), ("families", #"[{"name":"citrus"}]"#),
    ("families", #"[{"name":"fishy","weight":1}]"#), ("families", #"[["citrus",1]]"#),
    ("families", #"[{"name":"citrus","weight":-1}]"#), ("families", "3"),
    ("families", #"[{"name":"citrus","weight":1,"why":"x"}]"#),
    ("notes", #"{"peony":1}"#), ("seasons", #"["monsoon"]"#), ("seasons", "[1]"),
    ("seasons", #""spring""#), ("time_of_day", #""teatime""#), ("product", "7"),
    ("longevity_hours", #""six""#), ("longevity_hours", #""500ppm""#), ("longevity_hours", "0"),
    ("longevity_hours", "[6]"), ("allergen_limit_ppm", #""0.05%""#), ("strength", "101"),
    ("dosage_percent", #""1,5""#), ("budget_per_kilogram", "-5"),
    ("wanted", #"["rose","unicorn"]"#),
  ])
  func `anything else is an error at its field`(field: String, json: String) {
    let problem = #expect(throws: JSONProblem.self) { try read(field, json) }
    #expect(problem?.field.hasPrefix("/\(field)") == true)
  }

  @Test func `a name both wished for and forbidden is an error`() {
    let answer = answerText(["notes": #"{"rose":50}"#, "forbidden": #"["장미"]"#])
    #expect(throws: JSONProblem.self) { try reader.read(answer) }
  }

  @Test func `talk and code fences around the object are dropped`() throws {
    let answer = "Sure!\n```json\n\(answerText(["seasons": #"["Fall"]"#]))\n```\nEnjoy."
    #expect(try reader.read(answer).words[.seasons] == ["autumn"])
  }

  @Test(arguments: ["", "no JSON", "{", "{\"families\":[", "[]", "{\"colour\":1}", "}{"])
  func `an answer that is no brief is an error`(text: String) {
    #expect(throws: JSONProblem.self) { try reader.read(text) }
  }

  @Test func `an answer over the bound is an error`() {
    let long = "{\"a\":\"\(String(repeating: "x", count: AnswerReader.byteLimit))\"}"
    #expect(throws: JSONProblem.self) { try reader.read(long) }
  }

  @Test func `fields may be left out`() throws {
    #expect(try reader.read("{}").choices.isEmpty)
  }
}

@Suite struct AnswerSchemaTests {
  @Test func `the schema is valid JSON with the fields in the order of the reading`() throws {
    let text = AnswerSchemaWriter.text(testVocabulary)
    let node = try JSONParser.parse(Array(text.utf8))
    #expect(node.value["additionalProperties"] == false)
    guard case .object(let members) = node.content,
      case .object(let properties)? = members.first(where: { $0.name == "properties" })?.value
        .content
    else {
      Issue.record("no properties")
      return
    }
    #expect(properties.map(\.name) == AnswerField.allCases.map(\.rawValue))
    #expect(node.value["required"] == .array(properties.map { .string($0.name) }))
  }

  @Test func `every enumerated word is read as itself`() throws {
    for field in AnswerField.allCases {
      switch field.shape(testVocabulary) {
      case .weights(let terms, _), .words(let terms, _), .choice(let terms):
        #expect(!terms.isEmpty)
        for term in terms {
          for name in term.names { #expect(Vocabulary.term(name, in: terms) == term.id) }
        }
      case .number(let range, _, _): #expect(range.lowerBound >= 0)
      }
    }
  }

  @Test func `a vocabulary without moods allows none`() {
    let text = AnswerSchemaWriter.text(Vocabulary(catalogue: testCatalogue, moods: []))
    #expect(
      text.contains(#""moods":{"type":"array","items":{"type":"string"},"maxItems":0}"#))
  }
}

@Suite struct AnswerInterpreterTests {
  private func interpret(_ replaced: [String: String], text: String) throws -> MemberReading {
    let answer = try AnswerReader(vocabulary: testVocabulary).read(answerText(replaced))
    return AnswerInterpreter(vocabulary: testVocabulary).reading(of: answer, text: text)
  }

  @Test(arguments: [
    ("6시간 가는 향", 6.0, true), ("lasts 6 hours", 6, true), ("lasts long", 6, false),
    ("16 hours", 6, false),
  ])
  func `a figure counts only when the brief has it`(text: String, hours: Double, counts: Bool)
    throws
  {
    let reading = try interpret(["longevity_hours": "\(Int(hours))"], text: text)
    #expect((reading.brief.longevityHours?.value == hours) == counts)
    #expect(reading.ignored.isEmpty == counts)
  }

  @Test(arguments: ["kg당 5만원", "50,000원 이하", "50k won", "50000 KRW."])
  func `amounts are found in their usual spellings`(text: String) throws {
    let reading = try interpret(
      ["budget_per_kilogram": "50000", "budget_currency": "\"KRW\""], text: text)
    #expect(reading.brief.budgetPerKilogram?.value == Money(50000, .krw))
  }

  @Test func `an amount without a currency is ignored`() throws {
    let reading = try interpret(["budget_per_kilogram": "50"], text: "50 per kilo")
    #expect(reading.brief.budgetPerKilogram == nil)
    #expect(reading.ignored == ["budget_per_kilogram: no currency is named"])
  }

  @Test(arguments: [("꼭 장미", true), ("with Rose", true), ("something red", false)])
  func `what is wanted has to be named`(text: String, isNamed: Bool) throws {
    let reading = try interpret(["wanted": #"["rose"]"#], text: text)
    #expect(reading.brief.wanted.isEmpty != isNamed)
  }

  @Test func `null says nothing`() throws {
    let brief = try interpret([:], text: "향").brief
    #expect(brief.language == .korean)
    #expect(brief.category.confidence == 0)
    #expect(brief.dosagePercent.confidence == 0)
    #expect(brief.families.isEmpty && brief.strength == nil && brief.timeOfDay == nil)
  }

  @Test func `a full answer becomes a brief`() throws {
    let brief = try interpret(
      [
        "families": #"{"woody":50}"#, "notes": #"{"sea-salt":20}"#, "moods": #"["calm"]"#,
        "seasons": #"["winter"]"#, "time_of_day": #""night""#, "product": #""EDT""#,
        "forbidden": #"["musk","leather"]"#, "strength": "40", "dosage_percent": "9",
      ], text: "EDT 9%"
    ).brief
    #expect(brief.families == [.woody: Reading(0.5, confidence: 0.6, because: [])])
    #expect(brief.notes[NoteName(rawValue: "sea-salt")]?.value == 0.2)
    #expect(brief.moods.map(\.value) == ["calm"])
    #expect(brief.seasons.map(\.value) == [.winter])
    #expect(brief.timeOfDay?.value == .night)
    #expect(brief.category.value == .eauDeToilette)
    #expect(brief.forbidden.map(\.value) == [.family(.musk), .family(.leather)])
    #expect(brief.strength?.value == 0.4)
    #expect(brief.dosagePercent.value == 9)
  }
}
