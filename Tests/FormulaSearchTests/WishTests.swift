import Perfumery
import Testing

@testable import FormulaSearch

@Suite("Wishes")
struct WishTests {
  let rates = ExchangeRates(unitsPerDollar: [.eur: 0.8])

  @Test("are read from every field of a brief, each once")
  func all() throws {
    let brief = Brief.asking([.floral: 1, .smoky: 0]) {
      $0.wanted = [.said(.note("rose")), .said(.note("rose"))]
      $0.forbidden = [.said(.material("indole")), .said(.family(.smoky))]
      $0.budgetPerKilogram = .said(Money(80, .eur))
      $0.allergenLimitPpm = .said(100)
      $0.longevityHours = .said(7.5)
      $0.strength = .said(0.25)
    }
    #expect(
      try Wish.all(of: brief, rates: rates).map(\.text) == [
        "wanted rose", "without smoky", "without indole", "budget 80 EUR/kg",
        "allergens at most 100 ppm", "lasting 7.5 h", "strength 0.25",
      ])
  }

  @Test("take an amount of money as a bound only when it is surely per kilogram")
  func unsureBudget() throws {
    let brief = Brief.asking([:]) {
      $0.budgetPerKilogram = Reading(Money(80, .usd), confidence: 0.4, because: ["$80"])
    }
    #expect(try Wish.all(of: brief, rates: ExchangeRates(unitsPerDollar: [:])).isEmpty)
  }

  @Test("carry the budget in dollars")
  func dollars() throws {
    let brief = Brief.asking([:]) { $0.budgetPerKilogram = .said(Money(80, .eur)) }
    let wish = try #require(try Wish.all(of: brief, rates: rates).first)
    guard case .budget(let dollars, let said) = wish else {
      Issue.record("not a budget")
      return
    }
    #expect(abs(dollars - 100) < 1e-9 && said == Money(80, .eur))
  }

  @Test(
    "write numbers as a person would",
    arguments: [
      (3.0, "3"), (0.5, "0.5"), (12.3456, "12.346"), (-2, "-2"), (1e20, "1e+20"),
    ])
  func numbers(value: Double, text: String) {
    #expect(value.inWords == text)
  }

  @Test("about strength leave the solvent a narrow range", arguments: [0, 0.3, 0.7, 1.0])
  func solvent(strength: Double) {
    let wishes = [Wish.strength(strength)]
    let range = Solvent.range(under: wishes)
    #expect(Solvent.isWished(in: wishes) && !Solvent.isWished(in: [.lasting(hours: 3)]))
    #expect(range.contains(Solvent.expectedShare(under: wishes)))
    #expect(range.lowerBound >= 0.03 && range.upperBound <= 0.5)
    #expect(Solvent.expectedShare(under: []) == 0.15)
  }

  @Test("about longevity ask for more base the longer it is, up to 55 %")
  func longevity() {
    let shares = [0.0, 4, 8, 12, 24].map { NoteBalance.leastBase(forHours: $0) }
    #expect(shares == shares.sorted())
    #expect(abs(shares[1] - 0.22) < 1e-12 && shares[4] == 0.55)
  }
}

@Suite("The balance of notes")
struct NoteBalanceTests {
  private func material(_ note: Note, _ family: Family) -> Material {
    Material(
      id: MaterialID(rawValue: "\(note)-\(family)"), name: "", kind: .chemical, casNumbers: [],
      note: note, families: FamilyVector([family: 1]),
      usualPercent: SourcedValue(1, source: "test"),
      highestPercent: SourcedValue(5, source: "test"))
  }

  @Test("opens for a family that is all top")
  func citrus() {
    let balance = NoteBalance(
      target: FamilyVector([.citrus: 1]),
      materials: [material(.top, .citrus), material(.base, .musk)])
    #expect((balance.most[.top] ?? 0) >= 0.9)
    #expect((balance.least[.base] ?? 1) <= 0.10)
  }

  @Test("keeps to the usual ranges for a mixed profile")
  func mixed() {
    let balance = NoteBalance(
      target: FamilyVector([.citrus: 0.3, .floral: 0.4, .woody: 0.3]),
      materials: [
        material(.top, .citrus), material(.heart, .floral), material(.base, .woody),
      ])
    #expect(balance.least[.top] == 0.15 && balance.least[.base] == 0.15)
    #expect(balance.least[.heart] == 0.2 && balance.most[.heart] == 0.55)
    for note in Note.allCases {
      #expect((balance.least[note] ?? 1) < (balance.most[note] ?? 0))
    }
  }

  @Test("can always be met: the least shares stay under 1, the most over it")
  func consistency() {
    for family in Family.allCases {
      for note in Note.allCases {
        let balance = NoteBalance(
          target: FamilyVector([family: 1]), materials: [material(note, family)])
        #expect(balance.least.values.reduce(0, +) < 1)
        #expect(balance.most.values.reduce(0, +) > 1)
      }
    }
  }
}
