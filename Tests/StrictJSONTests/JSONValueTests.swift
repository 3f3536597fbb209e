import SeededRandom
import Testing

@testable import StrictJSON

@Suite struct JSONValueTests {
  /// Pairs from RFC 8785, appendix B, by bit pattern.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"),
      (0x0000_0000_0000_0001, "5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
      (0x4340_0000_0000_0000, "9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
      (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
      (0x3EB0_C6F7_A0B5_ED8D, "0.000001"), (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"),
      (0x41B3_DE43_5555_5555, "333333333.3333333"),
      (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
    ] as [(UInt64, String)])
  func writesDoublesAsTheCanonicalSchemeDoes(bits: UInt64, expected: String) {
    #expect(CanonicalWriter.format(Double(bitPattern: bits)) == expected)
  }

  @Test func writesValuesThatAreNotFiniteAsNull() {
    #expect(JSONValue.number(.nan).canonicalText == "null")
    #expect(JSONValue.number(.infinity).canonicalText == "null")
  }

  @Test func sortsMembersByUTF16CodeUnits() {
    // U+1F600 is D83D DE00 in UTF-16 and so sorts before U+FB33, against scalar order.
    let value: JSONValue = ["\u{FB33}": 1, "\u{1F600}": 2, "b": 3, "a": 4]
    #expect(value.canonicalText == "{\"a\":4,\"b\":3,\"\u{1F600}\":2,\"\u{FB33}\":1}")
  }

  @Test func escapesOnlyWhatMustBeEscaped() {
    let value: JSONValue = .string("\"\\\u{0}\u{1F}\n\t가/")
    #expect(value.canonicalText == #""\"\\\u0000\u001f\n\t가/""#)
  }

  @Test func indentsForPeople() {
    let value: JSONValue = ["b": [1, []], "a": .object([:])]
    #expect(value.indentedText == "{\n  \"a\": {},\n  \"b\": [\n    1,\n    []\n  ]\n}")
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func randomDoublesReadBackToTheSameBits(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let number = Double(bitPattern: generator.next())
      guard number.isFinite, number != 0 else { continue }
      #expect(Double(CanonicalWriter.format(number)) == number)
    }
  }
}
