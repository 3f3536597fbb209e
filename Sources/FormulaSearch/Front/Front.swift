package import FormulaAppraisal
package import Perfumery

/// Formulas for one brief none of which is better than another in everything.
package struct Front: Sendable, Equatable {
  /// One formula of a front.
  package struct Member: Sendable, Equatable {
    /// Rounded to what can be weighed; shares sum to exactly `MassFraction.one`.
    package var formula: Formula

    /// Of the rounded formula.
    package var appraisal: Appraisal

    /// What it is in the front for, the weightiest first; never empty.
    package var merits: [Merit]

    /// The merits in a few words, such as `best fit, lasts longest`.
    package var reason: String { merits.map(\.rawValue).joined(separator: ", ") }
  }

  /// What a formula has over the others of a front.
  package enum Merit: String, Sendable, Hashable {
    case composed = "composed from the brief"
    case bestFit = "best fit"
    case cheapest = "cheapest"
    case longest = "lasts longest"
    case mostNatural = "most natural"

    /// Nearest to being best at everything at once.
    case balanced = "balanced"

    /// Far from all others chosen.
    case between = "between the others"
  }

  /// What was searched for.
  package var objectives: [FrontObjective]

  /// The composed formula, then the alternatives.
  ///
  /// No alternative is at least as good as another, or as the composed one, in all objectives. The
  /// composed formula, from which the search starts, may itself be surpassed.
  package var members: [Member]

  /// Formulas judged on the way.
  package var evaluationCount: Int

  /// Part of the box of `reference` that the whole last front dominates, 0...1.
  package var hypervolume: Double
}
