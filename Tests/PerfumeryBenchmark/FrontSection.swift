import BenchmarkReport
import BriefReading
import FormulaAppraisal
import FormulaRules
import FormulaSearch
import Foundation
import ParetoSearch
import Perfumery
import SeededRandom

/// The search over formulas beside simpler searches, and beside the exact bound.
///
/// Twice thirty briefs; each searched by three methods with the same number of evaluations and the
/// same moves, all inside law and wishes: `random` judges independent legal samples, `greedy`
/// climbs along eight weightings of fit and cost, each with an eighth of the evaluations, and
/// `ours` is NSGA-II with its last climbs. Compared on the best fit and on the hypervolume of (1 -
/// fit, cost) up to (1, twice the composed formula's cost), the means with bootstrap intervals over
/// the briefs.
enum FrontSection: BenchmarkSection {
  static let name = "front"
  static let abstract = "the formula search beside random and greedy, and the exact bound"

  private static let methods = ["random", "greedy", "ours"]

  /// What one method found for one brief.
  private struct Outcome {
    var bestFit: Double
    var volume: Double
    var seconds: Double
  }

  /// All that is measured over some briefs.
  private struct Figures {
    var outcomes = methods.map { _ in [Outcome]() }
    var composedFits: [Double] = []
    var composingSeconds: [Double] = []

    /// Best static fit over the exact bound.
    var ratios: [Double] = []

    /// For composing five alternatives.
    var seconds: [Double] = []
  }

  /// What composes and searches, made once.
  private struct Bench {
    let reader: RuleReader
    let composer: Composer
    let search: FrontSearch

    init() throws {
      let catalogue = try Catalogue.builtIn()
      let rules = try RuleBook.builtIn(catalogue: catalogue)
      let rates = ExchangeRates(unitsPerDollar: [.krw: 1400, .eur: 0.9])
      reader = try RuleReader(catalogue: catalogue)
      composer = Composer(catalogue: catalogue, rules: rules, rates: rates)
      search = FrontSearch(catalogue: catalogue, rules: rules, rates: rates)
    }
  }

  static func run(_ options: BenchmarkOptions) throws {
    let bench = try Bench()
    let settings = try FrontSearch.settings(seed: 1)
    for (name, briefs) in [("fresh", FrontBriefs.fresh), ("tuned on", FrontBriefs.tunedOn)] {
      var figures = Figures()
      for text in briefs { try measure(text, with: bench, settings, into: &figures) }
      Report.line(
        "Front: \(briefs.count) briefs (\(name)), "
          + "\(settings.populationSize * settings.generationCount) evaluations each, one thread; "
          + "means with 95 % bootstrap intervals")
      report(figures)
    }
  }

  private static func measure(
    _ text: String, with bench: Bench, _ settings: SearchSettings, into figures: inout Figures
  ) throws {
    let brief = bench.reader.read(text)
    let (composing, composed) = try timed { try bench.composer.compose(brief, seed: 1) }
    figures.composingSeconds.append(composing)
    if let problem = try bench.search.problem(
      brief, composed: composed, objectives: [.fit, .cost], seed: 1)
    {
      let dollars = 2 * composed.dollarsPerKilogram
      for (index, method) in methods.enumerated() {
        figures.outcomes[index].append(compared(method, problem, settings, dollars: dollars))
      }
    }
    let (seconds, front) = try timed {
      try bench.search.alternatives(brief, composed: composed, count: 5, settings: settings)
    }
    figures.seconds.append(seconds)
    figures.composedFits.append(front.members[0].appraisal.fit)
    if let bound = composed.bound,
      let problem = try bench.search.usualDoseProblem(brief, composed: composed, seed: 1)
    {
      let best = FrontClimb(problem, settings).members.map { 1 - $0.objectives[0] }.max() ?? 0
      figures.ratios.append(best / bound.upperBound)
    }
  }

