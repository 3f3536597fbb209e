import OdourModel
import Perfumery
import SeededRandom
import Testing

@testable import FormulaAppraisal

@Suite struct AppraiserTests {
  private static let product = Product(
    category: .eauDeParfum, dosage: MassFraction(roundingDown: 0.15))

  private func appraiser(_ ids: [String], target: [Family: Double]) throws -> Appraiser {
    let catalogue = try Catalogue.builtIn()
    let materials = try ids.map { try catalogue.find(material: $0) }
    let panel = OdourPanel(materials: materials, catalogue: catalogue, product: Self.product)
    return Appraiser(panel: panel, target: FamilyVector(target))
  }

  private let ids = [
    "lemon-oil-expressed", "phenethyl-alcohol", "citronellol", "galaxolide", "coumarin",
    "dipropylene-glycol",
  ]

  @Test func theWeightsSumToOne() {
    #expect(Impression.weights.count == OdourPanel.minutes.count)
    #expect(abs(Impression.weights.reduce(0, +) - 1) < 1e-12)
  }

  @Test(arguments: 0..<UInt64(200))
  func everyAppraisalIsInItsRange(_ seed: UInt64) throws {
    let appraiser = try appraiser(ids, target: [.floral: 2, .musk: 1])
    var random = SplitMix64(seed: seed)
    let shares = ids.map { _ in random.nextUnit() }
    var scratch = appraiser.panel.makeScratch()
    let found = appraiser.appraise(shares, scratch: &scratch)
    #expect((0...1).contains(found.fit))
    #expect((0...100).contains(found.naturalPercent))
    #expect(abs(found.impression.total - 1) < 1e-12)
    #expect(abs(found.fit - found.impression.cosine(to: appraiser.target)) < 1e-12)
    #expect(found == appraiser.appraise(shares, scratch: &scratch))
  }

  @Test func aRoseFitsAFloralBriefBetterThanALemon() throws {
    let appraiser = try appraiser(ids, target: [.floral: 1])
    var scratch = appraiser.panel.makeScratch()
    let rose = appraiser.appraise([0, 1, 1, 0, 0, 0], scratch: &scratch)
    let lemon = appraiser.appraise([1, 0, 0, 0, 0, 0], scratch: &scratch)
    #expect(rose.fit > 0.9)
    #expect(lemon.fit < 0.3)
  }

  @Test func theImpressionWeighsIntensitiesByTime() {
    let count = Family.allCases.count
    var intensities = [Double](repeating: 0, count: OdourPanel.minutes.count * count)
    intensities[Family.citrus.index] = 50
    intensities[count + Family.floral.index] = 5
    let mixed = Impression(intensities: intensities, longevityHours: 1, sillage: 0).overTime.values
    #expect(abs(mixed[Family.citrus.index] - 5 / 6.25) < 1e-12)
    #expect(abs(mixed[Family.floral.index] - 1.25 / 6.25) < 1e-12)
  }

  @Test func priceAndNaturalShareGoByMass() throws {
    let appraiser = try appraiser(
      ["lemon-oil-expressed", "galaxolide", "dipropylene-glycol"], target: [.citrus: 1])
    var scratch = appraiser.panel.makeScratch()
    let found = appraiser.appraise([0.2, 0.3, 0.5], scratch: &scratch)
    let prices = appraiser.panel.materials.map { $0.dollarsPerKilogram?.value ?? 0 }
    #expect(
      abs(found.dollarsPerKilogram - (0.2 * prices[0] + 0.3 * prices[1] + 0.5 * prices[2])) < 1e-9)
    #expect(abs(found.naturalPercent - 40) < 1e-9)
  }

  @Test func nothingIsWorthNothing() throws {
    let appraiser = try appraiser(ids, target: [.floral: 1])
    var scratch = appraiser.panel.makeScratch()
    let found = appraiser.appraise(ids.map { _ in 0 }, scratch: &scratch)
    #expect(found.fit == 0 && found.impression.total == 0 && found.dollarsPerKilogram == 0)
    #expect(found.longevityHours == 0 && found.naturalPercent == 0)
    let blank = Appraiser(panel: appraiser.panel, target: .zero)
    #expect(blank.appraise(ids.map { _ in 1 }, scratch: &scratch).fit == 0)
  }
}
