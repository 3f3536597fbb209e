/// Returns and lengths of the episodes that ended, by raw rewards.
struct EpisodeRecord: Sendable, Equatable {
  /// Episodes the means are over.
  static let windowSize = 100

  private(set) var count = 0

  /// Of the last episodes, the newest last.
  private(set) var returns: [Double] = []
  private(set) var lengths: [Double] = []

  /// Of each environment's episode so far.
  private(set) var runningReturns: [Double]
  private(set) var runningLengths: [Double]

  init(environmentCount: Int) {
    runningReturns = [Double](repeating: 0, count: environmentCount)
    runningLengths = runningReturns
  }

  /// Takes up what was stored; nil when the arrays do not fit one another.
  init?(
    count: Int, returns: [Double], lengths: [Double], runningReturns: [Double],
    runningLengths: [Double], environmentCount: Int
  ) {
    guard returns.count == lengths.count, returns.count <= Self.windowSize,
      runningReturns.count == environmentCount, runningLengths.count == environmentCount
    else { return nil }
    self.count = count
    (self.returns, self.lengths) = (returns, lengths)
    (self.runningReturns, self.runningLengths) = (runningReturns, runningLengths)
  }

  mutating func add(_ reward: Double, environment: Int, isLast: Bool) {
    runningReturns[environment] += reward
    runningLengths[environment] += 1
    guard isLast else { return }
    count += 1
    if returns.count == Self.windowSize {
      returns.removeFirst()
      lengths.removeFirst()
    }
    returns.append(runningReturns[environment])
    lengths.append(runningLengths[environment])
    runningReturns[environment] = 0
    runningLengths[environment] = 0
  }

  /// Nil before an episode has ended.
  var meanReturn: Double? {
    returns.isEmpty ? nil : returns.reduce(0, +) / Double(returns.count)
  }

  /// Nil before an episode has ended.
  var meanLength: Double? {
    lengths.isEmpty ? nil : lengths.reduce(0, +) / Double(lengths.count)
  }
}
