import Perfumery

/// Why a formula cannot be weighed as asked.
package enum SheetError: Error, Hashable {
  /// A step must be whole micrograms, above 0, and the least amount at least one step.
  case invalidScale(stepGrams: Double, leastGrams: Double)

  /// An amount must be at least one step and at most `BatchSheet.largestGrams`.
  case invalidAmount(grams: Double, stepGrams: Double)

  /// No line of the formula has mass.
  case emptyFormula

  /// A line cannot be weighed in so small a batch, not even diluted.
  ///
  /// `sufficientGrams` is an amount of the same kind that is large enough, nil when none is because
  /// solvent is missing.
  case batchTooSmall(material: String, grams: Double, sufficientGrams: Double?)

  /// Every line is kept from rounding up and there is no solvent to fill up with.
  case nothingToFillUp
}

extension SheetError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalidScale(let step, let least):
      "a scale with a step of \(step) g and a least amount of \(least) g; allowed is a step of "
        + "whole micrograms above 0 and a least amount of at least one step"
    case .invalidAmount(let grams, let step):
      "a batch of \(grams) g; allowed is \(step) to \(BatchSheet.largestGrams) g"
    case .emptyFormula: "a formula without mass; allowed is one with at least one line above 0"
    case .batchTooSmall(let material, let grams, let sufficient?):
      "\(grams.text(places: 6)) g is too little to weigh \(material); "
        + "\(sufficient.text(places: 6)) g would be enough"
    case .batchTooSmall(let material, let grams, nil):
      "\(material) cannot be weighed in \(grams.text(places: 6)) g and the formula has too little "
        + "solvent for its dilution; allowed is a formula with more solvent"
    case .nothingToFillUp:
      "no line may be rounded up; allowed is a formula with solvent or another unlimited line"
    }
  }
}
