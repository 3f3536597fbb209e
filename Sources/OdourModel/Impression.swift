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

  /// How much each of `OdourPanel.minutes` counts in the whole; sums to 1. Judged: the first hours,
  /// in which a perfume is chosen and worn, decide.
  package static let weights: [Double] = [0.10, 0.25, 0.25, 0.25, 0.10, 0.05]

  /// The families' intensities, weighted over the times and brought to a sum of 1.
  ///
  /// Intensities, not shares: what little is left of a cologne after a day does not count as much
  /// as its citrus did. All zero when nothing is smelled.
  package var overTime: FamilyVector {
    let count = Family.allCases.count
    var mixed = [Double](repeating: 0, count: count)
    for (time, weight) in Self.weights.enumerated() {
      for family in 0..<count { mixed[family] += weight * intensities[time * count + family] }
    }
    let sum = mixed.reduce(0, +)
    return FamilyVector(inOrder: sum > 0 ? mixed.map { $0 / sum } : mixed)
  }

  /// The families at one of `OdourPanel.minutes`.
  package func families(at index: Int) -> FamilyVector {
    let count = Family.allCases.count
    return FamilyVector(inOrder: Array(intensities[index * count..<(index + 1) * count]))
  }
}
