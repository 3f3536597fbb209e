import Perfumery
import SeededRandom
import Testing

@testable import FormulaRules

@Suite struct CategoryVerdictTests {
  let sample: Sample

  init() throws { sample = try Sample() }

  @Test func `Each category passes or fails by the substance that is fullest`() throws {
    let formula = try sample.formula(.eauDeParfum, percent: 20, ["citral": 10, "eugenol": 10])
    let found = sample.book.categories(of: formula)
    #expect(found.map(\.category) == IFRACategory.allCases.map(\.rawValue))
    let fine = try #require(found.first { $0.category == "4" })
    #expect(fine.pass && fine.deciding?.standard == "IFRA_STD_021")
    // 0.2 % of 0.6 %; 1 % citral in the concentrate allows 60 %.
    #expect(abs((fine.deciding?.percentOfLimit ?? 0) - 100.0 / 3) < 1e-9)
    #expect(fine.highestDosage == MassFraction(millionths: 600_000))
    let lotion = try #require(found.first { $0.category == "5A" })
    #expect(!lotion.pass && lotion.highestDosage == MassFraction(millionths: 150_000))
    #expect(lotion.deciding?.basis == "IFRA Amendment 51, category 5A")
  }

  @Test func `The law decides where it is stricter, and only for cosmetics`() throws {
    let formula = try sample.formula(.eauDeParfum, percent: 10, ["isoeugenol": 1])
    let found = sample.book.categories(of: formula)
    let fine = try #require(found.first { $0.category == "4" })
    #expect(fine.deciding?.basis == "EU/GB Annex III 73" && fine.pass)
    #expect(fine.highestDosage == MassFraction(millionths: 200_000))
    let spray = try #require(found.first { $0.category == "10B" })
    #expect(spray.deciding?.basis == "IFRA Amendment 51, category 10B")
  }

  @Test func `No dosage is allowed of what is prohibited, any dosage of what is free`() throws {
    let banned = try sample.formula(.eauDeParfum, percent: 1, ["lilial": 0.001])
    for verdict in sample.book.categories(of: banned) {
      #expect(!verdict.pass && verdict.highestDosage == nil)
      #expect(verdict.deciding?.standard == "IFRA_STD_015")
      #expect(verdict.deciding?.percentOfLimit == nil)
    }
    let free = try sample.formula(.eauDeParfum, percent: 20, ["ambroxan": 500])
    for verdict in sample.book.categories(of: free) {
      #expect(verdict.pass && verdict.highestDosage == .one && verdict.deciding == nil)
    }
    let empty = Formula(product: free.product, lines: [])
    #expect(sample.book.categories(of: empty).isEmpty)
  }

  @Test(arguments: UInt64(1)...200)
  func `At the highest dosage a formula passes and a little above it fails`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var formula = dice.formula(from: sample.catalogue)
    let place = Int.random(in: IFRACategory.allCases.indices, using: &dice)
    guard let highest = sample.book.categories(of: formula)[place].highestDosage else { return }
    formula.product.dosage = highest
    #expect(sample.book.categories(of: formula)[place].pass)
    guard highest < .one else { return }
    formula.product.dosage = highest + MassFraction(millionths: 1)
    #expect(!sample.book.categories(of: formula)[place].pass)
  }
}
