/// Processes that learn one policy together, each in its part of the environments.
///
/// All ranks call the same methods in the same order with arrays of equal length; a call returns
/// when every rank has made it. A rank that is lost ends the others: there is nothing to catch.
package protocol RankGroup {
  /// Of this process, from 0.
  var rank: Int { get }
  var count: Int { get }

  /// Puts the sum over all ranks in the place of each number, the same bits on every rank.
  func sum(_ values: UnsafeMutableBufferPointer<Float>)

  /// Puts the sum over all ranks in the place of each number, the same bits on every rank.
  func sum(_ values: UnsafeMutableBufferPointer<Double>)

  /// What every rank brings, by rank; lengths may differ.
  func gather(_ bytes: [UInt8]) -> [[UInt8]]
}

/// A process that learns by itself.
package struct SingleRank: RankGroup {
  package let rank = 0
  package let count = 1

  package init() {}

  /// Nothing to add.
  package func sum(_ values: UnsafeMutableBufferPointer<Float>) {}

  /// Nothing to add.
  package func sum(_ values: UnsafeMutableBufferPointer<Double>) {}

  /// Its own alone.
  package func gather(_ bytes: [UInt8]) -> [[UInt8]] { [bytes] }
}

extension RankGroup {
  /// Puts the sum over all ranks in the place of each number.
  func sum(_ values: inout [Double]) { values.withUnsafeMutableBufferPointer { sum($0) } }

  /// Puts the sum over all ranks in the place of each number.
  func sum(_ values: inout [Float]) { values.withUnsafeMutableBufferPointer { sum($0) } }

  /// The sum of a number over all ranks.
  func sum(of value: Double) -> Double {
    var values = [value]
    sum(&values)
    return values[0]
  }

  /// Whether any rank says so: what one is told to do, all do.
  package func isAny(_ flag: Bool) -> Bool { sum(of: flag ? 1 : 0) > 0 }

  /// Whether all ranks bring the same bytes.
  package func isSame(_ bytes: [UInt8]) -> Bool { gather(bytes).allSatisfy { $0 == bytes } }

  /// One number of each rank, by rank.
  func gather(_ word: UInt64) -> [UInt64] {
    gather(withUnsafeBytes(of: word.littleEndian) { Array($0) }).map { bytes in
      bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}

extension LearnerSettings {
  /// Numbers of the environments a rank steps.
  func environments(of ranks: any RankGroup) -> Range<Int> {
    let count = environmentCount / ranks.count
    return ranks.rank * count..<(ranks.rank + 1) * count
  }

  /// Those of one rank: its part of the environments and of each minibatch, chances of its own.
  ///
  /// - Throws: when environments or minibatches cannot be dealt out evenly.
  func part(of ranks: any RankGroup) throws(LearnerSettingsError) -> LearnerSettings {
    guard environmentCount % ranks.count == 0 else {
      throw .outOfRange(
        setting: "environmentCount", value: "\(environmentCount)",
        allowed: "a multiple of \(ranks.count) ranks")
    }
    guard batchSize % ranks.count == 0 else {
      throw .outOfRange(
        setting: "batchSize", value: "\(batchSize)",
        allowed: "a multiple of \(ranks.count) ranks")
    }
    var part = self
    part.environmentCount /= ranks.count
    part.batchSize /= ranks.count
    part.seed &+= UInt64(ranks.rank) &* 0x9E6C_63D0_876A_9A69
    return part
  }
}
