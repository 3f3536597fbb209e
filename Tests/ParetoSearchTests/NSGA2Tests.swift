import SeededRandom
import Testing

@testable import ParetoSearch

@Suite struct NSGA2Tests {
  @Test func aSmallSearchComesNearTheFrontOfZDT1() throws {
    let settings = try SearchSettings(populationSize: 40, generationCount: 60, seed: 1)
    let front = NSGA2.run(ZDT1(variableCount: 10), settings)
    let volume = Hypervolume.of(front.map(\.objectives), reference: [1.1, 1.1])
    #expect(volume > 0.8)
  }
}
