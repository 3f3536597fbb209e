import Perfumery
import Testing

@testable import FormulaSearch

@Suite("A palette")
struct PaletteChooserTests {
  let shop: Workshop

  init() throws { shop = try Workshop.shared.get() }

  private func palette(_ brief: Brief, seed: UInt64 = 1) throws -> (Palette, Universe) {
    var chooser = try shop.chooser(brief, seed: seed)
    return (chooser.choose(), chooser.universe)
  }

  @Test("ends with the solvent and holds nothing twice", arguments: Family.allCases)
  func shape(family: Family) throws {
    let (palette, _) = try palette(.asking([family: 1]))
    #expect(palette.entries.last?.role == .solvent)
    #expect(Set(palette.entries.map(\.place)).count == palette.entries.count)
    #expect((9...30).contains(palette.entries.count))
    #expect(palette.entries.allSatisfy { $0.expectedDoses > 0 })
  }

  @Test("has at least two lines in each of top, heart and base", arguments: Family.allCases)
  func notes(family: Family) throws {
    let (palette, universe) = try palette(.asking([family: 1]))
    for note in Note.allCases {
      let count = palette.entries.count {
        $0.role != .solvent && universe.materials[$0.place].note == note
      }
      #expect(count >= 2)
    }
  }

  @Test("shares its lines out by the weights of the families")
  func quotas() throws {
    let (palette, _) = try palette(.asking([.woody: 1, .spicy: 0.25]))
    let woody = palette.entries.count { $0.role == .family(.woody) }
    let spicy = palette.entries.count { $0.role == .family(.spicy) }
    #expect(woody > spicy && spicy >= 1)
  }

  @Test("starts with what is wanted, whatever else is asked")
  func wanted() throws {
    let (palette, universe) = try palette(
      .asking([.citrus: 1]) {
        $0.wanted = [.said(.material("oud-oil")), .said(.note("rose"))]
      })
    #expect(palette.entries.first?.role == .wanted)
    #expect(palette.entries.first.map { universe.materials[$0.place].id.rawValue } == "oud-oil")
    #expect(palette.entries.contains { $0.role == .note(NoteName(rawValue: "rose")) })
  }

  @Test("is bound by a musk, a wood and a floral used in volume")
  func blenders() throws {
    let (palette, universe) = try palette(.asking([.aldehydic: 1]))
    for family in [Family.musk, .woody, .floral] {
      #expect(
        palette.entries.contains {
          universe.materials[$0.place].families[family] >= 0.4 && universe.doses[$0.place] >= 0.02
        })
    }
    let (bare, _) = try self.palette(.asking([.aldehydic: 1, .musk: 0]))
    #expect(!bare.entries.contains { $0.role == .blender(.musk) })
  }

  @Test("holds two grades of one substance only when both are wanted")
  func grades() throws {
    let (single, universe) = try palette(.asking([.citrus: 1]))
    let bergamots = single.entries.count {
      universe.materials[$0.place].casNumbers.contains("8007-75-8")
    }
    #expect(bergamots <= 1)
    let (both, _) = try palette(
      .asking([.citrus: 1]) {
        $0.wanted = [
          .said(.material("bergamot-oil-expressed")), .said(.material("bergamot-oil-fcf")),
        ]
      })
    #expect(both.entries.count { $0.role == .wanted } == 2)
  }

  @Test("turns to cheaper materials under a budget")
  func budget() throws {
    func cost(_ brief: Brief) throws -> Double {
      let (palette, universe) = try palette(brief)
      return palette.entries.reduce(0) {
        $0 + $1.expectedDoses * (universe.dollarsPerDose($1.place) ?? 0)
      }
    }
    let cheap = try cost(
      .asking([.floral: 1, .amber: 0.6]) { $0.budgetPerKilogram = .said(Money(100, .usd)) })
    #expect(try cheap < cost(.asking([.floral: 1, .amber: 0.6])))
  }

  @Test("is the same for the same seed and not for every seed")
  func seeds() throws {
    let brief = Brief.asking([.fruity: 1, .floral: 0.7])
    let first = try palette(brief, seed: 5).0
    #expect(try palette(brief, seed: 5).0 == first)
    let others = try (6...12 as ClosedRange<UInt64>).map { try palette(brief, seed: $0).0 }
    #expect(others.contains { $0 != first })
  }
}
