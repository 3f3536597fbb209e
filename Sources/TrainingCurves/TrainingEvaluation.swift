/// How a policy does without chance and without learning.
package struct TrainingEvaluation: Sendable, Equatable {
  /// What runs are compared by; more is better.
  package var score: Double
  package var meanReturn: Double
  package var meanLength: Double

  /// Further numbers, by a name of lower-case words joined by underscores.
  package var details: [(name: String, value: Double)]

  package init(
    score: Double, meanReturn: Double, meanLength: Double,
    details: [(name: String, value: Double)] = []
  ) {
    self.score = score
    self.meanReturn = meanReturn
    self.meanLength = meanLength
    self.details = details
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.score == right.score && left.meanReturn == right.meanReturn
      && left.meanLength == right.meanLength
      && left.details.elementsEqual(right.details, by: { $0 == $1 })
  }
}
