internal import Perfumery

/// What stands in for a missing figure, and how far off each kind of figure may be.
///
/// The numbers are medians and least squares over the chemicals of the catalogue that have the
/// figure; errors are standard deviations of the natural logarithm.
enum OdourEstimates {
  /// Median molar mass, g/mol.
  static let molarMass = 174.0

  /// log10 p = 4.57 - 0.02367 M over 235 chemicals; the residual is 0.71.
  static func vapourPressure(molarMass: Double) -> Double {
    Elementary.exp(Elementary.ln10 * (4.57 - 0.02367 * molarMass))
  }

  /// Median vapour pressure of the chemicals of a note, Pa.
  static func vapourPressure(_ note: Note) -> Double {
    switch note {
    case .top: 36
    case .heart: 2.3
    case .base: 0.16
    }
  }

  /// Error of either estimate of a vapour pressure.
  static let pressureError = 0.72 * Elementary.ln10

  /// Error of a midpoint of a measured curve; judged, about the spread between trained panels.
  static let curveError = 0.15 * Elementary.ln10

  /// The curve of a substance that is known by its usual dose alone.
  ///
  /// Perfumers dose by strength: over 184 chemicals the midpoint follows the headspace at the
  /// usual dose as log10 C = 0.18 + 0.726 log10 c with a residual of 0.92. Peak and width are
  /// the medians of the measured curves.
  static func curve(of odorant: Odorant, usualPercent: Double) -> Odorant.Curve? {
    guard let saturation = odorant.lnSaturation, usualPercent > 0 else { return nil }
    let fraction = usualPercent / 100 * 180 / odorant.molarMass
    return Odorant.Curve(
      peak: 39.5, midpoint: 0.18 * Elementary.ln10 + 0.726 * (saturation + Elementary.ln(fraction)),
      width: 0.505 * Elementary.ln10, error: 0.92 * Elementary.ln10)
  }

  /// Error of a vapour pressure by its source.
  ///
  /// Antoine and Grain-Watson disagree by a median factor of 1.6 (0.21 decades) and by 3.6 at the
  /// ninetieth percentile; below 1 Pa single printed values are up to 8 times off.
  static func error(of pressure: SourcedValue) -> Double {
    let decades =
      switch pressure.source {
      case "antoine-yaws": 0.1
      case "grain-watson": 0.22
      case "grain-watson-joback": 0.4
      default: 0.25
      }
    let heavy = pressure.value < 1 ? 0.3 : 0
    return (decades * decades + heavy * heavy).squareRoot() * Elementary.ln10
  }
}
