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
/// Thirty briefs; each searched by three methods with the same number of evaluations and the same
/// moves, all inside law and wishes: `random` judges independent legal samples, `greedy` climbs
/// along eight weightings of fit and cost, each with an eighth of the evaluations, and `ours` is
/// NSGA-II with its last climbs. Compared on the best fit and on the hypervolume of (1 - fit, cost)
/// up to (1, twice the composed formula's cost), the means with bootstrap intervals over the
/// briefs.
enum FrontSection: BenchmarkSection {
  static let name = "front"
  static let abstract = "the formula search beside random and greedy, and the exact bound"

  static let briefs = [
    "a fresh citrus cologne for summer mornings", "시원한 바다 향, 여름 오드 뚜왈렛",
    "smoky oud and leather, lasts 12 hours", "자연스러운 라벤더 향, 은은하게",
    "a rose chypre with oakmoss, eau de parfum", "달콤한 바닐라와 통카, 겨울밤 향수",
    "gourmand vanilla tonka, budget 120 USD per kg", "비 온 뒤 숲속의 흙내음",
    "green tea and bergamot body mist", "백단향과 머스크가 은은한 살냄새",
    "white floral bouquet of jasmine and tuberose, strong", "깨끗한 비누 향, 알데하이드 느낌",
    "spicy oriental with cinnamon and clove for evening", "장미와 작약의 봄 향수, 머스크 없이",
    "a clean linen laundry scent without musk", "레몬과 유자의 상큼한 향, 킬로당 16만원 이하",
    "tobacco, honey and dried fruit, long lasting", "무화과 나무와 코코넛, 여름 휴가",
    "powdery iris and violet, soft", "커피와 초콜릿의 달콤쌉싸름한 향",
    "incense and cedar for a candle", "아이리스 파우더 향의 바디로션",
    "peach and apricot, juicy, cheerful, eau de toilette", "가죽과 담배, 묵직하게 오래가는 향",
    "a fougere of lavender, coumarin and oakmoss", "라벤더와 캐모마일의 편안한 룸 스프레이",
    "aquatic marine scent with a woody base", "오렌지 블라썸과 네롤리, 은은한 오드 콜로뉴",
    "amber, labdanum and benzoin, warm and strong", "풀 내음과 젖은 이끼, 스모키하지 않게",
  ]

  private static let methods = ["random", "greedy", "ours"]

  /// What one method found for one brief.
  private struct Outcome {
    var bestFit: Double
    var volume: Double
    var seconds: Double
  }

  static func run(_ options: BenchmarkOptions) throws {
    let catalogue = try Catalogue.builtIn()
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    let reader = try RuleReader(catalogue: catalogue)
    let rates = ExchangeRates(unitsPerDollar: [.krw: 1400, .eur: 0.9])
    let composer = Composer(catalogue: catalogue, rules: rules, rates: rates)
    let search = FrontSearch(catalogue: catalogue, rules: rules, rates: rates)
    var outcomes = methods.map { _ in [Outcome]() }
    var composedFits: [Double] = []
    var composingSeconds: [Double] = []
    var ratios: [Double] = []
    var wholeSeconds: [Double] = []
    for text in briefs {
      let brief = reader.read(text)
      let (composingTime, composed) = try timed { try composer.compose(brief, seed: 1) }
      composingSeconds.append(composingTime)
      let settings = try FrontSearch.settings(seed: 1)
      if let problem = try search.problem(
        brief, composed: composed, objectives: [.fit, .cost], seed: 1)
      {
        let dollars = 2 * composed.dollarsPerKilogram
        for (index, method) in methods.enumerated() {
          outcomes[index].append(compared(method, problem, settings, dollars: dollars))
        }
      }
      let (seconds, front) = try timed {
        try search.alternatives(brief, composed: composed, count: 5, settings: settings)
      }
      wholeSeconds.append(seconds)
      composedFits.append(front.members[0].appraisal.fit)
      if let problem = try search.usualDoseProblem(brief, composed: composed, seed: 1) {
        guard let bound = composed.bound else { continue }
        let best = FrontClimb(problem, settings).members.map { 1 - $0.objectives[0] }.max() ?? 0
        ratios.append(best / bound.upperBound)
      }
    }
    let settings = try FrontSearch.settings(seed: 1)
    Report.line(
      "Front: \(briefs.count) briefs, \(settings.populationSize * settings.generationCount) "
        + "evaluations each, one thread; means with 95 % bootstrap intervals")
    report(outcomes, composedFits, ratios, wholeSeconds)
    Report.line(
      "seconds for composing, min, median, max: "
        + Spread(composingSeconds).cells(3).joined(separator: "  "))
  }

  private static func report(
    _ outcomes: [[Outcome]], _ composedFits: [Double], _ ratios: [Double], _ seconds: [Double]
  ) {
    let rows = zip(methods, outcomes).map { method, found in
      [method, interval(found.map(\.bestFit)), interval(found.map(\.volume))]
        + [String(format: "%.3f", Spread(found.map(\.seconds)).median)]
    }
    Report.table(["method", "best fit", "hypervolume", "median s"], rows)
    let ours = outcomes[methods.count - 1]
    for (method, found) in zip(methods, outcomes).dropLast() {
      let gains = zip(ours, found).map { $0.volume - $1.volume }
      let wins = gains.count { $0 > 0 }
      Report.line(
        "ours less \(method), hypervolume by brief: \(interval(gains)); ahead on \(wins) of "
          + "\(gains.count)")
    }
    Report.line("fit of the composed formulas by the same model: \(interval(composedFits))")
    Report.line(
      "best static fit over the exact bound, min, median, max: "
        + Spread(ratios).cells(4).joined(separator: "  "))
    Report.line(
      "seconds for five alternatives, min, median, max: "
        + Spread(seconds).cells(3).joined(separator: "  "))
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
