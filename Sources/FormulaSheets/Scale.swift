/// A balance: what it can show and the least that is worth weighing on it.
package struct Scale: Sendable, Hashable {
  /// Smallest step it shows, in grams.
  package var stepGrams: Double

  /// Least amount that is weighed, in grams.
  package var leastGrams: Double

  package init(stepGrams: Double, leastGrams: Double) {
    self.stepGrams = stepGrams
    self.leastGrams = leastGrams
  }

  /// A scale whose least amount is ten of its steps, so that rounding down loses under a tenth.
  package init(stepGrams: Double) {
    self.init(stepGrams: stepGrams, leastGrams: 10 * stepGrams)
  }

  /// The step in whole micrograms and the least amount in steps, rounded up.
  func counts() throws(SheetError) -> (stepMicrograms: Int, leastSteps: Int) {
    let micrograms = stepGrams * 1e6
    let rounded = micrograms.rounded()
    guard micrograms.isFinite, (1...1e9).contains(rounded), abs(micrograms - rounded) < 1e-3,
      leastGrams.isFinite, leastGrams <= 1e6, leastGrams >= stepGrams * (1 - 1e-9)
    else { throw .invalidScale(stepGrams: stepGrams, leastGrams: leastGrams) }
    return (Int(rounded), Int((leastGrams / stepGrams - 1e-6).rounded(.up)))
  }
}
