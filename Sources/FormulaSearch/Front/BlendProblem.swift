import ParetoSearch
import SeededRandom

/// A search over blends; they vary in the same way whatever they are judged by.
protocol BlendProblem: SearchProblem where Candidate == Blend {
  var moves: BlendMoves { get }

  /// Where the first population is sampled from; not empty.
  var starts: [Blend] { get }
}

extension BlendProblem {
  func sample(_ index: Int, using generator: inout SplitMix64) -> Blend {
    if index < starts.count { return starts[index] }
    let first = starts[Int(generator.nextUnit() * Double(starts.count))]
    let second = starts[Int(generator.nextUnit() * Double(starts.count))]
    let blend = moves.crossed(first, second, using: &generator)
    return moves.mutated(moves.walked(blend, steps: 4, using: &generator), using: &generator)
  }

  func cross(
    _ first: Blend, _ second: Blend, into left: inout Blend, _ right: inout Blend,
    using generator: inout SplitMix64
  ) {
    left = moves.crossed(first, second, using: &generator)
    right = moves.crossed(second, first, using: &generator)
  }

  func mutate(_ candidate: inout Blend, using generator: inout SplitMix64) {
    candidate = moves.mutated(candidate, using: &generator)
  }
}
