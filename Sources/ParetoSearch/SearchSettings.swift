/// How large a search is and what it draws its random numbers from.
///
/// A search evaluates `populationSize × generationCount` candidates; the first generation is the
/// sampled one. `threadCount` changes the time it takes, never its result.
package struct SearchSettings: Sendable, Equatable {
  package static let populationSizes = 4...5_000
  package static let generationCounts = 1...1_000_000
  package static let threadCounts = 1...64

  package let populationSize: Int
  package let generationCount: Int
  package let threadCount: Int

  /// Chance that two parents are crossed; otherwise their children are copies until mutation.
  package let crossoverRate: Double

  package let seed: UInt64

  /// - Throws: `SearchSettingsError` for a value outside of its range.
  package init(
    populationSize: Int = 100, generationCount: Int = 250, threadCount: Int = 1,
    crossoverRate: Double = 0.9, seed: UInt64
  ) throws(SearchSettingsError) {
    guard Self.populationSizes.contains(populationSize) else {
      throw .populationSize(populationSize)
    }
    guard Self.generationCounts.contains(generationCount) else {
      throw .generationCount(generationCount)
    }
    guard Self.threadCounts.contains(threadCount) else { throw .threadCount(threadCount) }
    guard (0...1).contains(crossoverRate) else { throw .crossoverRate(crossoverRate) }
    self.populationSize = populationSize
    self.generationCount = generationCount
    self.threadCount = threadCount
    self.crossoverRate = crossoverRate
    self.seed = seed
  }
}

/// A setting of the search outside of its range.
package enum SearchSettingsError: Error, Equatable, CustomStringConvertible {
  case populationSize(Int)
  case generationCount(Int)
  case threadCount(Int)
  case crossoverRate(Double)

  package var description: String {
    switch self {
    case .populationSize(let found):
      Self.sentence("population", "\(found)", SearchSettings.populationSizes)
    case .generationCount(let found):
      Self.sentence("number of generations", "\(found)", SearchSettings.generationCounts)
    case .threadCount(let found):
      Self.sentence("number of threads", "\(found)", SearchSettings.threadCounts)
    case .crossoverRate(let found):
      Self.sentence("crossover rate", "\(found)", 0...1)
    }
  }

  private static func sentence<Value>(
    _ what: String, _ found: String, _ allowed: ClosedRange<Value>
  ) -> String {
    "The search's \(what) is \(found); allowed are \(allowed.lowerBound) to \(allowed.upperBound)."
  }
}
