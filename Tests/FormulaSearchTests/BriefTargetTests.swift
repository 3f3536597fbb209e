import Perfumery
import Testing

@testable import FormulaSearch

@Suite("The target of a brief")
struct BriefTargetTests {
  let catalogue = Catalogue(
    materials: [
      Material(
        id: MaterialID(rawValue: "resin"), name: "Resin", kind: .natural, casNumbers: ["1-1-1"],
        note: .base, families: FamilyVector([.amber: 0.7, .smoky: 0.3]),
        usualPercent: SourcedValue(2, source: "test"),
        highestPercent: SourcedValue(9, source: "test"))
    ],
    notes: [
      ScentNote(
        name: NoteName(rawValue: "rose"), english: "rose", korean: "장미",
        families: FamilyVector([.floral: 0.8, .fruity: 0.2]), materials: [])
    ], sources: [])

  private func target(_ brief: Brief) -> BriefTarget { BriefTarget(brief, catalogue: catalogue) }

  @Test("is the families' values brought to a sum of 1")
  func families() {
    let found = target(.asking([.citrus: 0.9, .woody: 0.3]))
    #expect(abs(found.profile[.citrus] - 0.75) < 1e-12)
    #expect(abs(found.profile[.woody] - 0.25) < 1e-12)
    #expect(found.ruledOut.isEmpty && !found.isDefault)
  }

  @Test("takes notes in without counting twice what a reader merged already")
  func notes() {
    let rose = NoteName(rawValue: "rose")
    let apart = target(.asking([.woody: 0.8]) { $0.notes[rose] = .said(1) })
    let merged = target(
      .asking([.woody: 0.8, .floral: 0.8, .fruity: 0.2]) { $0.notes[rose] = .said(1) })
    #expect(apart == merged)
    #expect(abs(apart.profile[.floral] - 0.8 / 1.8) < 1e-12)
  }

  @Test("ignores a note that is forbidden")
  func forbiddenNote() {
    let rose = NoteName(rawValue: "rose")
    let found = target(
      .asking([.woody: 0.8]) {
        $0.notes[rose] = .said(1)
        $0.forbidden = [.said(.note(rose))]
      })
    #expect(found.profile[.woody] == 1)
  }

  @Test("has nothing of a family that is ruled out by value or by name")
  func ruledOut() {
    let found = target(
      .asking([.woody: 0.8, .musk: 0.6, .floral: 0]) {
        $0.forbidden = [.said(.family(.musk))]
        $0.notes[NoteName(rawValue: "rose")] = .said(1)
      })
    #expect(found.ruledOut == [.floral, .musk])
    #expect(found.profile[.floral] == 0 && found.profile[.musk] == 0)
    #expect(abs(found.profile.total - 1) < 1e-12)
  }

  @Test("counts wanted families, notes and materials as wishes for their odour")
  func wanted() {
    let found = target(
      .asking([.floral: 0.2]) {
        $0.wanted = [.said(.family(.leather)), .said(.note("rose")), .said(.material("resin"))]
      })
    for family in [Family.leather, .floral, .fruity, .amber, .smoky] {
      #expect(found.profile[family] > 0)
    }
    #expect(found.profile[.leather] > found.profile[.floral])
  }

  @Test("is a default when nothing is said, within what is ruled out")
  func openBriefs() {
    #expect(target(.asking([:])).isDefault)
    let noFloral = target(.asking([.floral: 0]))
    #expect(noFloral.isDefault && noFloral.profile[.floral] == 0)
    let odd = target(.asking([.floral: 0, .citrus: 0, .woody: 0, .musk: 0]))
    #expect(abs(odd.profile.total - 1) < 1e-12 && odd.profile[.musk] == 0)
  }
}
