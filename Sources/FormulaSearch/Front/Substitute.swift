package import Perfumery

/// One or two materials in the place of another in a formula.
package struct Substitute: Sendable, Equatable {
  /// A material that takes part in the replacement.
  package struct Part: Sendable, Equatable {
    package var material: Material

    /// Of the concentrate.
    package var share: MassFraction

    /// Why the law allows it there, in one sentence.
    package var reason: String
  }

  /// One or two, the larger share first.
  package var parts: [Part]

  /// Distance between the profiles over time before and after, in parts of the profile before.
  ///
  /// sqrt(sum w_t sum_f (after - before)²) / sqrt(sum w_t sum_f before²) over the times and
  /// families of the odour model, with the weights of the appraiser; 0 is the same.
  package var profileDistance: Double

  /// Whether the odour model knows the replaced material. If not, `profileDistance` is the static
  /// one between usual doses, and the dose is as many usual doses as there were.
  package var isModelled: Bool

  /// Change of the fit to the target, or to the formula's own impression where none was given.
  package var fitChange: Double

  /// Change in US dollars a kilogram of concentrate; nil where a price is not known.
  package var costChange: Double?

  /// Whether the whole new formula is legal; false where something else in it is not.
  package var isLegal: Bool

  /// Sums to what the old one summed to; a solvent line takes up the difference.
  package var formula: Formula
}

/// Why nothing can be substituted.
package enum SubstitutionError: Error, Equatable, Sendable {
  /// The formula has no line of this material.
  case notInFormula(MaterialID)

  /// The number of answers asked for is out of range.
  case count(Int)

  /// The catalogue has no solvent that could take up a difference.
  case noSolvent
}

extension SubstitutionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notInFormula(let id):
      "The formula has no line of \(id.rawValue); only what is in it can be replaced."
    case .count(let count):
      "The number of substitutes is \(count), allowed are "
        + "\(Substitution.counts.lowerBound) to \(Substitution.counts.upperBound)."
    case .noSolvent: "The catalogue has no solvent to take up a difference of mass."
    }
  }
}
