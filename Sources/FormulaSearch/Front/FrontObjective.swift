package import FormulaAppraisal
package import Perfumery

/// Something alternatives are compared by; each is turned so that less is better.
package enum FrontObjective: String, CaseIterable, Sendable, Hashable {
  /// 1 minus the cosine between the wished profile and the impression over time.
  case fit

  /// US dollars a kilogram of concentrate.
  case cost

  /// Hours it lasts, negated; more than two days count as two days.
  case longevity

  /// Percent of the odorous mass that is natural, negated.
  case naturalness

  /// No one waits longer to see whether a perfume is still there.
  static let longestHours = 48.0

  /// What is made small: see the cases.
  package func value(of appraisal: Appraisal) -> Double {
    switch self {
    case .fit: 1 - appraisal.fit
    case .cost: appraisal.dollarsPerKilogram
    case .longevity: -min(Self.longestHours, appraisal.longevityHours)
    case .naturalness: -appraisal.naturalPercent
    }
  }

  /// What a brief is to be searched for: fit and cost always, longevity when it speaks of time or
  /// strength, naturalness when it wants to be natural.
  package static func chosen(by brief: Brief) -> [FrontObjective] {
    var chosen: [FrontObjective] = [.fit, .cost]
    let asksForStrength = brief.strength.map { $0.value > 0.5 } ?? false
    if brief.longevityHours != nil || asksForStrength { chosen.append(.longevity) }
    if brief.moods.contains(where: { $0.value == "natural" }) { chosen.append(.naturalness) }
    return chosen
  }
}
