/// What a policy may do in each step of an environment.
///
/// An action is passed as `width` floats: the number of a choice for discrete spaces, one per head
/// for several, the values themselves for continuous ones.
package enum ActionSpace: Sendable, Hashable {
  /// One of `count` choices.
  case discrete(Int)

  /// One choice of each head.
  case multiDiscrete([Int])

  /// Real numbers; the environment gets them clipped to the bounds, the learner keeps them
  /// unclipped.
  case continuous(size: Int, bounds: ClosedRange<Float>)

  /// Floats in one action.
  package var width: Int {
    switch self {
    case .discrete: 1
    case .multiDiscrete(let counts): counts.count
    case .continuous(let size, _): size
    }
  }

  /// Outputs of a policy network: logits of all choices, or means.
  package var outputCount: Int {
    switch self {
    case .discrete(let count): count
    case .multiDiscrete(let counts): counts.reduce(0, +)
    case .continuous(let size, _): size
    }
  }

  /// Floats from one row of network outputs to the next.
  ///
  /// Continuous actions are padded with zeros to whole vectors, so that kernels need no remainder.
  var outputStride: Int {
    if case .continuous(let size, _) = self { size.roundedUpToLine } else { outputCount }
  }

  /// Bytes in a mask: one for each choice, none for continuous actions.
  package var maskCount: Int {
    switch self {
    case .discrete, .multiDiscrete: outputCount
    case .continuous: 0
    }
  }

  /// Choices of each head; empty for continuous actions.
  package var headCounts: [Int] {
    switch self {
    case .discrete(let count): [count]
    case .multiDiscrete(let counts): counts
    case .continuous: []
    }
  }
}
