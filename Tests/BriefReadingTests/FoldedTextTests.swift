import Testing

@testable import BriefReading

@Suite struct FoldedTextTests {
  @Test(arguments: [
    ("ROSE", "rose"), ("Fougère", "fougere"), ("ＥＤＴ", "edt"), ("don’t", "don't"),
    ("cœur", "coeur"), ("sea–salt", "sea-salt"), ("장미", "장미"), ("ro\u{200B}se", "rose"),
    ("장미　향", "장미 향"), ("", ""),
  ])
  func `One spelling stands for many`(_ text: String, _ folded: String) {
    let result = FoldedText(text)
    #expect(result.folded(0..<result.count) == folded)
  }

  @Test(arguments: ["달지 않게", "머스크 없이", "깔끔한 비누향", "왔고값싼"])
  func `Conjoining Hangul letters fold to syllables`(_ text: String) {
    let decomposed = String(
      String.UnicodeScalarView(text.unicodeScalars.flatMap(Self.conjoiningLetters)))
    #expect(decomposed.unicodeScalars.count > text.unicodeScalars.count)
    #expect(FoldedText(decomposed).scalars == FoldedText(text).scalars)
  }

  @Test func `Written words come back from the original`() {
    let text = FoldedText("ＲＯＳＥ, 장미 Rosé")
    #expect(text.written(0..<4) == "ＲＯＳＥ")
    #expect(text.written(6..<8) == "장미")
    #expect(text.written(9..<13) == "Rosé")
    #expect(text.written(13..<13) == "")
  }

  @Test func `A lone vowel or final consonant stays as it is`() {
    #expect(FoldedText("\u{1161}\u{11A8}a\u{11A8}").count == 4)
  }

  /// The conjoining letters of a syllable, as Unicode decomposes it.
  private static func conjoiningLetters(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    guard scalar.value.isHangul else { return [scalar] }
    let index = scalar.value - 0xAC00
    let final = index % 28
    let values =
      [0x1100 + index / 588, 0x1161 + index % 588 / 28] + (final > 0 ? [0x11A7 + final] : [])
    return values.compactMap { Unicode.Scalar($0) }
  }
}
