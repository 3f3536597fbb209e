import BriefLexicon
import Perfumery
import Testing

@testable import BriefReading

@Suite struct LexiconTests {
  private static func lexicon() throws -> Lexicon {
    try Lexicon.builtIn(catalogue: try Catalogue.builtIn())
  }

  private func forms(_ text: String) throws -> [String] {
    let lexicon = try Self.lexicon()
    let folded = FoldedText(text)
    let items = Scanner.items(of: folded, lexicon: lexicon, nearForms: lexicon.nearForms())
    return items.compactMap { item in
      guard case .entry = item.content else { return nil }
      return folded.folded(item.range)
    }
  }

  @Test(arguments: [
    ("장미와자스민을", ["장미", "자스민"]), ("장미향수", ["장미", "향수"]), ("머스크없이", ["머스크", "없이"]),
    ("수제바닐라향이", ["바닐라향"]), ("장미처럼", ["장미"]), ("꽃무늬", ["꽃무늬"]), ("달콤상큼한", ["달콤", "상큼한"]),
    ("sea-salt", ["sea-salt"]), ("seasalt", ["seasalt"]), ("roses", ["roses"]), ("rosette", []),
    ("오 드 퍼퓸", ["오 드 퍼퓸"]), ("오드퍼퓸으로", ["오드퍼퓸"]), ("우드스탁", ["우드스탁"]),
    ("EDP향수", ["edp", "향수"]),
  ])
  func `A written word falls into the forms it is made of`(_ text: String, _ expected: [String])
    throws
  {
    #expect(try forms(text) == expected)
  }

  @Test(arguments: [
    ("cinamon", "cinnamon"), ("sandalwod", "sandalwood"), ("bergmaot", "bergamot"),
    ("cardomom", "cardamom"), ("osmantus", "osmanthus"), ("rasberry", "raspberry"),
  ])
  func `A misspelling finds a long form one edit away, with less confidence`(
    _ word: String, _ form: String
  ) throws {
    let name = NoteName(rawValue: form)
    let misspelt = try #require(try SharedReader.read(word).notes[name])
    let right = try #require(try SharedReader.read(form).notes[name])
    #expect(misspelt.confidence < right.confidence)
    #expect(misspelt.because == [word])
  }

  @Test(arguments: [
    "weather", "finally", "current", "species", "charged", "connection", "american", "ticket",
    "martin", "powers", "perches",
  ])
  func `A common word is not taken for a misspelling`(_ word: String) throws {
    #expect(try SharedReader.read(word).notes.isEmpty)
  }

  @Test func `Every note of the catalogue is found by its own names`() throws {
    let catalogue = try Catalogue.builtIn()
    for note in catalogue.notes {
      for name in [note.english, note.korean] where name.count > 1 {
        let brief = try SharedReader.read(name)
        let isFound =
          brief.notes[note.name] != nil || brief.families.values.contains { $0.value > 0 }
        #expect(isFound, "\(name)")
      }
    }
  }

  @Test func `Notes the catalogue does not have are read as families`() throws {
    let reader = try RuleReader(catalogue: Catalogue(materials: [], notes: [], sources: []))
    let brief = reader.read("neroli")
    #expect(brief.notes.isEmpty)
    #expect((brief.families[.floral]?.value ?? 0) > 0.5)
  }

  @Test func `A table with a missing column is refused with its line`() {
    let bytes = Array("meaning\tenglish\tkorean\nwoody=.9\twood\t-\nmossy\tmoss\n".utf8)
    bytes.withUnsafeBufferPointer { buffer in
      let table = lexicon_table(bytes: buffer.baseAddress, count: buffer.count)
      #expect(throws: LexiconError.columns(table: "t", line: 3, found: 2, expected: 3)) {
        try WordTable(name: "t", table)
      }
    }
  }

  @Test(arguments: ["woody=.9", "note:rose", "season:summer", "product:EDT=.8", "money:KRW=10000"])
  func `Meanings of the tables are understood`(_ text: String) {
    #expect(Meaning(text[...]) != nil)
  }

  @Test(arguments: ["wody=.9", "season:monsoon", "product:SOUP", "strength:much", "woody=x", ""])
  func `Meanings nobody knows are refused`(_ text: String) {
    #expect(Meaning(text[...]) == nil)
  }

  @Test(arguments: ["no-role", ""]) func `Roles nobody knows are refused`(_ text: String) {
    #expect(Role(text[...]) == nil)
  }
}
