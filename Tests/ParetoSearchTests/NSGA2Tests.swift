import ParetoSearch
import ReferenceProblems
import SeededRandom
import Testing

@Suite struct NSGA2Tests {
  private let small = ReferenceProblem(.zdt1, variableCount: 10)

  private func volume<Candidate>(_ front: [FrontMember<Candidate>], _ reference: [Double])
    -> Double
  {
    Hypervolume.of(front.map(\.objectives), reference: reference)
  }

  @Test func smallSearchesComeNearTheirFronts() throws {
    let settings = try SearchSettings(populationSize: 40, generationCount: 60, seed: 1)
    let flat = [1.1, 1.1]
    #expect(volume(NSGA2.run(small, settings), flat) > 0.83)
    let concave = ReferenceProblem(.zdt2, variableCount: 6)
    #expect(volume(NSGA2.run(concave, settings), flat) > 0.48)
    let sphere = ReferenceProblem(.dtlz2, variableCount: 7)
    #expect(volume(NSGA2.run(sphere, settings), [1.1, 1.1, 1.1]) > 0.65)
  }

  @Test(arguments: [
    ReferenceProblem(.zdt1, variableCount: 8), ReferenceProblem(.dtlz2, variableCount: 8),
  ])
  func theNumberOfThreadsDoesNotChangeABit(problem: ReferenceProblem) throws {
    let fronts = try [1, 1, 2, 5].map { threadCount in
      NSGA2.run(
        problem,
        try SearchSettings(
          populationSize: 21, generationCount: 15, threadCount: threadCount, seed: 9))
    }
    for front in fronts { #expect(front == fronts[0]) }
    let other = try SearchSettings(populationSize: 21, generationCount: 15, seed: 10)
    #expect(NSGA2.run(problem, other) != fronts[0])
  }

  /// ZDT1 uses only operations that IEEE 754 rounds in one way; the digest was recorded on x86-64.
  @Test func aSeedGivesTheSameBitsOnEveryMachine() throws {
    let settings = try SearchSettings(populationSize: 20, generationCount: 30, seed: 2026)
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for value in NSGA2.run(small, settings).flatMap({ $0.candidate + $0.objectives }) {
      digest = (digest ^ value.bitPattern) &* 0x100_0000_01B3
    }
    #expect(digest == 8_403_027_437_493_704_101)
  }

  @Test func theFrontIsOrderedAndNoneOfItDominatesAnother() throws {
    let problem = ReferenceProblem(.dtlz2, variableCount: 8)
    let settings = try SearchSettings(populationSize: 30, generationCount: 10, seed: 4)
    let points = NSGA2.run(problem, settings).map(\.objectives)
    for (index, point) in points.enumerated() {
      for later in points[(index + 1)...] {
        #expect(!later.lexicographicallyPrecedes(point))
        #expect(point == later || zip(point, later).contains { $0 > $1 })
      }
    }
  }

  @Test func itStopsWhenProgressSaysSo() throws {
    let settings = try SearchSettings(populationSize: 8, generationCount: 50, seed: 4)
    var seen: [Int] = []
    let stopped = NSGA2.run(small, settings) { generation in
      seen.append(generation)
      return generation < 3
    }
    #expect(seen == [1, 2, 3])
    let short = try SearchSettings(populationSize: 8, generationCount: 3, seed: 4)
    seen = []
    let whole = NSGA2.run(small, short) { generation in
      seen.append(generation)
      return true
    }
    #expect(seen == [1, 2, 3])
    #expect(whole == stopped)
  }

  @Test func constrainedFrontsHoldTheirConstraintsAndReachTheirEnds() throws {
    let settings = try SearchSettings(populationSize: 60, generationCount: 80, seed: 2)
    let binhKorn = NSGA2.run(FormulaProblem.binhKorn, settings)
    #expect(binhKorn.allSatisfy { $0.violation == 0 })
    #expect(volume(binhKorn, [140, 50]) > 0.98 * 5_268)
    #expect((binhKorn.first?.objectives[0] ?? 1) < 1)
    #expect((binhKorn.last?.objectives[1] ?? 9) < 4.5)
    let osyczkaKundu = NSGA2.run(FormulaProblem.osyczkaKundu, settings)
    #expect(osyczkaKundu.allSatisfy { $0.violation == 0 })
    #expect((osyczkaKundu.first?.objectives[0] ?? 0) < -200)
  }

  @Test func withoutAnyThatHoldsThoseThatBreakTheLeastRemain() throws {
    let problem = FormulaProblem(
      objectiveCount: 2, variation: BoxVariation(lower: [0, 0], upper: [1, 1])
    ) { x in ([x[0], x[1]], [-1 - (x[0] - 0.25) * (x[0] - 0.25)]) }
    let settings = try SearchSettings(populationSize: 20, generationCount: 40, seed: 3)
    let front = NSGA2.run(problem, settings)
    #expect(front.allSatisfy { $0.violation == front[0].violation })
    #expect(front[0].violation >= 1 && front[0].violation < 1.0001)
  }

  @Test func whatIsNotFiniteCountsAsBrokenWithoutBound() throws {
    let problem = FormulaProblem(
      objectiveCount: 3, variation: BoxVariation(lower: [0, 0], upper: [1, 1])
    ) { x in (x[0] < 0.5 ? [.nan, 0, -.infinity] : [x[0], x[1], 1], []) }
    let settings = try SearchSettings(populationSize: 10, generationCount: 10, seed: 3)
    let front = NSGA2.run(problem, settings)
    #expect(front.allSatisfy { $0.violation == 0 && $0.objectives[0] >= 0.5 })

    let hopeless = FormulaProblem(
      objectiveCount: 2, variation: BoxVariation(lower: [0], upper: [1])
    ) { _ in ([.nan, 1], []) }
    let members = NSGA2.run(hopeless, settings)
    #expect(members.count == 10 && members.allSatisfy { $0.violation == .infinity })
  }

  @Test func oneObjectiveIsMadeSmallToo() throws {
    let problem = FormulaProblem(
      objectiveCount: 1,
      variation: BoxVariation(lower: [-3, -3], upper: [3, 3])
    ) { x in ([(x[0] - 1) * (x[0] - 1) + x[1] * x[1]], []) }
    let settings = try SearchSettings(populationSize: 20, generationCount: 60, seed: 1)
    #expect((NSGA2.run(problem, settings).first?.objectives[0] ?? 1) < 1e-3)
  }

  @Test func eachThreadHasAScratchAndTheFirstPopulationIsTheProblemsOwn() throws {
    let settings = try SearchSettings(
      populationSize: 7, generationCount: 1, threadCount: 3, seed: 1)
    let front = NSGA2.run(CountingProblem(), settings)
    #expect(front.map(\.candidate) == Array(0..<7))
  }
}

/// Whole numbers on a line `f1 + f2 = 0`; a scratch of two words.
private struct CountingProblem: SearchProblem {
  let objectiveCount = 2

  func makeScratch() -> [Double] { [0, 0] }

  func sample(_ index: Int, using generator: inout SplitMix64) -> Int { index }

  func cross(
    _ first: Int, _ second: Int, into left: inout Int, _ right: inout Int,
    using generator: inout SplitMix64
  ) {
    (left, right) = (first, second)
  }

  func mutate(_ candidate: inout Int, using generator: inout SplitMix64) {
    candidate += Int.random(in: -1...1, using: &generator)
  }

  func evaluate(
    _ candidate: Int, into objectives: inout MutableSpan<Double>, scratch: inout [Double]
  ) -> Double {
    scratch[0] = Double(candidate)
    scratch[1] = -scratch[0]
    for index in 0..<2 { objectives[index] = scratch[index] }
    return 0
  }
}
