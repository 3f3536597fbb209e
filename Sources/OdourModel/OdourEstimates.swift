internal import Perfumery

/// What stands in for a missing figure, and how far off each kind of figure may be.
///
/// The numbers are medians and least squares over the chemicals of the catalogue that have the
/// figure; errors are standard deviations of the natural logarithm.
enum OdourEstimates {
  /// Median molar mass, g/mol.
  static let molarMass = 178.0

  /// log10 p = 5.05 - 0.0258 M over 493 chemicals; the residual is 0.68.
  static func vapourPressure(molarMass: Double) -> Double {
    Elementary.exp(Elementary.ln10 * (5.05 - 0.0258 * molarMass))
  }

  /// Median vapour pressure of the chemicals of a note, Pa.
  static func vapourPressure(_ note: Note) -> Double {
    switch note {
    case .top: 39
    case .heart: 2.75
    case .base: 0.12
    }
  }

  /// Error of either estimate of a vapour pressure; within a note the spread is 0.6 to 0.9 decades.
  static let pressureError = 0.8 * Elementary.ln10

  /// Error of a midpoint of a measured curve; judged, about the spread between trained panels.
  static let curveError = 0.15 * Elementary.ln10

  /// The curve of a substance whose vapour pressure is all that is known.
  ///
  /// Over 264 chemicals the midpoint follows the saturated vapour as
  /// log10 C = -1.68 + 0.797 log10 c with a residual of 0.82, the peak as 14.9 + 9.73 log10 c
  /// (correlation 0.68): what flies is smelled from more of it, and more strongly at most. The
  /// usual dose adds nothing to that (0.82). The width is the median.
  static func curve(of odorant: Odorant) -> Odorant.Curve? {
    guard let saturation = odorant.lnSaturation else { return nil }
    return Odorant.Curve(
      peak: max(8, 14.9 + 9.73 * saturation / Elementary.ln10),
      midpoint: -1.68 * Elementary.ln10 + 0.797 * saturation,
      width: 0.5 * Elementary.ln10, error: 0.82 * Elementary.ln10)
  }

  /// The same, put where its intensity at the measured threshold is barely there.
  static func curve(of odorant: Odorant, threshold nanogramsPerLitre: Double) -> Odorant.Curve? {
    guard var curve = curve(of: odorant) else { return nil }
    let odds = (curve.peak - barelyThere) / barelyThere
    curve.midpoint = Elementary.ln(nanogramsPerLitre / 1000) + curve.width * Elementary.ln(odds)
    curve.error = thresholdError
    return curve
  }

  /// Intensity at the threshold of a measured curve, as its authors set it.
  static let barelyThere = 1.4

  /// Error of a threshold of another laboratory; judged.
  static let thresholdError = 0.5 * Elementary.ln10

  /// Error of a vapour pressure by its source.
  ///
  /// Antoine and Grain-Watson disagree by a median factor of 1.6 (0.21 decades) and by 3.6 at the
  /// ninetieth percentile; below 1 Pa single printed values are up to 8 times off.
  static func error(of pressure: SourcedValue) -> Double {
    let decades =
      switch pressure.source {
      case "antoine-yaws": 0.1
      case "grain-watson", "grain-watson-further": 0.22
      case "grain-watson-joback": 0.4
      default: 0.25
      }
    let heavy = pressure.value < 1 ? 0.3 : 0
    return (decades * decades + heavy * heavy).squareRoot() * Elementary.ln10
  }
}
