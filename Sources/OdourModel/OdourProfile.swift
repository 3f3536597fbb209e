package import Perfumery

/// A figure with the range its uncertainty leaves.
package struct Estimate: Sendable, Hashable {
  package var value: Double

  /// Tenth percentile of the uncertainty.
  package var low: Double

  /// Ninetieth percentile of the uncertainty.
  package var high: Double

  package init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }
}

/// The odour of a formula at one moment after application, by family.
package struct ProfilePoint: Sendable, Hashable {
  package var minutes: Double

  /// Perceived intensity of each family, on the scale of the measured curves (about 0...70).
  package var families: FamilyVector

  /// Tenth percentile of each family's intensity.
  package var low: FamilyVector

  /// Ninetieth percentile of each family's intensity.
  package var high: FamilyVector

  package init(minutes: Double, families: FamilyVector, low: FamilyVector, high: FamilyVector) {
    self.minutes = minutes
    self.families = families
    self.low = low
    self.high = high
  }
}

/// On what the odour of one material in a profile rests.
package enum OdourEvidence: Sendable, Hashable {
  /// A vapour pressure and an intensity curve, each with its source.
  case measured

  /// The constituents of a natural; percent of its mass that they explain.
  case constituents(percent: Double)

  /// Something had to be estimated; the words say what.
  case estimated(String)

  /// Nothing to go by: the material is left out of the profile.
  case unknown
}

/// How a formula smells over time, and how sure that is.
package struct OdourProfile: Sendable, Hashable {
  /// At 0, 15 min, 1, 4, 8 and 24 h.
  package var points: [ProfilePoint]

  /// Hours until the whole falls below clear perception.
  package var longevityHours: Estimate

  /// Intensity at arm's length in the first quarter of an hour: 0 a skin scent, 1 fills a room.
  package var sillage: Estimate

  /// Where each material belongs by the time it is smelled most, not by its label.
  package var pyramid: [MaterialID: Note]

  /// Each material with what its odour rests on; solvents are left out.
  package var evidence: [MaterialID: OdourEvidence]

  package init(
    points: [ProfilePoint], longevityHours: Estimate, sillage: Estimate,
    pyramid: [MaterialID: Note], evidence: [MaterialID: OdourEvidence]
  ) {
    self.points = points
    self.longevityHours = longevityHours
    self.sillage = sillage
    self.pyramid = pyramid
    self.evidence = evidence
  }
}
