import JobSpool
import Perfumery
import StrictJSON
import Testing

@testable import JobDocuments

@Suite struct `Job documents` {
  static let everything = """
    {"kind": "brief", "schema": "fragrance.job/1", "text": "상큼한 여름 시트러스, 달지 않게",
     "mode": "creative", "language": "ko", "seed": 9007199254740991, "alternatives": 10,
     "product": {"category": "EDT", "dosagePercent": 8.5}, "priority": -100,
     "runAt": "2026-11-23T09:00:00+09:00", "maxAttempts": 10}
    """

  @Test func `every field is read`() throws {
    let document = try #require(try JobDocument.readFile(Array(Self.everything.utf8)).first)
    #expect(
      document
        == JobDocument(
          order: .brief(
            BriefOrder(
              text: "상큼한 여름 시트러스, 달지 않게", mode: .creative, language: .korean,
              seed: 9_007_199_254_740_991, category: .eauDeToilette, dosagePercent: 8.5,
              alternatives: 10)),
          priority: -100, runAt: Timestamp(rfc3339: "2026-11-23T00:00:00Z"), maxAttempts: 10))
  }

  @Test func `the payload is canonical and reads back to the same document`() throws {
    let document = try JobDocument.readBrief(Array(Self.everything.utf8))
    #expect(
      document.payload == """
        {"alternatives":10,"kind":"brief","language":"ko","maxAttempts":10,"mode":"creative",\
        "priority":-100,\
        "product":{"category":"EDT","dosagePercent":8.5},"runAt":"2026-11-23T00:00:00.000Z",\
        "schema":"fragrance.job/1","seed":9007199254740991,\
        "text":"상큼한 여름 시트러스, 달지 않게"}
        """)
    #expect(try JobDocument(payload: document.payload) == document)
  }

  @Test func `fields that were not given stay out of the payload and get the usual values`() throws
  {
    let document = try JobDocument.readBrief(Array(#"{"text":"rose","mode":null}"#.utf8))
    #expect(document.payload == #"{"kind":"brief","schema":"fragrance.job/1","text":"rose"}"#)
    let job = document.newJob(idempotencyKey: "k")
    #expect(job.kind == .brief)
    #expect(job.payload == document.payload)
    #expect(job.priority == 0)
    #expect(job.runAt == nil)
    #expect(job.maxAttempts == 3)
    #expect(job.idempotencyKey == "k")
  }

  @Test func `the order and spelling of the fields do not change the payload`() throws {
    let one = try JobDocument.readBrief(Array(#"{"text":"rosé","seed":7}"#.utf8))
    let other = try JobDocument.readBrief(
      Array(#" { "seed" : 7.0 , "kind":"brief", "text" : "ros\u00e9" } "#.utf8))
    #expect(one.payload == other.payload)
  }

  @Test(arguments: [
    (#"{"text":5}"#, "/text", "5"),
    (#"{"text":""}"#, "/text", "\"\""),
    (#"{}"#, "/text", nil),
    (#"{"text":"a","mode":"slow"}"#, "/mode", "\"slow\""),
    (#"{"text":"a","mode":1}"#, "/mode", "1"),
    (#"{"text":"a","language":"fr"}"#, "/language", "\"fr\""),
    (#"{"text":"a","seed":-1}"#, "/seed", "-1"),
    (#"{"text":"a","seed":9007199254740992}"#, "/seed", "9007199254740992"),
    (#"{"text":"a","seed":1.5}"#, "/seed", "1.5"),
    (#"{"text":"a","seed":"1"}"#, "/seed", "\"1\""),
    (#"{"text":"a","alternatives":11}"#, "/alternatives", "11"),
    (#"{"text":"a","product":[]}"#, "/product", "[]"),
    (#"{"text":"a","product":{}}"#, "/product", "{}"),
    (#"{"text":"a","product":{"category":"edp"}}"#, "/product/category", "\"edp\""),
    (#"{"text":"a","product":{"dosagePercent":0}}"#, "/product/dosagePercent", "0"),
    (#"{"text":"a","product":{"dosagePercent":100.1}}"#, "/product/dosagePercent", "100.1"),
    (#"{"text":"a","product":{"dose":1}}"#, "/product/dose", "an unknown field"),
    (#"{"text":"a","priority":101}"#, "/priority", "101"),
    (#"{"text":"a","maxAttempts":0}"#, "/maxAttempts", "0"),
    (#"{"text":"a","maxAttempts":11}"#, "/maxAttempts", "11"),
    (#"{"text":"a","runAt":"tomorrow"}"#, "/runAt", "\"tomorrow\""),
    (#"{"text":"a","runAt":1700000000}"#, "/runAt", "1700000000"),
    (#"{"text":"a","schema":"fragrance.job/2"}"#, "/schema", "\"fragrance.job/2\""),
    (#"{"text":"a","kind":"train-rl"}"#, "/kind", "\"train-rl\""),
    (#"{"text":"a","txet":"b"}"#, "/txet", "an unknown field"),
    (#"[{"text":"a"}]"#, "", #"[{"text":"a"}]"#),
    (#""rose""#, "", #""rose""#),
  ])
  func `a wrong field is refused with its place and value`(
    json: String, field: String, found: String?
  ) {
    #expect {
      try JobDocument.readBrief(Array(json.utf8))
    } throws: { error in
      guard case .refused(let problem)? = error as? JobDocumentError else { return false }
      return problem.field == field && problem.found == found && !problem.allowed.isEmpty
    }
  }

  @Test func `an unknown field names the nearest known one`() {
    #expect {
      try JobDocument.readBrief(Array(#"{"text":"a","priorty":1}"#.utf8))
    } throws: { error in
      (error as? JobDocumentError)?.problem.allowed.contains(#"did you mean "priority"?"#) == true
    }
  }

  @Test(arguments: [
    "", "{", #"{"text":"a"} x"#, #"{"text":"a","text":"b"}"#, #"{"text":"\ud800"}"#,
    #"{"text":"a\u0000"}"# + "\u{0}", "{\"text\":\"a\nb\"}", "\u{FEFF}{}",
  ])
  func `text that is not JSON is malformed`(json: String) {
    #expect {
      try JobDocument.readBrief(Array(json.utf8))
    } throws: { error in
      if case .malformed? = error as? JobDocumentError { true } else { false }
    }
  }

  @Test func `invalid UTF-8 and deep nesting are malformed`() {
    let invalid = Array(#"{"text":""#.utf8) + [0xC3, 0x28] + Array("\"}".utf8)
    let deep = Array(repeating: UInt8(ascii: "["), count: 10_000)
    for bytes in [invalid, deep] {
      #expect {
        try JobDocument.readBrief(bytes)
      } throws: { error in
        if case .malformed? = error as? JobDocumentError { true } else { false }
      }
    }
  }

  @Test func `a file may hold a list, accepted as a whole or not at all`() throws {
    let list = #"[{"kind":"brief","text":"rose"},{"kind":"brief","text":"장미"}]"#
    #expect(try JobDocument.readFile(Array(list.utf8)).map(\.brief?.text) == ["rose", "장미"])
    let wrong = "[\n  {\"kind\":\"brief\",\"text\":\"rose\"},\n  {\"kind\":\"brief\",\"text\":7}]"
    #expect {
      try JobDocument.readFile(Array(wrong.utf8))
    } throws: { error in
      let problem = (error as? JobDocumentError)?.problem
      return problem?.field == "/1/text" && problem?.position == SourcePosition(line: 3, column: 26)
    }
  }

  @Test func `a file must say the kind of each job`() {
    #expect {
      try JobDocument.readFile(Array(#"{"text":"rose"}"#.utf8))
    } throws: { error in
      let problem = (error as? JobDocumentError)?.problem
      return problem?.field == "/kind" && problem?.allowed == "\"brief\" or \"train-rl\""
    }
  }

  @Test func `a kind that exists but cannot be handed in is named`() {
    #expect {
      try JobDocument.readFile(Array(#"{"kind":"evolve"}"#.utf8))
    } throws: { error in
      (error as? JobDocumentError)?.description.contains(
        "\"train-rl\"; jobs of the kind evolve cannot be handed in") == true
    }
  }

  @Test(arguments: [(0, false), (1, true), (1000, true), (1001, false)])
  func `a list holds 1 to 1000 jobs`(count: Int, isAccepted: Bool) throws {
    let item = #"{"kind":"brief","text":"rose"}"#
    let list = "[" + Array(repeating: item, count: count).joined(separator: ",") + "]"
    if isAccepted {
      #expect(try JobDocument.readFile(Array(list.utf8)).count == count)
    } else {
      #expect(throws: JobDocumentError.self) { try JobDocument.readFile(Array(list.utf8)) }
    }
  }
}
