import OdourModel
package import Perfumery

/// What a formula is worth to a brief: the numbers that composer, Pareto search and training share.
package struct Appraisal: Sendable, Hashable {
  /// Cosine between the wished profile and the impression over time, 0...1.
  package var fit: Double

  /// Share of each family in the impression over time, summing to 1; zero when nothing is smelled.
  package var impression: FamilyVector

  /// US dollars a kilogram of concentrate costs over the lines that have a price.
  package var dollarsPerKilogram: Double

  /// Hours until the whole falls below clear perception.
  package var longevityHours: Double

  /// Intensity at arm's length in the first quarter of an hour, 0...1.
  package var sillage: Double

  /// Percent of the odorous mass that is natural.
  package var naturalPercent: Double

  package init(
    fit: Double, impression: FamilyVector, dollarsPerKilogram: Double, longevityHours: Double,
    sillage: Double, naturalPercent: Double
  ) {
    self.fit = fit
    self.impression = impression
    self.dollarsPerKilogram = dollarsPerKilogram
    self.longevityHours = longevityHours
    self.sillage = sillage
    self.naturalPercent = naturalPercent
  }
}
