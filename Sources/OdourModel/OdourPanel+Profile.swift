internal import Perfumery

extension OdourPanel {
  /// How the formula smells over time, with bands, pyramid and evidence.
  ///
  /// - Parameter shares: of the concentrate, one per material, on any scale.
  package func profile(of shares: [Double]) -> OdourProfile {
    var scratch = makeScratch()
    let middle = impression(of: shares, scratch: &scratch)
    let pyramid = pyramid(of: shares, scratch: &scratch)
    let draws = (0..<UncertaintySample.count).map { draw in
      varied(draw).impression(of: shares, scratch: &scratch)
    }
    let count = Family.allCases.count
    let points = Self.minutes.indices.map { time in
      let bands = (0..<count).map { family in
        let place = time * count + family
        return Self.band(
          middle.intensities[place], draws.map { $0.intensities[place] })
      }
      return ProfilePoint(
        minutes: Self.minutes[time], families: middle.families(at: time),
        low: FamilyVector(inOrder: bands.map(\.low)),
        high: FamilyVector(inOrder: bands.map(\.high)))
    }
    var evidence: [MaterialID: OdourEvidence] = [:]
    for (place, material) in materials.enumerated() where shares[place] > 0 {
      evidence[material.id] = self.evidence[place]
    }
    return OdourProfile(
      points: points,
      longevityHours: Self.band(middle.longevityHours, draws.map(\.longevityHours)),
      sillage: Self.band(middle.sillage, draws.map(\.sillage)),
      pyramid: pyramid, evidence: evidence)
  }

  /// The same panel with every uncertain figure moved to one draw of the sample.
  private func varied(_ draw: Int) -> OdourPanel {
    var panel = self
    for (place, odorant) in odorants.enumerated() {
      let component = components[place]
      let pressure =
        odorant.pressureError
        * UncertaintySample.deviate(component, figure: "vapourPressure", draw: draw)
      panel.rates[place] *= Elementary.exp(pressure)
      panel.shifts[place] -= pressure
      if let curve = odorant.curve {
        panel.shifts[place] +=
          curve.error * UncertaintySample.deviate(component, figure: "intensity", draw: draw)
      }
    }
    return panel
  }

  /// Tenth and ninetieth percentile of the draws, widened to hold the value itself.
  static func band(_ value: Double, _ draws: [Double]) -> Estimate {
    let sorted = draws.sorted()
    guard let last = sorted.indices.last else {
      return Estimate(value: value, low: value, high: value)
    }
    let tenth = sorted[(last + 5) / 10]
    let ninetieth = sorted[last - (last + 5) / 10]
    return Estimate(value: value, low: min(value, tenth), high: max(value, ninetieth))
  }

  /// Longest half-life of a top note and of a heart note in the film, minutes.
  ///
  /// Pybus and Sell (1999): the top is the first 15 minutes, the heart the next 3 to 4 hours.
  static let topMinutes = 15.0
  static let heartMinutes = 240.0

  /// The note of each odorous material by the time at which half of its moles have left the film.
  private func pyramid(of shares: [Double], scratch: inout OdourScratch) -> [MaterialID: Note] {
    guard lay(shares, on: &scratch) else { return [:] }
    let top = Self.film(scratch, at: Self.topMinutes, from: 0)
    let heart = Self.film(scratch, at: Self.heartMinutes, from: top.warped)
    var notes: [MaterialID: Note] = [:]
    for (place, material) in materials.enumerated()
    where shares[place] > 0 && evidence[place] != nil && evidence[place] != .unknown {
      if remaining(place, warped: top.warped) < 0.5 {
        notes[material.id] = .top
      } else {
        notes[material.id] = remaining(place, warped: heart.warped) < 0.5 ? .heart : .base
      }
    }
    return notes
  }

  /// Share of a material's moles that is left in the film at a warped time.
  private func remaining(_ place: Int, warped: Double) -> Double {
    var start = 0.0
    var left = 0.0
    for portion in portionStarts[place]..<portionStarts[place + 1] {
      let moles = portionMoles[portion]
      start += moles
      left += moles * Elementary.exp(-rates[Int(portionComponents[portion])] * warped)
    }
    return start > 0 ? left / start : 1
  }
}
