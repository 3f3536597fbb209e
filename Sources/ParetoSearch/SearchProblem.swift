package import SeededRandom

/// A problem with several objectives, all to be made small, and how its candidates vary.
///
/// Sampling, crossing and mutation draw every random number from the generator they are given, so
/// a search is decided by its seed alone, whatever the number of threads.
package protocol SearchProblem: Sendable {
  associatedtype Candidate: Sendable

  var objectiveCount: Int { get }

  /// A candidate of the first population; `index` counts them from 0.
  func sample(_ index: Int, using generator: inout SplitMix64) -> Candidate

  /// Two children of two parents.
  func cross(
    _ first: Candidate, _ second: Candidate, using generator: inout SplitMix64
  ) -> (Candidate, Candidate)

  func mutate(_ candidate: inout Candidate, using generator: inout SplitMix64)

  /// Writes the objectives, `[objectiveCount]`, and returns by how much constraints are broken.
  ///
  /// - Returns: 0 when all constraints hold; else their violations summed, above 0.
  func evaluate(_ candidate: Candidate, into objectives: UnsafeMutableBufferPointer<Double>)
    -> Double
}
