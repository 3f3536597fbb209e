internal import Perfumery

/// What the model knows of one substance of a film: how it evaporates and how strong it smells.
struct Odorant: Sendable, Hashable {
  /// I(c) = peak / (1 + exp((midpoint - ln c) / width)), c in µg per litre of air.
  ///
  /// The curve of Wakayama and others (2019) in natural logarithms.
  struct Curve: Sendable, Hashable {
    var peak: Double
    var midpoint: Double
    var width: Double

    /// Standard error of the midpoint.
    var error: Double
  }

  /// Grams per mole.
  var molarMass: Double

  /// Pascal at 25 °C; nil for what stays in the film.
  var vapourPressure: Double?

  /// Standard error of the natural logarithm of the vapour pressure.
  var pressureError = 0.0

  /// Nil for what has no odour.
  var curve: Curve?

  /// Natural logarithm of the µg per litre of vapour over the pure substance.
  var lnSaturation: Double? {
    vapourPressure.map {
      Elementary.ln($0 * molarMass / ReferenceFilm.thermalEnergy * 1000)
    }
  }
}

extension Odorant {
  /// A chemical of the catalogue, and on what its figures rest.
  ///
  /// What is missing is estimated, with a wide error and said so; nothing is known of a chemical
  /// without families, and it stays in the film unsmelled.
  static func chemical(_ material: Material) -> (odorant: Odorant, evidence: OdourEvidence) {
    let molarMass = material.figures["molecularWeight"]?.value
    var odorant = Odorant(molarMass: molarMass ?? OdourEstimates.molarMass)
    guard material.families.total > 0 else { return (odorant, .unknown) }
    var estimated: [String] = []
    if let pressure = material.figures["vapourPressure"], molarMass != nil {
      odorant.vapourPressure = pressure.value
      odorant.pressureError = OdourEstimates.error(of: pressure)
    } else {
      odorant.vapourPressure =
        molarMass.map(OdourEstimates.vapourPressure(molarMass:))
        ?? OdourEstimates.vapourPressure(material.note)
      odorant.pressureError = OdourEstimates.pressureError
      estimated.append("vapour pressure from the \(molarMass == nil ? "note" : "molar mass")")
    }
    if let curve = Curve(material.figures) {
      odorant.curve = curve
    } else if let threshold = material.figures["odourThreshold"]?.value {
      odorant.curve = OdourEstimates.curve(of: odorant, threshold: threshold)
      estimated.append("intensity from the threshold")
    } else {
      odorant.curve = OdourEstimates.curve(of: odorant)
      estimated.append("intensity from the vapour pressure")
    }
    let evidence: OdourEvidence =
      estimated.isEmpty ? .measured : .estimated(estimated.joined(separator: ", "))
    return (odorant, evidence)
  }

  /// The part of a natural that its constituents leave open, or all of one without constituents.
  ///
  /// It smells of the natural as a whole, with the vapour pressure of its note: an estimate
  /// throughout.
  static func remainder(of natural: Material) -> Odorant {
    var odorant = Odorant(molarMass: OdourEstimates.molarMass)
    odorant.vapourPressure = OdourEstimates.vapourPressure(natural.note)
    odorant.pressureError = OdourEstimates.pressureError
    odorant.curve = OdourEstimates.curve(of: odorant)
    return odorant
  }

  /// A carrier: it fills the film and evaporates, without odour.
  static func solvent(_ material: Material) -> Odorant {
    Odorant(
      molarMass: material.figures["molecularWeight"]?.value ?? OdourEstimates.molarMass,
      vapourPressure: material.figures["vapourPressure"]?.value,
      pressureError: material.figures["vapourPressure"].map(OdourEstimates.error) ?? 0)
  }
}

extension Odorant.Curve {
  /// The measured curve, when all three of its figures are there.
  init?(_ figures: [String: SourcedValue]) {
    guard let peak = figures["intensityMax"]?.value, let middle = figures["intensityC"]?.value,
      let width = figures["intensityD"]?.value
    else { return nil }
    self.init(
      peak: peak, midpoint: middle * Elementary.ln10, width: width * Elementary.ln10,
      error: OdourEstimates.curveError)
  }
}
