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

  /// The curve of a substance whose vapour pressure is all that is known.
  ///
  /// Over 189 chemicals the midpoint follows the saturated vapour as log10 C = -1.69 + 0.778 log10 c
  /// with a residual of 0.84, the peak as 13.6 + 10.7 log10 c (correlation 0.70): what flies is
  /// smelled from more of it, and more strongly at most. The usual dose adds nothing to that (0.83).
  /// The width is the median.
  static func curve(of odorant: Odorant) -> Odorant.Curve? {
    guard let saturation = odorant.lnSaturation else { return nil }
    return Odorant.Curve(
      peak: max(8, 13.6 + 10.7 * saturation / Elementary.ln10),
      midpoint: -1.69 * Elementary.ln10 + 0.778 * saturation,
      width: 0.505 * Elementary.ln10, error: 0.84 * Elementary.ln10)
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
