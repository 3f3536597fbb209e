import Testing

@testable import JobDocuments

@Suite struct `The text of a brief` {
  @Test(arguments: [
    "a", "7", "장", "ㅋ", "上品な香り", "عطر", "rose 🌹", "line\nbreak\ttab\r\n",
    String(repeating: "가", count: 2000), "e\u{301}", "ⅷ",
  ])
  func `words of any script are accepted`(text: String) {
    #expect(BriefText.finding(in: text) == nil)
  }

  @Test(arguments: ["🌹", "👩‍👩‍👧‍👦🍋🍊", " ", "\n\t\r", "?!…", "\u{301}", "\u{FFFD}"])
  func `a text without letter or digit is refused`(text: String) {
    #expect(BriefText.finding(in: text)?.allowed == "at least one letter or digit of any script")
  }

  @Test(arguments: [
    ("a\u{0}b", "U+0000 at code point 2"), ("\u{1B}[31mrose", "U+001B at code point 1"),
    ("rose\u{7F}", "U+007F at code point 5"), ("ros\u{85}e", "U+0085 at code point 4"),
  ])
  func `a control character is refused with its place`(text: String, found: String) {
    #expect(BriefText.finding(in: text)?.found == found)
  }

  @Test func `length is counted in characters, and code points are bounded too`() {
    #expect(BriefText.finding(in: String(repeating: "a", count: 2001)) != nil)
    // Two thousand syllables written in parts are 4,000 code points and still 2,000 characters.
    #expect(BriefText.finding(in: String(repeating: "\u{1100}\u{1161}", count: 2000)) == nil)
    let oneCharacter = "a" + String(repeating: "\u{301}", count: 8000)
    #expect(oneCharacter.count == 1)
    #expect(BriefText.finding(in: oneCharacter)?.found == "1 characters of 8001 code points")
  }
}
