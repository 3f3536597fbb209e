import FormulaRules
import OdourModel
import Perfumery
import Testing

@testable import FormulaSearch

@Suite struct FormulaDifferenceTests {
  private func difference(_ before: Formula, _ after: Formula) throws -> FormulaDifference {
    let workshop = try Workshop.shared.get()
    return FormulaDifference(
      from: before, to: after, catalogue: workshop.catalogue, rules: workshop.rules)
  }

  @Test func `a formula does not differ from itself`() throws {
    let formula = try SubstitutionTests.chypre()
    let none = try difference(formula, formula)
    #expect(none.added.isEmpty && none.removed.isEmpty && none.changed.isEmpty)
    #expect(abs(none.likeness - 1) < 1e-12)
    #expect(none.dollarsBefore == none.dollarsAfter)
    #expect(none.mended.isEmpty && none.broken.isEmpty)
    #expect(none.profile.map(\.minutes) == OdourPanel.minutes)
    #expect(none.profile.allSatisfy { $0.change == .zero })
  }

  @Test func `lines added, removed and changed are told apart, the largest first`() throws {
    let catalogue = try Workshop.shared.get().catalogue
    let before = try SubstitutionTests.chypre()
    var after = before
    after.lines.removeAll { $0.material.id.rawValue == "oakmoss-absolute" }
    after.lines.append(
      FormulaLine(
        material: try #require(catalogue.material(MaterialID(rawValue: "evernyl"))),
        share: MassFraction(millionths: 20_000)))
    after.lines[0].share = MassFraction(millionths: 210_000)
    after.lines[6].share = MassFraction(millionths: 60_000)
    let found = try difference(before, after)
    #expect(found.added.map(\.material.id.rawValue) == ["evernyl"])
    #expect(found.removed.map(\.material.id.rawValue) == ["oakmoss-absolute"])
    #expect(found.removed[0].partsBefore == 60)
    #expect(found.isLegalBefore == false)
    #expect(found.isLegalAfter)
    #expect(found.mended.contains { $0.standard == "IFRA_STD_067" })
    #expect(found.broken.isEmpty)
    #expect(found.likeness < 1)
    let sizes = found.changed.map { abs($0.partsAfter - $0.partsBefore) }
    #expect(sizes == sizes.sorted(by: >))
    let back = try difference(after, before)
    #expect(back.removed.map(\.material) == found.added.map(\.material))
    #expect(back.broken.map(\.standard) == found.mended.map(\.standard))
  }

  @Test func `a line split in two is no difference`() throws {
    let before = try SubstitutionTests.chypre()
    var after = before
    after.lines[0].share = MassFraction(millionths: 150_000)
    after.lines.append(
      FormulaLine(material: after.lines[0].material, share: MassFraction(millionths: 50_000)))
    let found = try difference(before, after)
    #expect(found.added.isEmpty && found.removed.isEmpty && found.changed.isEmpty)
  }
}
