package import SeededRandom

/// Sampling, crossing and mutation of vectors between bounds.
///
/// Simulated binary crossover and polynomial mutation in their bounded forms (K. Deb, R. Agrawal,
/// Complex Systems 9 (1995) 115–148; K. Deb, "Multi-Objective Optimization using Evolutionary
/// Algorithms", 2001). A high index keeps children near their parents.
package struct BoxVariation: Sendable {
  /// Lower and upper of each variable.
  private let bounds: [SIMD2<Double>]
  private let crossoverIndex: Int
  private let mutationIndex: Int

  /// A word of random bits below it mutates a variable.
  private let mutationThreshold: UInt64

  /// - Parameters:
  ///   - lower: least value of each variable, at least one variable.
  ///   - upper: largest value of each, not below `lower`; finite as is their difference.
  ///   - mutationIndex: 1 to 100, as `crossoverIndex`.
  ///   - mutationRate: chance of each variable to mutate; one variable a child when not given.
  package init(
    lower: [Double], upper: [Double], crossoverIndex: Int = 15, mutationIndex: Int = 20,
    mutationRate: Double? = nil
  ) {
    precondition(!lower.isEmpty && lower.count == upper.count, "bounds of one length")
    precondition(zip(lower, upper).allSatisfy { $0 <= $1 && ($1 - $0).isFinite }, "finite bounds")
    precondition((1...100).contains(crossoverIndex), "crossover index from 1 to 100")
    precondition((1...100).contains(mutationIndex), "mutation index from 1 to 100")
    let rate = mutationRate ?? 1 / Double(lower.count)
    precondition((0...1).contains(rate), "mutation rate from 0 to 1")
    bounds = zip(lower, upper).map { SIMD2($0, $1) }
    self.crossoverIndex = crossoverIndex
    self.mutationIndex = mutationIndex
    mutationThreshold = rate == 1 ? .max : UInt64(rate * 0x1p64)
  }

  /// Uniform between the bounds.
  package func sample(using generator: inout SplitMix64) -> [Double] {
    bounds.map { $0[0] + ($0[1] - $0[0]) * generator.nextUnit() }
  }

  /// Half of the variables are crossed, and half of those are exchanged.
  ///
  /// The children are written over two vectors of as many variables.
  package func cross(
    _ first: [Double], _ second: [Double], into left: inout [Double], _ right: inout [Double],
    using generator: inout SplitMix64
  ) {
    let bounds = bounds.span
    let mothers = first.span
    let fathers = second.span
    var leftSpan = left.mutableSpan
    var rightSpan = right.mutableSpan
    for index in bounds.indices {
      leftSpan[index] = mothers[index]
      rightSpan[index] = fathers[index]
    }
    for start in stride(from: 0, to: bounds.count, by: 64) {
      // A bit of each word for a variable; going from bit to bit spares a branch at every other.
      var crossed = generator.next() & (.max >> UInt64(64 - min(64, bounds.count - start)))
      let exchanged = generator.next()
      while crossed != 0 {
        let bit = crossed.trailingZeroBitCount
        crossed &= crossed - 1
        let index = start + bit
        let (mother, father) = (mothers[index], fathers[index])
        guard abs(mother - father) > 1e-14 else { continue }
        let children = blend(
          SIMD2(min(mother, father), max(mother, father)), bounds[index], generator.nextUnit())
        let first = Int(truncatingIfNeeded: exchanged >> UInt64(bit) & 1)
        leftSpan[index] = children[first]
        rightSpan[index] = children[1 - first]
      }
    }
  }

  /// Two children, the lower first, of a lower and a higher parent.
  private func blend(
    _ parents: SIMD2<Double>, _ bounds: SIMD2<Double>, _ unit: Double
  ) -> SIMD2<Double> {
    let gap = parents[1] - parents[0]
    // From each parent to the bound beyond it; the more there is, the nearer the power is to 0.
    let room = SIMD2(-1, 1) * (bounds - parents)
    let alpha = 2 - IntegerRoot.power(gap / (gap + 2 * room), crossoverIndex + 1)
    let scaled = unit * alpha
    let share = (1 / (2 - scaled)).replacing(with: scaled, where: scaled .<= 1)
    let spread = IntegerRoot.root(share, crossoverIndex + 1) * gap
    let children = 0.5 * ((parents[0] + parents[1]) + SIMD2(-1, 1) * spread)
    return children.clamped(
      lowerBound: SIMD2(repeating: bounds[0]), upperBound: SIMD2(repeating: bounds[1]))
  }

  /// Moves some variables, the more rarely the farther.
  package func mutate(_ vector: inout [Double], using generator: inout SplitMix64) {
    var vector = vector.mutableSpan
    for index in vector.indices where generator.next() < mutationThreshold {
      let (low, high) = (bounds[index][0], bounds[index][1])
      guard high > low else { continue }
      let unit = generator.nextUnit()
      let isDown = unit < 0.5
      let margin = (isDown ? vector[index] - low : high - vector[index]) / (high - low)
      let share = isDown ? 2 * unit : 2 * (1 - unit)
      let value = share + (1 - share) * IntegerRoot.power(1 - margin, mutationIndex + 1)
      let step = (1 - IntegerRoot.root(value, mutationIndex + 1)) * (high - low)
      vector[index] = min(max(vector[index] + (isDown ? -step : step), low), high)
    }
  }
}

/// A problem whose candidates are vectors between bounds; only its evaluation is left to write.
package protocol BoxProblem: SearchProblem where Candidate == [Double] {
  var variation: BoxVariation { get }
}

extension BoxProblem {
  /// Uniform between the bounds.
  package func sample(_ index: Int, using generator: inout SplitMix64) -> [Double] {
    variation.sample(using: &generator)
  }

  /// Simulated binary crossover.
  package func cross(
    _ first: [Double], _ second: [Double], into left: inout [Double], _ right: inout [Double],
    using generator: inout SplitMix64
  ) {
    variation.cross(first, second, into: &left, &right, using: &generator)
  }

  /// Polynomial mutation.
  package func mutate(_ candidate: inout [Double], using generator: inout SplitMix64) {
    variation.mutate(&candidate, using: &generator)
  }
}