  private static func report(_ figures: Figures) {
    let rows = zip(methods, figures.outcomes).map { method, found in
      [method, interval(found.map(\.bestFit)), interval(found.map(\.volume))]
        + [String(format: "%.3f", Spread(found.map(\.seconds)).median)]
    }
    Report.table(["method", "best fit", "hypervolume", "median s"], rows)
    let ours = figures.outcomes[methods.count - 1]
    for (method, found) in zip(methods, figures.outcomes).dropLast() {
      let gains = zip(ours, found).map { $0.volume - $1.volume }
      let wins = gains.count { $0 > 0 }
      Report.line(
        "ours less \(method), hypervolume by brief: \(interval(gains)); ahead on \(wins) of "
          + "\(gains.count)")
    }
    Report.line("fit of the composed formulas by the same model: \(interval(figures.composedFits))")
    Report.line(
      "best static fit over the exact bound, min, median, max: "
        + Spread(figures.ratios).cells(4).joined(separator: "  "))
    Report.line(
      "seconds for five alternatives, min, median, max: "
        + Spread(figures.seconds).cells(3).joined(separator: "  "))
    Report.line(
      "seconds for composing, min, median, max: "
        + Spread(figures.composingSeconds).cells(3).joined(separator: "  "))
  }

  private static func compared<Problem: SearchProblem>(
    _ method: String, _ problem: Problem, _ settings: SearchSettings, dollars: Double
  ) -> Outcome {
    let count = settings.populationSize * settings.generationCount
    let (seconds, points) = timed {
      switch method {
      case "random": sampled(problem, count)
      case "greedy": climbed(problem, count, dollars: dollars)
      default:
        FrontClimb(problem, settings).members.map(\.objectives)
      }
    }
    return Outcome(
      bestFit: 1 - (points.map { $0[0] }.min() ?? 1),
      volume: Hypervolume.of(
        nondominated(points).map { [$0[0], $0[1] / dollars] }, reference: [1, 1]),
      seconds: seconds)
  }

  private static func sampled<Problem: SearchProblem>(
    _ problem: Problem, _ count: Int
  ) -> [[Double]] {
    var random = SplitMix64(seed: 1)
    var scratch = problem.makeScratch()
    return (0..<count).compactMap { index in
      judged(problem.sample(index, using: &random), by: problem, &scratch)
    }
  }

  private static func climbed<Problem: SearchProblem>(
    _ problem: Problem, _ count: Int, dollars: Double
  ) -> [[Double]] {
    let weightingCount = 8
    var random = SplitMix64(seed: 1)
    var scratch = problem.makeScratch()
    var points: [[Double]] = []
    for weighting in 0..<weightingCount {
      let weight = Double(weighting) / Double(weightingCount - 1)
      func worth(_ point: [Double]) -> Double {
        (1 - weight) * point[0] + weight * point[1] / dollars
      }
      var best = problem.sample(0, using: &random)
      var bestPoint = judged(best, by: problem, &scratch)
      for _ in 1..<(count / weightingCount) {
        var next = best
        problem.mutate(&next, using: &random)
        guard let point = judged(next, by: problem, &scratch) else { continue }
        if let known = bestPoint, worth(point) > worth(known) { continue }
        (best, bestPoint) = (next, point)
      }
      if let bestPoint { points.append(bestPoint) }
    }
    return points
  }

  /// The objectives of a candidate; nil when it breaks a constraint.
  private static func judged<Problem: SearchProblem>(
    _ candidate: Problem.Candidate, by problem: Problem, _ scratch: inout Problem.Scratch
  ) -> [Double]? {
    var objectives = [Double](repeating: 0, count: problem.objectiveCount)
    var span = objectives.mutableSpan
    let violation = problem.evaluate(candidate, into: &span, scratch: &scratch)
    return violation == 0 ? objectives : nil
  }

  private static func nondominated(_ points: [[Double]]) -> [[Double]] {
    var front: [[Double]] = []
    for point in points.sorted(by: { ($0[0], $0[1]) < ($1[0], $1[1]) })
    where point[1] < front.last?[1] ?? .infinity { front.append(point) }
    return front
  }

  /// Mean with the interval of 2,000 resampled means from 2.5 to 97.5 %.
  private static func interval(_ values: [Double]) -> String {
    guard !values.isEmpty else { return "none" }
    var random = SplitMix64(seed: 1)
    let means = (0..<2_000).map { _ in
      values.indices.reduce(0.0) { sum, _ in
        sum + values[Int(random.nextUnit() * Double(values.count))]
      } / Double(values.count)
    }.sorted()
    let mean = values.reduce(0, +) / Double(values.count)
    return String(format: "%.3f (%.3f to %.3f)", mean, means[50], means[1_949])
  }
}
