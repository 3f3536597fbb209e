import Testing

@testable import BriefReading

@Suite struct KoreanEndingTests {
  private func letters(_ text: String) -> [UInt32] { FoldedText(text).scalars }

  @Test(arguments: ["하지않은", "하지못한", "하지는않게", "하지말고"])
  func `A predicate can be negated inside its written word`(_ ending: String) {
    #expect(KoreanEnding(predicate: letters(ending)).isNegated)
  }

  @Test(arguments: ["하지만", "하지", "한", "하게", ""])
  func `Other endings negate nothing`(_ ending: String) {
    #expect(!KoreanEnding(predicate: letters(ending)).isNegated)
  }

  @Test(arguments: ["달지", "무겁지도", "달콤하지는", "장미이지"])
  func `A word in -지 waits for its negation`(_ word: String) {
    var ending = KoreanEnding()
    ending.read(word: letters(word))
    #expect(ending.awaitsNegation)
  }

  @Test(arguments: [
    ("와", true, false), ("이나", true, false), ("하고", true, false), ("보다는", false, true),
    ("보다", false, true), ("는", false, false), ("", false, false),
  ])
  func `Particles list on or compare`(_ particles: String, _ listsOn: Bool, _ isCompared: Bool) {
    let ending = KoreanEnding(particles: letters(particles))
    #expect(ending.listsOn == listsOn)
    #expect(ending.isCompared == isCompared)
  }
}

@Suite struct NearFormsTests {
  private static func near(_ forms: String...) -> NearForms {
    var near = NearForms()
    for (index, form) in forms.enumerated() {
      near.add(FoldedText(form).scalars, entry: index)
    }
    return near
  }

  private static func entry(_ word: String, _ near: NearForms) -> Int? {
    near.entry(near: FoldedText(word).scalars[...])
  }

  @Test(arguments: ["cinamon", "cinnamonn", "cinnaman", "cinnmaon"])
  func `A letter missing, extra, wrong or swapped is one edit`(_ word: String) {
    #expect(Self.entry(word, Self.near("cinnamon")) == 0)
  }

  @Test(arguments: ["cnamon", "sinnamon", "cinemas", "cin"])
  func `Two edits, or another first letter, are too far`(_ word: String) {
    #expect(Self.entry(word, Self.near("cinnamon")) == nil)
  }

  @Test func `A word near two forms is left alone`() {
    #expect(Self.entry("blackbird", Self.near("blackbirt", "blackbirs")) == nil)
  }

  @Test func `Short forms and very long words are not compared`() {
    #expect(Self.entry("rosse", Self.near("rose")) == nil)
    let long = String(repeating: "a", count: 30)
    #expect(Self.entry(long + "b", Self.near(long)) == nil)
  }
}
