package import OdourModel
package import Perfumery

/// How near the odour of a formula comes to what a brief asks for, over a day on skin.
package struct Fit: Sendable, Equatable {
  /// Wished share of each family, summing to 1.
  package var target: FamilyVector

  /// Share of each family in the impression over time, by the odour model; sums to 1.
  package var achieved: FamilyVector

  /// Cosine between the two, 0...1: the fit of the one appraiser.
  package var cosine: Double

  /// Cosine between the target and the formula's usual doses, without any evaporation.
  package var doseCosine: Double
}

/// A legal limit that keeps the formula from coming nearer to the brief.
package struct BindingLimit: Sendable, Equatable {
  /// The `id` of the cap in the legal region.
  package var id: String

  /// Number of the standard, such as `IFRA_STD_087`.
  package var standard: String
  package var substance: String

  /// How much of the limit the formula uses up, in percent.
  package var percentOfLimit: Double

  /// Growth of the fit by the odour model if the limit were a tenth higher.
  ///
  /// First order: a tenth of the limit times its price in the last program of the refinement.
  package var fitGain: Double
}

/// A wish that keeps the formula from coming nearer to the wished profile.
package struct BindingWish: Sendable, Equatable {
  /// The wish in a few words, such as `budget 150 USD/kg`.
  package var wish: String

  /// Growth of the fit by the odour model if the wish were a tenth looser, to first order.
  package var fitGain: Double
}

/// A composed formula and what is to be said about it.
package struct Composition: Sendable, Equatable {
  /// Shares sum to exactly `MassFraction.one`, the solvent line included as the last.
  package var formula: Formula
  package var fit: Fit

  /// Legal limits in force, the one with most to gain first.
  package var binding: [BindingLimit]

  /// Wishes in force, the one with most to gain first.
  package var bindingWishes: [BindingWish]

  /// What no legal formula's `doseCosine` exceeds under the same wishes, and what each limit costs.
  ///
  /// Proven for exact shares. Nil when rounding kept the proof from being found.
  package var bound: ExactBound?

  /// How it smells over time, with what that rests on.
  package var profile: OdourProfile

  /// Where each line but the solvent belongs: by evaporation, or as judged where the model knows
  /// nothing of the material.
  package var pyramid: [MaterialID: Note]

  /// Cost of one kilogram of concentrate over the lines that have a price, in US dollars.
  package var dollarsPerKilogram: Double

  /// Lines the catalogue has no price for, in the order of the formula.
  package var unpriced: [MaterialID]

  /// Why each line is there, in a few English words.
  package var reasons: [MaterialID: String]

  /// What a reader of the formula should know beside its lines, one sentence each.
  package var notices: [String]
}

/// Why a brief has no formula.
package enum CompositionError: Error, Equatable, Sendable {
  /// Wishes that cannot be met together; none of them can be left out of the set.
  case infeasible(conflicts: [String], explanation: String)

  /// A number of the brief is outside what can be composed for.
  case unusable(field: String, value: Double, allowed: String)

  /// The budget is in a currency without a rate into US dollars.
  case noExchangeRate(Currency)

  /// The catalogue has no solvent.
  case noSolvent

  /// Rounding kept the solver from finishing.
  case unsolved
}

extension CompositionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .infeasible(_, let explanation): explanation
    case .unusable(let field, let value, let allowed):
      "\(field) is \(value), allowed is \(allowed)."
    case .noExchangeRate(let currency):
      "The budget is in \(currency.rawValue), for which no rate into USD is set."
    case .noSolvent: "The catalogue has no solvent to compose with."
    case .unsolved: "The doses could not be solved for to working precision."
    }
  }
}
