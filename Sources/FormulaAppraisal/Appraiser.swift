package import OdourModel
package import Perfumery

/// The one evaluator of formulas against a brief: composer, Pareto search and training share it.
package struct Appraiser: Sendable {
  /// The materials the formulas are of.
  package let panel: OdourPanel

  /// The wished odour by family, summing to 1.
  package let target: FamilyVector

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
    let mixed = impression.overTime
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
      fit: cosine(mixed), impression: mixed,
      dollarsPerKilogram: total > 0 ? cost / total : 0,
      longevityHours: impression.longevityHours, sillage: impression.sillage,
      naturalPercent: odorous > 0 ? natural / odorous * 100 : 0)
  }

  private func cosine(_ mixed: FamilyVector) -> Double {
    var dot = 0.0
    var length = 0.0
    for (value, wished) in zip(mixed.values, target.values) {
      dot += value * wished
      length += value * value
    }
    guard dot > 0 else { return 0 }
    return min(1, dot / (length.squareRoot() * targetLength))
  }
}
