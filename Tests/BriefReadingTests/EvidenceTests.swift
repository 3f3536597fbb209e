import Perfumery
import Testing

@testable import BriefReading

@Suite struct EvidenceTests {
  private func brief(_ fill: (inout Evidence) -> Void) -> Brief {
    var evidence = Evidence()
    fill(&evidence)
    var brief = Brief(
      language: .english, category: Reading(.eauDeParfum, confidence: 0, because: []),
      dosagePercent: Reading(15, confidence: 0, because: []))
    evidence.settle(into: &brief)
    return brief
  }

  @Test func `Independent reasons add up and never pass one`() {
    let families = brief {
      $0.support(.woody, 0.6, .note, "cedar", isPlain: true)
      $0.support(.woody, 0.5, .image, "sawmill", isPlain: false)
    }.families
    #expect(families[.woody]?.value == 0.8)
    #expect(families[.woody]?.because == ["cedar", "sawmill"])
    let many = brief { evidence in
      for index in 0..<50 { evidence.support(.woody, 0.9, .family, "\(index)", isPlain: true) }
    }
    #expect((many.families[.woody]?.value ?? 2) <= 1)
  }

  @Test func `A family only touched is dropped, a hedged one that is named stays`() {
    let families = brief {
      $0.support(.floral, 0.9, .family, "floral", isPlain: true)
      $0.support(.green, 0.3, .image, "garden", isPlain: false)
      $0.support(.musk, 0.3, .note, "musk", isPlain: true)
    }.families
    #expect(families[.green] == nil)
    #expect(families[.musk]?.value == 0.3)
  }

  @Test func `When all are weak the strongest stay`() {
    let families = brief {
      $0.support(.citrus, 0.3, .mood, "fresh", isPlain: false)
      $0.support(.green, 0.15, .mood, "fresh", isPlain: false)
    }.families
    #expect(families[.citrus]?.value == 0.3)
    #expect(families[.green] == nil)
  }

  @Test func `A soft denial lowers what is asked for and zeroes what is not`() {
    let families = brief {
      $0.support(.gourmand, 0.9, .note, "vanilla", isPlain: true)
      $0.deny(.gourmand, .soft, "not too sweet")
      $0.deny(.fruity, .soft, "not juicy")
    }.families
    #expect(families[.gourmand]?.value == 0.315)
    #expect(families[.gourmand]?.because == ["not too sweet", "vanilla"])
    #expect(families[.fruity]?.value == 0)
  }

  @Test func `A hard denial beats any wish`() {
    let families = brief {
      $0.support(.floral, 0.9, .family, "floral", isPlain: true)
      $0.deny(.floral, .hard, "no florals")
    }.families
    #expect(families[.floral] == Reading(0, confidence: 0.95, because: ["no florals"]))
  }

  @Test func `What is forbidden is neither wished for nor wanted`() {
    let rose = NoteName(rawValue: "rose")
    let brief = brief {
      $0.wish(rose, 0.7, "rose", confidence: 0.8)
      $0.want(.note(rose), "must have rose", confidence: 0.8)
      $0.forbid(.note(rose), "no rose", confidence: 0.8)
    }
    #expect(brief.notes.isEmpty && brief.wanted.isEmpty)
    #expect(brief.forbidden.map(\.value) == [.note(rose)])
  }

  @Test func `A mood counts less beside named notes`() {
    let alone = brief { $0.support(.gourmand, 0.7, .mood, "sweet", isPlain: false) }
    let beside = brief {
      $0.support(.gourmand, 0.7, .mood, "sweet", isPlain: false)
      $0.support(.floral, 0.8, .note, "rose", isPlain: true)
    }
    #expect(alone.families[.gourmand]?.value == 0.7)
    #expect((beside.families[.gourmand]?.value ?? 1) < 0.7)
  }
}
