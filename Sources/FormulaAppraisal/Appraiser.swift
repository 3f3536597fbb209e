package import OdourModel
package import Perfumery

/// The one evaluator of formulas against a brief: composer, Pareto search and training share it.
package struct Appraiser: Sendable {
  /// The materials the formulas are of.
  package let panel: OdourPanel

  /// The wished odour by family, summing to 1.
  package let target: FamilyVector

  /// How much each of `OdourPanel.minutes` counts in the impression; sums to 1. Judged: the first
  /// hours, in which a perfume is chosen and worn, decide.
  package static let weights: [Double] = [0.10, 0.25, 0.25, 0.25, 0.10, 0.05]

  private let targetLength: Double
  private let dollarsPerKilogram: [Double?]
  private let isNatural: [Bool]
  private let isOdorous: [Bool]

  /// - Parameter target: the wished odour, on any scale.
  package init(panel: OdourPanel, target: FamilyVector) {
    self.panel = panel
    self.target = target.normalised
    targetLength = self.target.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    dollarsPerKilogram = panel.materials.map { $0.dollarsPerKilogram?.value }
    isNatural = panel.materials.map { $0.kind == .natural }
    isOdorous = panel.materials.map { $0.kind != .solvent }
  }

  /// What a formula is worth.
  ///
  /// - Parameters:
  ///   - shares: of the concentrate, one per material of the panel, on any scale.
  ///   - scratch: of the panel, one per thread.
  package func appraise(_ shares: [Double], scratch: inout OdourScratch) -> Appraisal {
    let impression = panel.impression(of: shares, scratch: &scratch)
    let mixed = Self.overTime(impression)
    var total = 0.0
    var cost = 0.0
    var odorous = 0.0
    var natural = 0.0
    for (place, share) in shares.enumerated() where share > 0 {
      total += share
      cost += share * (dollarsPerKilogram[place] ?? 0)
      if isOdorous[place] { odorous += share }
      if isNatural[place] { natural += share }
    }
    return Appraisal(
      fit: cosine(mixed), impression: FamilyVector(inOrder: mixed),
      dollarsPerKilogram: total > 0 ? cost / total : 0,
      longevityHours: impression.longevityHours, sillage: impression.sillage,
      naturalPercent: odorous > 0 ? natural / odorous * 100 : 0)
  }

  /// The families' intensities, weighted over the times and brought to a sum of 1.
  ///
  /// Intensities, not shares: what little is left of a cologne after a day does not count as much
  /// as its citrus did. All zero when nothing is smelled.
  package static func overTime(_ impression: Impression) -> [Double] {
    let count = Family.allCases.count
    var mixed = [Double](repeating: 0, count: count)
    for (time, weight) in weights.enumerated() {
      for family in 0..<count {
        mixed[family] += weight * impression.intensities[time * count + family]
      }
    }
    let sum = mixed.reduce(0, +)
    return sum > 0 ? mixed.map { $0 / sum } : mixed
  }

  private func cosine(_ mixed: [Double]) -> Double {
    var dot = 0.0
    var length = 0.0
    for (value, wished) in zip(mixed, target.values) {
      dot += value * wished
      length += value * value
    }
    guard dot > 0 else { return 0 }
    return min(1, dot / (length.squareRoot() * targetLength))
  }
}
