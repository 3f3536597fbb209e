import Perfumery
import SeededRandom
import Testing

@testable import BriefReading

@Suite struct RobustnessTests {

  private static let pieces = [
    "no ", "장미", "와 ", "빼고 ", "달지 않게 ", "30% ", ", ", "kg당 ", "20만원", "not ", "without ", "rose",
    "지", "않", "%", "$", "-", "8시간", ".", "오 드 ", "퍼퓸", "~", "a hint of ", "없이", "보다는 ", "e\u{301}",
    "ㅎㅏㄴ", "\u{1112}\u{1161}\u{11AB}", "👩‍👩‍👧", "\u{0}", "(", ":", "ppm", "만", "or ", "말고", "\n",
  ]

  private static func isSound(_ brief: Brief) -> Bool {
    let values = brief.families.values.map(\.value) + brief.notes.values.map(\.value)
    let confidences =
      brief.families.values.map(\.confidence) + brief.notes.values.map(\.confidence)
      + [brief.category.confidence, brief.dosagePercent.confidence]
    let dosage = brief.dosagePercent.value
    return (values + confidences).allSatisfy { (0...1).contains($0) } && dosage > 0 && dosage <= 100
      && (brief.strength.map { (0...1).contains($0.value) } ?? true)
      && (brief.budgetPerKilogram.map { $0.value.amount > 0 } ?? true)
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `Any jumble of words is read within bounds, and twice alike`(_ seed: UInt64) throws {
    var letters = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let count = Int.random(in: 0..<60, using: &letters)
      let text = (0..<count).map { _ in Self.pieces.randomElement(using: &letters) ?? "" }.joined()
      let brief = try SharedReader.read(text)
      #expect(Self.isSound(brief), "\(text)")
      #expect(try SharedReader.read(text) == brief)
    }
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `Any scalars at all are read`(_ seed: UInt64) throws {
    var letters = SplitMix64(seed: seed)
    let planes: [ClosedRange<UInt32>] = [
      0...0x7F, 0x80...0x2FF, 0x1100...0x11FF, 0xAC00...0xD7A3, 0...0x10FFFF,
    ]
    for _ in 0..<20 {
      var view = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0..<200, using: &letters) {
        let plane = planes.randomElement(using: &letters) ?? 0...0x7F
        if let scalar = Unicode.Scalar(UInt32.random(in: plane, using: &letters)) {
          view.append(scalar)
        }
      }
      let brief = try SharedReader.read(String(view))
      #expect(Self.isSound(brief))
    }
  }

  @Test func `A second reader reads the same`() throws {
    let other = try RuleReader(catalogue: try Catalogue.builtIn())
    for brief in DescriptiveBrief.all {
      #expect(try SharedReader.read(brief.text) == other.read(brief.text))
    }
  }

  @Test(arguments: DenialTests.korean + FieldTests.figures)
  func `Decomposed Hangul reads as composed`(
    _ brief: BriefCase
  ) throws {
    let decomposed = brief.text.decomposedHangul
    #expect(brief.failures(of: try SharedReader.read(decomposed)) == [])
  }

  @Test(arguments: ["장미", "a", "가나다", "no ", "rose,", "지 않 ", "은는이가", "1", "오 드 ", "'", "-"])
  func `Twenty thousand scalars of one kind are read`(_ piece: String) throws {
    let text = String(repeating: piece, count: 20_000 / piece.unicodeScalars.count)
    #expect(Self.isSound(try SharedReader.read(text)))
  }
}

extension String {
  /// Every Hangul syllable as its conjoining letters, as file names of some systems have it.
  var decomposedHangul: String {
    var view = UnicodeScalarView()
    for scalar in unicodeScalars {
      guard scalar.value.isHangul else {
        view.append(scalar)
        continue
      }
      let index = scalar.value - 0xAC00
      let letters = [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11A7 + index % 28]
      for case let letter? in letters.map({ Unicode.Scalar($0) }) where letter.value > 0x10FF {
        if letter.value != 0x11A7 { view.append(letter) }
      }
    }
    return String(view)
  }
}
