import Testing

@testable import OdourModel

@Suite struct FilmTests {
  private func laid(_ shares: [Double]) -> (panel: OdourPanel, scratch: OdourScratch) {
    let panel = Sample.panel()
    var scratch = panel.makeScratch()
    #expect(panel.lay(shares, on: &scratch))
    return (panel, scratch)
  }

  @Test func timeComesBackFromTheWarpedTime() {
    let (_, scratch) = laid([1, 1, 1, 1, 1, 1, 1])
    for minutes in [0.001, 1, 15, 60, 240, 1440, 40_000] {
      let state = OdourPanel.film(scratch, at: minutes, from: 0)
      #expect(abs(state.minutes / minutes - 1) < 1e-10)
    }
  }

  @Test(arguments: 0..<UInt64(20))
  func nothingIsLost(_ seed: UInt64) {
    var shares = Sample.shares(seed)
    shares[0] += 0.01
    let (_, scratch) = laid(shares)
    let start = scratch.amounts.prefix(scratch.count).reduce(0, +) + scratch.staying
    for minutes in OdourPanel.minutes {
      let state = OdourPanel.film(scratch, at: minutes, from: 0)
      let evaporated = (0..<scratch.count).reduce(0) { sum, place in
        sum + scratch.amounts[place] * (1 - Elementary.exp(-scratch.rates[place] * state.warped))
      }
      #expect(abs(state.moles + evaporated - start) <= 1e-12 * start)
    }
  }

  @Test func theClosedFormAgreesWithSmallSteps() {
    let (_, scratch) = laid([1, 2, 3, 0.5, 0.2, 1, 2])
    let count = scratch.count
    func slope(_ moles: [Double]) -> [Double] {
      let all = moles.reduce(0, +) + scratch.staying
      return (0..<count).map { -scratch.rates[$0] * moles[$0] / all }
    }
    func moved(_ moles: [Double], _ slope: [Double], _ step: Double) -> [Double] {
      (0..<count).map { moles[$0] + step * slope[$0] }
    }
    var moles = Array(scratch.amounts.prefix(count))
    let step = 0.005
    for _ in 0..<12_000 {
      let first = slope(moles)
      let second = slope(moved(moles, first, step / 2))
      let third = slope(moved(moles, second, step / 2))
      let fourth = slope(moved(moles, third, step))
      for place in 0..<count {
        moles[place] +=
          step / 6 * (first[place] + 2 * second[place] + 2 * third[place] + fourth[place])
      }
    }
    let state = OdourPanel.film(scratch, at: 60, from: 0)
    for place in 0..<count {
      let closed = scratch.amounts[place] * Elementary.exp(-scratch.rates[place] * state.warped)
      #expect(abs(closed - moles[place]) <= 1e-9 * scratch.amounts[place])
    }
  }

  @Test func moreSubstrateOrLessConcentrateKeepsLessVapour() {
    let panel = Sample.panel([Sample.light])
    let thin = OdourPanel(
      materials: [Sample.light], catalogue: Sample.catalogue,
      film: ReferenceFilm(concentrate: 0.1))
    var scratch = panel.makeScratch()
    let thick = panel.impression(of: [1], scratch: &scratch)
    let weak = thin.impression(of: [1], scratch: &scratch)
    #expect(thick.intensities[0] > weak.intensities[0])
    #expect(thick.longevityHours > weak.longevityHours)
  }

  @Test func whatDoesNotEvaporateStays() {
    let panel = Sample.panel([Sample.light, Sample.bare])
    var scratch = panel.makeScratch()
    #expect(panel.lay([1, 1], on: &scratch))
    let film = ReferenceFilm(Sample.perfume)
    let expected = ReferenceFilm.substrate + film.concentrate / 2 / OdourEstimates.molarMass
    #expect(abs(scratch.staying - expected) < 1e-15)
    let late = OdourPanel.film(scratch, at: 1e6, from: 0)
    #expect(abs(late.moles - expected) < 1e-12)
  }
}
