import Perfumery
import Testing

@testable import OdourModel

/// The model against published hours on a blotter, which it was not fitted to one by one.
///
/// The table is every second of the 140 chemicals with a published figure, in the order of the
/// hours; 400 hours is where the publisher stops counting.
@Suite struct SubstantivityTests {
  /// A dipped paper strip holds about 100 g on a square metre.
  private static let blotter = ReferenceFilm(concentrate: 100)

  /// Hours until a material at a percentage in the solvent can barely be smelled.
  private static func hours(
    _ material: Material, percent: Double, in solvent: Material, _ catalogue: Catalogue
  ) -> Double {
    let panel = OdourPanel(materials: [material, solvent], catalogue: catalogue, film: blotter)
    var scratch = panel.makeScratch()
    guard panel.lay([percent, 100 - percent], on: &scratch) else { return 0 }
    var low = -6.0
    var high = 12.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let state = OdourPanel.film(scratch, warped: Elementary.exp(middle * Elementary.ln10))
      if OdourPanel.whole(scratch, at: state) >= OdourEstimates.barelyThere {
        low = middle
      } else {
        high = middle
      }
    }
    return OdourPanel.film(scratch, warped: Elementary.exp(low * Elementary.ln10)).minutes / 60
  }

  private static func compared() throws -> [(published: Double, predicted: Double)] {
    let catalogue = try Catalogue.builtIn()
    let solvent = try catalogue.find(material: "dipropylene-glycol")
    return try TestTable("substantivity").rows.map { row in
      let material = try catalogue.find(material: row["material"])
      #expect(row["cas"].map(material.casNumbers.contains) == true)
      let percent = try #require(row["percent"].flatMap(Double.init))
      return (
        try #require(row["hours"].flatMap(Double.init)),
        hours(material, percent: percent, in: solvent, catalogue)
      )
    }
  }

  @Test func theOrderOfPublishedHoursIsFound() throws {
    let compared = try Self.compared()
    #expect(compared.count >= 60)
    let correlation = Self.rankCorrelation(
      compared.map(\.published), compared.map(\.predicted))
    #expect(correlation >= 0.6)
  }

  @Test func theHoursAreRightInTheMedian() throws {
    let ratios = try Self.compared().filter { $0.published > 4 && $0.published < 400 }
      .map { $0.predicted / $0.published }.sorted()
    let median = ratios[ratios.count / 2]
    #expect(median > 1 / 1.6 && median < 1.6)
  }

  @Test func rankCorrelationSharesTies() {
    #expect(Self.rankCorrelation([1, 2, 3], [10, 20, 30]) == 1)
    #expect(Self.rankCorrelation([1, 2, 3], [3, 2, 1]) == -1)
    #expect(abs(Self.rankCorrelation([1, 1, 2], [1, 2, 3]) - 0.866_025_403_784) < 1e-9)
  }

  static func rankCorrelation(_ first: [Double], _ second: [Double]) -> Double {
    func ranks(_ values: [Double]) -> [Double] {
      values.map { value in
        Double(values.count { $0 < value }) + Double(values.count { $0 == value } + 1) / 2
      }
    }
    let one = ranks(first)
    let other = ranks(second)
    let mean = Double(first.count + 1) / 2
    func product(_ left: [Double], _ right: [Double]) -> Double {
      zip(left, right).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    }
    return product(one, other) / (product(one, one) * product(other, other)).squareRoot()
  }
}
