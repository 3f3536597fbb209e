import BenchmarkReport
import Foundation
import ParetoSearch
import ReferenceProblems

/// `NSGA2` beside pymoo's and DEAP's at equal operators and evaluations.
///
/// Population 100, 250 generations, simulated binary crossover (index 15, rate 0.9), polynomial
/// mutation (index 20, one variable a child), one thread; hypervolume up to 1.1 in each objective.
/// In each round all three search with the same seed, one after the other.
enum SearchSection: BenchmarkSection {
  static let name = "search"
  static let abstract = "NSGA-II on ZDT1, ZDT2 and DTLZ2 beside pymoo and DEAP"

  private static let problems: [(name: String, problem: ReferenceProblem)] = [
    ("zdt1", ReferenceProblem(.zdt1, variableCount: 30)),
    ("zdt2", ReferenceProblem(.zdt2, variableCount: 30)),
    ("dtlz2", ReferenceProblem(.dtlz2, variableCount: 12)),
  ]

  private struct Run: Encodable {
    let library: String
    let problem: String
    let seed: Int
  }

  private struct RunAnswer: Decodable {
    let seconds: Double
    let volume: Double
    let front: [[Double]]
  }

  private struct Measuring: Encodable {
    let front: [[Double]]
  }

  private struct MeasuringAnswer: Decodable {
    let volume: Double
  }

  private struct Series {
    let library: String
    var seconds: [Double] = []
    var volumes: [Double] = []
  }

  static func run(_ options: BenchmarkOptions) throws {
    let peers = try PeerProcess(
      script: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "peers.py").path,
      folder: options.peerFolder)
    Report.line("Search: 25,000 evaluations, one thread, \(options.roundCount) rounds")
    Report.line("peers: \(peers.greeting)")
    var rows: [[String]] = []
    var largestDifference = 0.0
    for (name, problem) in problems {
      let series = try measure(name, problem, options.roundCount, peers, &largestDifference)
      rows += series.map { cells($0, name, ours: series[0]) }
    }
    Report.table(
      [
        "problem", "library", "seconds min", "median", "max", "ours faster", "hypervolume min",
        "median", "max",
      ], rows)
    Report.line(
      "hypervolume of all \(9 * options.roundCount) fronts, ours and moocore's: differ by at most "
        + String(format: "%.1e", largestDifference))
    Report.line("1, 2 and 5 threads give the same bits: \(try threadsAgree() ? "yes" : "NO")")
  }

  private static func measure(
    _ name: String, _ problem: ReferenceProblem, _ roundCount: Int, _ peers: PeerProcess,
    _ largestDifference: inout Double
  ) throws -> [Series] {
    let reference = Array(repeating: 1.1, count: problem.objectiveCount)
    var series = ["ours", "pymoo", "deap"].map { Series(library: $0) }
    for seed in 1...roundCount {
      let settings = try SearchSettings(seed: UInt64(seed))
      let (seconds, front) = timed { NSGA2.run(problem, settings).map(\.objectives) }
      let volume = Hypervolume.of(front, reference: reference)
      let check = try peers.ask(Measuring(front: front), for: MeasuringAnswer.self)
      series[0].seconds.append(seconds)
      series[0].volumes.append(volume)
      largestDifference = max(largestDifference, abs(volume - check.volume))
      for index in 1..<series.count {
        let question = Run(library: series[index].library, problem: name, seed: seed)
        let answer = try peers.ask(question, for: RunAnswer.self)
        let volume = Hypervolume.of(answer.front, reference: reference)
        series[index].seconds.append(answer.seconds)
        series[index].volumes.append(volume)
        largestDifference = max(largestDifference, abs(volume - answer.volume))
      }
    }
    return series
  }

  private static func cells(_ series: Series, _ problem: String, ours: Series) -> [String] {
    let ratio = Spread(series.seconds).median / Spread(ours.seconds).median
    return [problem, series.library] + Spread(series.seconds).cells(4)
      + [series.library == ours.library ? "" : String(format: "%.0f×", ratio)]
      + Spread(series.volumes).cells(4)
  }

  private static func threadsAgree() throws -> Bool {
    try problems.allSatisfy { _, problem in
      let fronts = try [1, 2, 5].map { threadCount in
        NSGA2.run(problem, try SearchSettings(threadCount: threadCount, seed: 1))
      }
      return fronts.allSatisfy { $0 == fronts[0] }
    }
  }
}
