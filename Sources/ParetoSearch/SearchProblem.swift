package import SeededRandom

/// A problem with several objectives, all to be made small, and how its candidates vary.
///
/// Sampling, crossing and mutation draw every random number from the generator they are given, so
/// a search is decided by its seed alone, whatever the number of threads. The search calls them
/// from several threads at once.
package protocol SearchProblem: Sendable {
  associatedtype Candidate: Sendable

  /// What an evaluation writes into on its way and wants to use again; each thread has its own.
  associatedtype Scratch = Void

  /// At least 1.
  var objectiveCount: Int { get }

  /// Called once a thread.
  func makeScratch() -> Scratch

  /// A candidate of the first population; `index` counts them from 0.
  func sample(_ index: Int, using generator: inout SplitMix64) -> Candidate

  /// Writes two children of two parents over candidates that are no longer wanted.
  func cross(
    _ first: Candidate, _ second: Candidate, into left: inout Candidate, _ right: inout Candidate,
    using generator: inout SplitMix64
  )

  func mutate(_ candidate: inout Candidate, using generator: inout SplitMix64)

  /// Writes the objectives, `[objectiveCount]`, and returns by how much constraints are broken.
  ///
  /// The scratch carries nothing from one candidate to the next. An objective that is not finite
  /// counts as a constraint broken without bound.
  ///
  /// - Returns: 0 when all constraints hold; else their violations summed, above 0.
  func evaluate(
    _ candidate: Candidate, into objectives: inout MutableSpan<Double>, scratch: inout Scratch
  ) -> Double
}

extension SearchProblem where Scratch == Void {
  package func makeScratch() {}
}
