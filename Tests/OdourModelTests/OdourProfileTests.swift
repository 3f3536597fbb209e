import Perfumery
import Testing

@testable import OdourModel

@Suite struct OdourProfileTests {
  @Test(arguments: 0..<UInt64(20))
  func everyBandHoldsItsValue(_ seed: UInt64) {
    let profile = Sample.panel().profile(of: Sample.shares(seed))
    #expect(profile.points.map(\.minutes) == OdourPanel.minutes)
    for point in profile.points {
      for family in Family.allCases {
        #expect(point.low[family] >= 0)
        #expect(point.low[family] <= point.families[family])
        #expect(point.families[family] <= point.high[family])
      }
    }
    for estimate in [profile.longevityHours, profile.sillage] {
      #expect(estimate.low <= estimate.value && estimate.value <= estimate.high)
    }
  }

  @Test func theProfileIsTheImpressionWithBands() {
    let panel = Sample.panel()
    var scratch = panel.makeScratch()
    let shares = Sample.shares(4)
    let found = panel.impression(of: shares, scratch: &scratch)
    let profile = panel.profile(of: shares)
    #expect(
      profile.points.indices.allSatisfy { profile.points[$0].families == found.families(at: $0) })
    #expect(profile.longevityHours.value == found.longevityHours)
    #expect(profile == panel.profile(of: shares))
  }

  @Test func anEstimateHasAWiderBandThanAMeasurement() {
    func width(_ material: Material) -> Double {
      let point = Sample.panel([material]).profile(of: [1]).points[3]
      return (point.high.total - point.low.total) / point.families.total
    }
    let measured = Sample.chemical("same", pressure: 1)
    var estimated = measured
    estimated.figures["vapourPressure"] = nil
    #expect(width(measured) > 0)
    #expect(width(estimated) > 1.5 * width(measured))
  }

  @Test func eachMaterialSaysWhatItsOdourRestsOn() {
    let profile = Sample.panel().profile(of: Sample.all.map { _ in 1 })
    #expect(profile.evidence[Sample.light.id] == .measured)
    #expect(
      profile.evidence[Sample.gap.id]
        == .estimated("vapour pressure from the molar mass, intensity from the vapour pressure"))
    #expect(profile.evidence[Sample.bare.id] == .unknown)
    #expect(profile.evidence[Sample.solvent.id] == nil)
    guard case .constituents(let percent) = profile.evidence[Sample.oil.id] else {
      Issue.record("the oil has constituents")
      return
    }
    #expect(abs(percent - 80) < 1e-9)
  }

  @Test func materialsOfNoShareAreLeftOut() {
    let profile = Sample.panel().profile(of: [1, 0, 0, 0, 0, 0, 1])
    #expect(Array(profile.evidence.keys) == [Sample.light.id])
    #expect(profile.pyramid == [Sample.light.id: .top])
  }

  @Test func thePyramidGoesByEvaporation() {
    let profile = Sample.panel().profile(of: Sample.all.map { _ in 1 })
    #expect(profile.pyramid[Sample.light.id] == .top)
    #expect(profile.pyramid[Sample.middle.id] == .heart)
    #expect(profile.pyramid[Sample.heavy.id] == .base)
    #expect(profile.pyramid[Sample.bare.id] == nil)
    #expect(profile.pyramid[Sample.solvent.id] == nil)
  }

  @Test func theSampleIsNormalAndOfItsNameAlone() {
    let id = MaterialID(rawValue: "linalool")
    let draws = (0..<UncertaintySample.count).map {
      UncertaintySample.deviate(id, figure: "vapourPressure", draw: $0)
    }
    #expect(Set(draws) == Set(UncertaintySample.quantiles))
    let mean = draws.reduce(0, +) / Double(draws.count)
    let square = draws.reduce(0) { $0 + $1 * $1 } / Double(draws.count)
    #expect(abs(mean) < 1e-12)
    #expect(abs(square - 1) < 0.05)
    #expect(abs(UncertaintySample.normalQuantile(0.9) - 1.281_551_565_545) < 1e-9)
    let other = (0..<UncertaintySample.count).map {
      UncertaintySample.deviate(id, figure: "intensity", draw: $0)
    }
    let product = zip(draws, other).reduce(0) { $0 + $1.0 * $1.1 } / Double(draws.count)
    #expect(abs(product) < 0.5)
  }

  @Test func aBandIsTheTenthAndNinetiethPercentile() {
    let draws = (0...100).map(Double.init)
    #expect(OdourPanel.band(50, draws) == Estimate(value: 50, low: 10, high: 90))
    #expect(OdourPanel.band(95, draws).high == 95)
    #expect(OdourPanel.band(3, []) == Estimate(value: 3, low: 3, high: 3))
  }
}
