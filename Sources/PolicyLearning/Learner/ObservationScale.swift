/// Running mean and variance of each number of an observation.
///
/// Held still during a rollout, so that a sample is seen by the update as it was when its action
/// was drawn; then taken further by what the rollout saw, merged as in Chan, Golub and LeVeque 1979
/// (Stanford STAN-CS-79-773).
struct ObservationScale: Sendable, Equatable {
  /// Observations are held within this after scaling.
  static let limit: Float = 10

  private(set) var count = 0.0
  private(set) var means: [Double]

  /// Sums of squared distances from the mean.
  private(set) var squares: [Double]

  /// For the kernels.
  private(set) var floatMeans: [Float]
  private(set) var inverseDeviations: [Float]

  private static let epsilon = 1e-8

  init(size: Int) {
    self.init(
      count: 0, means: [Double](repeating: 0, count: size),
      squares: [Double](repeating: 0, count: size))
  }

  /// - Precondition: both arrays are of one length.
  init(count: Double, means: [Double], squares: [Double]) {
    self.count = count
    self.means = means
    self.squares = squares
    floatMeans = means.map { Float($0) }
    inverseDeviations = squares.map { square in
      // Until two have been seen, numbers stay as they are.
      count < 2 ? 1 : Float(1 / (square / count + Self.epsilon).squareRoot())
    }
  }

  /// Sums of distances from the present means, and of their squares.
  struct Sums: Sendable, Equatable {
    var count = 0.0
    var distances: [Double]
    var squares: [Double]

    init(size: Int) {
      distances = [Double](repeating: 0, count: size)
      squares = distances
    }

    mutating func add(_ observation: UnsafePointer<Float>, means: [Double]) {
      count += 1
      for index in means.indices {
        let distance = Double(observation[index]) - means[index]
        distances[index] += distance
        squares[index] += distance * distance
      }
    }

    mutating func add(_ other: Sums) {
      count += other.count
      for index in distances.indices {
        distances[index] += other.distances[index]
        squares[index] += other.squares[index]
      }
    }

    mutating func add(over ranks: any RankGroup) {
      var all = [count] + distances + squares
      ranks.sum(&all)
      count = all[0]
      distances = Array(all[1...distances.count])
      squares = Array(all[(1 + distances.count)...])
    }
  }

  /// This with more observations, whose distances are from these means.
  func merged(with sums: Sums) -> ObservationScale {
    guard sums.count > 0 else { return self }
    let total = count + sums.count
    var means = means
    var squares = squares
    for index in means.indices {
      let shift = sums.distances[index] / sums.count
      let inner = max(0, sums.squares[index] - sums.distances[index] * shift)
      means[index] += shift * sums.count / total
      squares[index] += inner + shift * shift * count * sums.count / total
    }
    return ObservationScale(count: total, means: means, squares: squares)
  }
}
