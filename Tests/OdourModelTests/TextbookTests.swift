import Perfumery
import Testing

@testable import OdourModel

/// The model against the types that textbooks print over their formulas.
@Suite struct TextbookTests {
  private struct Recognition {
    var entry: Textbook.Entry

    /// At each of the times, then over all of them.
    var tops: [Family]
    var impression: Impression

    func isRecognised(at place: Int) -> Bool {
      Textbook.families(of: entry.type).contains(tops[place])
    }
  }

  private static func recognitions() throws -> [Recognition] {
    let catalogue = try Catalogue.builtIn()
    let perfume = Product(category: .eauDeParfum, dosage: MassFraction(roundingDown: 0.15))
    return try Textbook().entries.map { entry in
      let ids = entry.shares.keys.sorted()
      let materials = try ids.map { try catalogue.find(material: $0.rawValue) }
      let panel = OdourPanel(materials: materials, catalogue: catalogue, product: perfume)
      var scratch = panel.makeScratch()
      let impression = panel.impression(
        of: ids.map { entry.shares[$0] ?? 0 }, scratch: &scratch)
      let points = OdourPanel.minutes.indices.map { impression.families(at: $0) }
      let tops = (points + [impression.overTime]).map { families in
        Family.allCases.max { families[$0] < families[$1] } ?? .citrus
      }
      return Recognition(entry: entry, tops: tops, impression: impression)
    }
  }

  @Test func threeQuartersOfTheTypesAreRecognised() throws {
    let recognitions = try Self.recognitions()
    #expect(recognitions.count == 17)
    let places = OdourPanel.minutes.count
    let whole = recognitions.count { $0.isRecognised(at: places) }
    #expect(Double(whole) >= 0.75 * 17)
    for time in 0..<4 {
      #expect(Double(recognitions.count { $0.isRecognised(at: time) }) >= 0.75 * 17)
    }
  }

  /// What the model gets wrong is held here, so that a change of it is seen.
  @Test func theTypesThatAreAccordsAreNotRecognised() throws {
    let missed = try Self.recognitions().filter { !$0.isRecognised(at: OdourPanel.minutes.count) }
    #expect(Set(missed.map(\.entry.type)) == ["chypre", "fougere"])
  }

  @Test func aCologneIsCitrusFirstAndShorterThanAChypre() throws {
    let recognitions = try Self.recognitions()
    let cologne = try #require(recognitions.first { $0.entry.type == "citrus cologne" })
    let chypre = try #require(recognitions.first { $0.entry.type == "chypre" })
    #expect(cologne.tops[0] == .citrus)
    #expect(cologne.impression.longevityHours < chypre.impression.longevityHours / 3)
    let mossy = OdourPanel.minutes.indices.map { time in
      let families = chypre.impression.families(at: time)
      return families[.mossy] / families.total
    }
    #expect(mossy[3] > mossy[0])
  }

  @Test func theMoreDamascenoneTheFruitierTheRose() throws {
    let fruity = try Self.recognitions().filter { $0.entry.name.hasPrefix("Rose trial") }
      .map { ($0.entry.name, $0.impression.families(at: 2)[.fruity]) }
    let byName = Dictionary(uniqueKeysWithValues: fruity)
    let without = try #require(byName["Rose trial 2"])
    let much = try #require(byName["Rose trial 4"])
    let preferred = try #require(byName["Rose trial 6"])
    #expect(without < preferred && preferred < much)
  }
}
