internal import OdourKernels
internal import Perfumery

/// A film at one moment.
struct FilmState: Sendable {
  /// Warped time, ∫ dt / N, in minutes per mole.
  var warped: Double

  /// Minutes after application.
  var minutes: Double

  /// All moles of the film, those that stay included.
  var moles: Double
}

extension OdourPanel {
  /// How the formula smells at each of `minutes`, how long and how far.
  ///
  /// - Parameters:
  ///   - shares: of the concentrate, one per material, on any scale; negative ones count as none.
  ///   - scratch: from `makeScratch`; its old content does not matter.
  /// - Precondition: as many shares as materials.
  package func impression(of shares: [Double], scratch: inout OdourScratch) -> Impression {
    let familyCount = Family.allCases.count
    var intensities = [Double](repeating: 0, count: Self.minutes.count * familyCount)
    guard lay(shares, on: &scratch) else {
      return Impression(intensities: intensities, longevityHours: 0, sillage: 0)
    }
    var state = FilmState(warped: 0, minutes: 0, moles: 0)
    var states: [FilmState] = []
    var wholes: [Double] = []
    states.reserveCapacity(Self.minutes.count)
    wholes.reserveCapacity(Self.minutes.count)
    for (index, minutes) in Self.minutes.enumerated() {
      state = Self.film(scratch, at: minutes, from: state.warped)
      wholes.append(Self.smellFamilies(&scratch, at: state))
      states.append(state)
      for family in 0..<familyCount {
        intensities[index * familyCount + family] = scratch.sums[family].squareRoot()
      }
    }
    return Impression(
      intensities: intensities,
      longevityHours: Self.longevity(scratch, states: states, wholes: wholes) / 60,
      sillage: Self.sillage(scratch, states: states))
  }

  /// The film at a time, by Newton's method from an earlier warped time.
  ///
  /// t(τ) is concave and increasing, so from the left each step stays left of the root and the
  /// method cannot fail; it ends when the time is met to a part in 10^11.
  static func film(
    _ scratch: OdourScratch, at minutes: Double, from warped: Double
  ) -> FilmState {
    var state = film(scratch, warped: warped)
    for _ in 0..<200 {
      let gap = minutes - state.minutes
      if gap <= minutes * 1e-11 { break }
      state = film(scratch, warped: state.warped + gap / state.moles)
    }
    return state
  }

  static func film(_ scratch: OdourScratch, warped: Double) -> FilmState {
    let film = odour_film_at(
      scratch.amounts, scratch.stores, scratch.rates, scratch.count, warped)
    return FilmState(
      warped: warped, minutes: film.elapsed + scratch.staying * warped,
      moles: film.moles + scratch.staying)
  }

  /// Squares of the families' intensities into `scratch.sums`; returns the whole's intensity.
  ///
  /// Intensities add as squares: two equal smells make one 1.4 times as strong, which is nearer
  /// to what panels report than a plain sum, and the strongest component dominates.
  private static func smellFamilies(_ scratch: inout OdourScratch, at state: FilmState) -> Double {
    odour_smell(
      scratch.peaks, scratch.slopes, scratch.shifts, scratch.rates, scratch.count, state.warped,
      Elementary.ln(state.moles), scratch.families, scratch.present, scratch.scales, &scratch.sums
    ).squareRoot()
  }

  /// Intensity of the whole, thinned `thinning` times more than at the nose.
  static func whole(_ scratch: OdourScratch, at state: FilmState, thinning: Double = 1) -> Double {
    odour_smell(
      scratch.peaks, scratch.slopes, scratch.shifts, scratch.rates, scratch.count, state.warped,
      Elementary.ln(state.moles * thinning), nil, nil, nil, nil
    ).squareRoot()
  }

  /// Mean intensity at arm's length at once and after a quarter of an hour, as a share of "strong".
  private static func sillage(_ scratch: OdourScratch, states: [FilmState]) -> Double {
    let thinning = ReferenceFilm.dilutionAtArmsLength / ReferenceFilm.dilutionAtNose
    let first = states.prefix(2).map { whole(scratch, at: $0, thinning: thinning) }
    return min(1, first.reduce(0, +) / Double(first.count) / strongIntensity)
  }

  /// "Strong" on the labelled magnitude scale; such a smell fills a room.
  static let strongIntensity = 34.7

  /// Minutes until the whole falls below `clearIntensity` for good.
  ///
  /// Looked for from the last time at which it is clear; the bracket is narrowed on logarithmic
  /// scales, where intensity against time is nearly straight.
  private static func longevity(
    _ scratch: OdourScratch, states: [FilmState], wholes: [Double]
  ) -> Double {
    guard let last = wholes.lastIndex(where: { $0 >= clearIntensity }) else { return 0 }
    var early = (state: states[last], whole: wholes[last])
    var late = early
    if last + 1 < states.count {
      late = (states[last + 1], wholes[last + 1])
    } else {
      while late.whole >= clearIntensity {
        guard late.state.minutes < longestMinutes else { return longestMinutes }
        early = late
        let state = film(scratch, warped: late.state.warped * 2)
        late = (state, whole(scratch, at: state))
      }
    }
    return crossing(scratch, early: early, late: late)
  }

  /// Minutes at which the whole falls through `clearIntensity` between two states.
  ///
  /// Regula falsi after Illinois on logarithmic scales, where intensity against time is nearly
  /// straight; ends at a part in 10^9 of the intensity.
  private static func crossing(
    _ scratch: OdourScratch, early: (state: FilmState, whole: Double),
    late: (state: FilmState, whole: Double)
  ) -> Double {
    // The offset lets the scale reach back to warped time zero.
    let offset = late.state.warped / 1000
    var left = Elementary.ln(early.state.warped + offset)
    var right = Elementary.ln(late.state.warped + offset)
    var above = Elementary.ln(early.whole / clearIntensity)
    var below = late.whole > 0 ? Elementary.ln(late.whole / clearIntensity) : -700
    var best = early.state
    var side = 0
    for _ in 0..<60 where right - left > 1e-9 && above > 0 {
      let place = (left * below - right * above) / (below - above)
      best = film(scratch, warped: max(0, Elementary.exp(place) - offset))
      let height = Elementary.ln(whole(scratch, at: best) / clearIntensity)
      if abs(height) < 1e-9 { break }
      if height > 0 {
        (left, above) = (place, height)
        if side == 1 { below /= 2 }
        side = 1
      } else {
        (right, below) = (place, height)
        if side == -1 { above /= 2 }
        side = -1
      }
    }
    return best.minutes
  }

  /// No longevity is told apart beyond thirty days.
  static let longestMinutes = 43_200.0
}
