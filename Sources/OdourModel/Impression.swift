package import Perfumery

/// How a formula smells over time: the bare numbers, without bands.
package struct Impression: Sendable, Hashable {
  /// `[times × families]`, time-major, on the scale of the measured curves.
  ///
  /// 1.4 is barely there, 6 weak, 17 moderate, 35 strong.
  package var intensities: [Double]

  /// Hours until the whole falls below `OdourPanel.clearIntensity`; 0 when it never reaches it.
  package var longevityHours: Double

  /// Intensity at arm's length in the first quarter of an hour, 0...1 (strong).
  package var sillage: Double

  package init(intensities: [Double], longevityHours: Double, sillage: Double) {
    self.intensities = intensities
    self.longevityHours = longevityHours
    self.sillage = sillage
  }

  /// The families at one of `OdourPanel.minutes`.
  package func families(at index: Int) -> FamilyVector {
    let count = Family.allCases.count
    return FamilyVector(inOrder: Array(intensities[index * count..<(index + 1) * count]))
  }
}
