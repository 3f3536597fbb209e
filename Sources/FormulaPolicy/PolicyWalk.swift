import FormulaSearch
import PolicyLearning
import SeededRandom

/// A policy's way to a formula for one brief.
struct PolicyWalk {
  private var environment: FragranceEnvironment
  private var observation: [Float]
  private var mask: [UInt8]

  init(bench: DosingBench) throws {
    environment = try FragranceEnvironment(bench: bench, seed: 0)
    observation = [Float](repeating: 0, count: environment.observationSize)
    mask = [UInt8](repeating: 0, count: environment.actionSpace.maskCount)
  }

  /// Worth and formula after each step, until the horizon or a count of steps.
  ///
  /// - Parameters:
  ///   - steps: at most; each is one call of the evaluator.
  ///   - choose: the action for what is seen.
  /// - Returns: the formula worth most on the way.
  mutating func best(
    _ space: DosingSpace, steps: Int,
    choose: (_ observation: [Float], _ mask: [UInt8]) -> Float
  ) -> (worth: Double, dosing: Dosing) {
    environment.take(up: space)
    var best = (worth: environment.worth, dosing: environment.dosing)
    see { environment, view in environment.describe(into: view) }
    for _ in 0..<min(steps, FragranceEnvironment.horizon) {
      var action = choose(observation, mask)
      see { environment, view in _ = environment.step(&action, into: view) }
      if environment.worth > best.worth { best = (environment.worth, environment.dosing) }
    }
    return best
  }

  /// The policy's own way; see `best(_:steps:choose:)`.
  mutating func best(
    _ space: DosingSpace, steps: Int, policy: Policy, choice: inout Policy.Choice
  ) -> (worth: Double, dosing: Dosing) {
    best(space, steps: steps) { observation, mask in
      policy.act(observation, mask: mask, choice: &choice)[0]
    }
  }

  private mutating func see(_ body: (inout FragranceEnvironment, EnvironmentView) -> Void) {
    observation.withUnsafeMutableBufferPointer { observation in
      mask.withUnsafeMutableBufferPointer { mask in
        guard let observation = observation.baseAddress, let mask = mask.baseAddress else { return }
        body(&environment, EnvironmentView(observation: observation, mask: mask))
      }
    }
  }
}
