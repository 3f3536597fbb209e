/// One of the candidates a search ends with, with what its evaluation said.
package struct FrontMember<Candidate: Sendable>: Sendable {
  package let candidate: Candidate

  /// All made small, `[objectiveCount]`.
  package let objectives: [Double]

  /// 0 when all constraints hold.
  package let violation: Double
}

extension FrontMember: Equatable where Candidate: Equatable {}

/// The evolutionary search for the Pareto front of K. Deb, A. Pratap, S. Agarwal, T. Meyarivan.
///
/// "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Transactions on
/// Evolutionary Computation 6 (2002) 182–197, with constraint domination as there. Departures: the
/// front that does not fit is thinned one member at a time, crowding being measured anew after each
/// (S. Kukkonen, K. Deb, CEC 2006), and from three objectives on crowding is measured by nearest
/// neighbours (`Crowding`).
package enum NSGA2 {
  /// Searches and returns the nondominated candidates of the last generation.
  ///
  /// Blocks the calling thread; with more than one thread the others are Dispatch's. The same
  /// problem and seed give the same bits for every number of threads.
  ///
  /// - Parameter progress: called after each generation with the number of those done, from 1; the
  ///   search ends when it returns false.
  /// - Returns: ordered by the objectives, the first one first. When no candidate holds the
  ///   constraints: those that break them the least.
  package static func run<Problem: SearchProblem>(
    _ problem: Problem, _ settings: SearchSettings, progress: ((Int) -> Bool)? = nil
  ) -> [FrontMember<Problem.Candidate>] {
    let evolution = Evolution(problem, settings)
    var generation = 1
    while progress?(generation) ?? true, generation < settings.generationCount {
      evolution.step(generation)
      generation += 1
    }
    return evolution.front
  }
}
