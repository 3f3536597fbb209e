import ParetoSearch
import Testing

@Suite struct SearchSettingsTests {
  @Test func valuesOutsideOfTheirRangeAreRefusedInASentence() {
    let refused: [(SearchSettingsError, () throws -> SearchSettings)] = [
      (.populationSize(3), { try SearchSettings(populationSize: 3, seed: 1) }),
      (.generationCount(0), { try SearchSettings(generationCount: 0, seed: 1) }),
      (.threadCount(65), { try SearchSettings(threadCount: 65, seed: 1) }),
      (.crossoverRate(1.5), { try SearchSettings(crossoverRate: 1.5, seed: 1) }),
    ]
    for (error, make) in refused {
      #expect(throws: error) { try make() }
    }
    #expect(throws: SearchSettingsError.self) { try SearchSettings(crossoverRate: .nan, seed: 1) }
    #expect(
      SearchSettingsError.threadCount(65).description
        == "The search's number of threads is 65; allowed are 1 to 64.")
  }
}
