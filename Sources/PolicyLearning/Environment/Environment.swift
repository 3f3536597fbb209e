/// A world a policy acts in, one episode after another.
///
/// The same seed and the same actions give the same observations to the last bit: all chance comes
/// from a generator that is part of the state.
package protocol Environment: Sendable {
  /// Floats in an observation.
  var observationSize: Int { get }
  var actionSpace: ActionSpace { get }

  /// Begins a new episode and describes its first state.
  mutating func reset(into view: EnvironmentView)

  /// Takes one action, of `actionSpace.width` floats, and describes the state after it.
  ///
  /// At the end of an episode the view describes its last state, in which no action is taken; the
  /// caller resets before the next step.
  mutating func step(_ action: UnsafePointer<Float>, into view: EnvironmentView) -> Transition

  /// All that decides what comes next, in the middle of an episode too.
  func save(into writer: inout StateWriter)

  /// Takes up a state that `save` wrote for an environment made in the same way.
  ///
  /// - Throws: when the bytes are not such a state; the environment must not be used then.
  mutating func restore(from reader: inout StateReader) throws(StateError)

  /// Describes the present state once more, as the last `reset` or `step` did.
  func describe(into view: EnvironmentView)
}

/// Where an environment writes what the policy sees; valid during the call alone.
package struct EnvironmentView {
  /// Of `observationSize` floats.
  package let observation: UnsafeMutablePointer<Float>

  /// Of `actionSpace.maskCount` bytes: 1 for a choice that may be taken, else 0; at least one
  /// choice of each head may be.
  package let mask: UnsafeMutablePointer<UInt8>

  package init(observation: UnsafeMutablePointer<Float>, mask: UnsafeMutablePointer<UInt8>) {
    self.observation = observation
    self.mask = mask
  }
}

/// What a step brought.
package struct Transition: Sendable, Hashable {
  package var reward: Float

  /// Nil while the episode goes on.
  package var end: EpisodeEnd?

  package init(reward: Float, end: EpisodeEnd? = nil) {
    self.reward = reward
    self.end = end
  }
}

/// How an episode ended.
package enum EpisodeEnd: Sendable, Hashable {
  /// Nothing comes after this state; its value is 0.
  case terminated

  /// It was cut off; the value of its last state stands for the rest.
  case truncated
}
