package import ParetoSearch
import SeededRandom

/// NSGA-II and then a climb from the best of its front in each objective and from the most
/// balanced.
///
/// A population spreads its evaluations over the whole front; the ends, which readers look at
/// first, get few of them. The last fifth of the evaluations therefore mutates one candidate after
/// another from there, keeping what is no worse by a weighting of the objectives in ranges of the
/// front.
package struct FrontClimb<Problem: SearchProblem> {
  /// A candidate that holds all constraints.
  package struct Member {
    package var candidate: Problem.Candidate

    /// `[objectives]`, less is better.
    package var objectives: [Double]
  }

  /// The front and where the climbs ended; some may be dominated.
  package private(set) var members: [Member]

  /// Candidates judged, at most population times generations.
  package private(set) var evaluationCount: Int

  private let problem: Problem
  private var scratch: Problem.Scratch

  /// Part of the generations that are spent on the whole front.
  private static var frontPart: Double { 0.8 }

  /// - Parameters:
  ///   - settings: the evaluations of all generations are shared out; the climbs take one thread.
  ///   - progress: see `NSGA2.run`; a search that is stopped does not climb.
  package init(
    _ problem: Problem, _ settings: SearchSettings, progress: ((Int) -> Bool)? = nil
  ) {
    self.problem = problem
    scratch = problem.makeScratch()
    let generationCount = max(1, Int(Self.frontPart * Double(settings.generationCount)))
    var generations = 0
    var isStopped = false
    let found = NSGA2.run(problem, settings) { generation in
      generations = generation
      isStopped = !(progress?(generation) ?? true)
      return !isStopped && generation < generationCount
    }
    members = found.filter { $0.violation == 0 }
      .map { Member(candidate: $0.candidate, objectives: $0.objectives) }
    evaluationCount = generations * settings.populationSize
    guard !isStopped, !members.isEmpty else { return }
    let left = (settings.generationCount - generations) * settings.populationSize
    var random = SplitMix64(seed: settings.seed ^ 0x5DEE_CE66_D1CE_4E5B)
    let front = members
    let weightings = Self.weightings(problem.objectiveCount)
    for weighting in weightings {
      climb(front, weighting, steps: left / weightings.count, using: &random)
    }
  }

  private static func weightings(_ count: Int) -> [[Double]] {
    let axes = 0..<count
    return axes.map { axis in axes.map { $0 == axis ? 1 : 0 } } + [axes.map { _ in 1 }]
  }

  private mutating func climb(
    _ front: [Member], _ weighting: [Double], steps: Int, using random: inout SplitMix64
  ) {
    let axes = weighting.indices
    let lowest = axes.map { axis in front.map { $0.objectives[axis] }.min() ?? 0 }
    let ranges = axes.map { axis in
      max(1e-9, (front.map { $0.objectives[axis] }.max() ?? 0) - lowest[axis])
    }
    // Distances from the best count squared, so that the balanced end is in the middle.
    func worth(_ objectives: [Double]) -> Double {
      axes.reduce(0) { sum, axis in
        let part = (objectives[axis] - lowest[axis]) / ranges[axis]
        return sum + weighting[axis] * part * abs(part)
      }
    }
    guard var best = front.min(by: { worth($0.objectives) < worth($1.objectives) }) else { return }
    for _ in 0..<steps {
      var next = best.candidate
      problem.mutate(&next, using: &random)
      var objectives = best.objectives
      var span = objectives.mutableSpan
      let violation = problem.evaluate(next, into: &span, scratch: &scratch)
      evaluationCount += 1
      guard violation == 0, worth(objectives) <= worth(best.objectives) else { continue }
      best = Member(candidate: next, objectives: objectives)
    }
    members.append(best)
  }
}
