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
}
