import Perfumery
import SeededRandom
import Testing

@testable import OdourModel

@Suite struct OdourPanelTests {
  private func impression(_ shares: [Double], of materials: [Material] = Sample.all) -> Impression {
    let panel = Sample.panel(materials)
    var scratch = panel.makeScratch()
    return panel.impression(of: shares, scratch: &scratch)
  }

  private func expectEqual(
    _ first: Impression, _ second: Impression, within tolerance: Double = 1e-9,
    _ location: SourceLocation = #_sourceLocation
  ) {
    for (one, other) in zip(first.intensities, second.intensities) {
      #expect(abs(one - other) <= tolerance, sourceLocation: location)
    }
    #expect(
      abs(first.longevityHours - second.longevityHours) <= 1e-6 * (1 + first.longevityHours),
      sourceLocation: location)
    #expect(abs(first.sillage - second.sillage) <= tolerance, sourceLocation: location)
  }

  @Test(arguments: 0..<UInt64(200))
  func everyFormulaHasAFiniteImpression(_ seed: UInt64) {
    let found = impression(Sample.shares(seed))
    #expect(found.intensities.count == OdourPanel.minutes.count * Family.allCases.count)
    #expect(found.intensities.allSatisfy { $0 >= 0 && $0 < 200 })
    #expect(found.longevityHours >= 0 && found.longevityHours <= 720)
    #expect((0...1).contains(found.sillage))
  }

  @Test(arguments: 0..<UInt64(200))
  func theScaleOfTheSharesDoesNotMatter(_ seed: UInt64) {
    let shares = Sample.shares(seed)
    expectEqual(impression(shares), impression(shares.map { $0 * 250 }))
  }

  @Test(arguments: 0..<UInt64(200))
  func aUsedScratchGivesTheSameBits(_ seed: UInt64) {
    let panel = Sample.panel()
    var used = panel.makeScratch()
    for earlier in 0..<3 {
      _ = panel.impression(of: Sample.shares(seed &+ UInt64(earlier) &+ 900), scratch: &used)
    }
    var fresh = panel.makeScratch()
    let shares = Sample.shares(seed)
    #expect(
      panel.impression(of: shares, scratch: &used)
        == panel.impression(of: shares, scratch: &fresh))
  }

  @Test(arguments: 0..<UInt64(50))
  func splittingALineChangesNothing(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let shares = Sample.shares(seed)
    let place = Int(random.next() % UInt64(shares.count))
    let part = random.nextUnit() * shares[place]
    var split = shares
    split[place] -= part
    expectEqual(
      impression(shares), impression(split + [part], of: Sample.all + [Sample.all[place]]))
  }

  @Test func aNaturalIsItsConstituentsWithItsOwnFamilies() {
    var pure = Sample.oil
    pure.constituents[1].percent = 50
    var light = Sample.light
    var middle = Sample.middle
    light.families = pure.families
    middle.families = pure.families
    expectEqual(impression([1], of: [pure]), impression([1, 1], of: [light, middle]))
  }

  @Test func oneSubstanceFromTwoMaterialsIsOneComponent() {
    let found = impression([1, 0.5], of: [Sample.light, Sample.oil])
    let panel = Sample.panel([Sample.light, Sample.oil])
    #expect(panel.components == [Sample.light.id, Sample.middle.id, Sample.oil.id])
    // Four fifths of the light component come from the chemical: at least as much citrus.
    #expect(found.families(at: 0)[.citrus] > found.families(at: 0)[.aromatic])
  }

  @Test func nothingSmellsOfNothing() {
    for shares in [[0.0, 0], [-1, -1], [.nan, 0]] {
      let found = impression(shares, of: [Sample.light, Sample.heavy])
      #expect(found.intensities.allSatisfy { $0 == 0 })
      #expect(found.longevityHours == 0 && found.sillage == 0)
    }
    #expect(impression([1], of: [Sample.solvent]).intensities.allSatisfy { $0 == 0 })
  }

  @Test func theLightGoesAndTheHeavyStays() {
    let found = impression([1, 0, 1, 0, 0, 0, 0])
    let citrus = OdourPanel.minutes.indices.map { found.families(at: $0)[.citrus] }
    #expect(citrus == citrus.sorted(by: >))
    #expect(found.families(at: 0)[.citrus] > found.families(at: 0)[.musk])
    #expect(found.families(at: 3)[.musk] > found.families(at: 3)[.citrus])
  }

  /// Adding a material thins the others but never its own vapour.
  @Test(arguments: 0..<UInt64(200))
  func moreOfOneMaterialIsNotLessOfItsFamilyAtFirst(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let materials = [Sample.light, Sample.middle, Sample.heavy]
    let families: [Family] = [.citrus, .green, .musk]
    let shares = materials.map { _ in random.nextUnit() }
    let place = Int(random.next() % 3)
    var more = shares
    more[place] += random.nextUnit()
    let before = impression(shares, of: materials).families(at: 0)[families[place]]
    let after = impression(more, of: materials).families(at: 0)[families[place]]
    #expect(after >= before - 1e-9)
  }

  @Test func longevityIsWhereTheWholeTurnsFaint() {
    let panel = Sample.panel()
    var scratch = panel.makeScratch()
    let shares = [1.0, 2, 0, 0, 0, 0, 1]
    let found = panel.impression(of: shares, scratch: &scratch)
    let minutes = found.longevityHours * 60
    let state = OdourPanel.film(scratch, at: minutes, from: 0)
    #expect(abs(OdourPanel.whole(scratch, at: state) - OdourPanel.clearIntensity) < 1e-4)
  }

  @Test func theWholeLastsBeyondADayAndIsCappedAtAMonth() {
    let eternal = Sample.chemical("eternal", molarMass: 300, pressure: 1e-7, middle: -8)
    let found = impression([1], of: [eternal])
    #expect(found.longevityHours == 720)
    #expect(impression([1], of: [Sample.light]).longevityHours < 24)
  }
}
