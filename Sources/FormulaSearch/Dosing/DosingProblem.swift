import FormulaAppraisal
package import OdourModel
import ParetoSearch
import Perfumery
package import SeededRandom

/// Composing from a palette as a search: the same room, moves and worth as dosing step by step.
///
/// The one objective is the worth of the formula, turned round.
package struct DosingProblem: SearchProblem {
  /// Formulas as the moves of the front search vary them.
  package struct Candidate: Sendable {
    var blend: Blend
  }

  package let objectiveCount = 1

  private let space: DosingSpace
  private let moves: BlendMoves

  /// Doses a random start takes one after another.
  private static let startDoses = [0.15, 0.5, 1.5]
  private static let attempts = 20

  package init(_ space: DosingSpace) {
    self.space = space
    moves = BlendMoves(space: space.space, target: space.target)
  }

  package func makeScratch() -> OdourScratch { space.makeScratch() }

  /// A legal formula of random doses; nothing at all when none was found in some attempts.
  package func sample(_ index: Int, using generator: inout SplitMix64) -> Candidate {
    for _ in 0..<Self.attempts {
      var dosing = Dosing(space)
      for _ in 0..<32 {
        let position = Int(generator.nextUnit() * Double(space.doses.count))
        let level = Self.startDoses[Int(generator.nextUnit() * 3)]
        dosing.add(level * space.doses[position], of: position)
      }
      if let blend = dosing.settled { return Candidate(blend: blend) }
    }
    return Candidate(blend: Blend(lines: []))
  }

  /// See `BlendMoves.crossed`.
  package func cross(
    _ first: Candidate, _ second: Candidate, into left: inout Candidate, _ right: inout Candidate,
    using generator: inout SplitMix64
  ) {
    left.blend = moves.crossed(first.blend, second.blend, using: &generator)
    right.blend = moves.crossed(second.blend, first.blend, using: &generator)
  }

  /// See `BlendMoves.mutated`.
  package func mutate(_ candidate: inout Candidate, using generator: inout SplitMix64) {
    candidate.blend = moves.mutated(candidate.blend, using: &generator)
  }

  /// Minus the worth; no constraint is ever broken, since what is missing is in the worth.
  package func evaluate(
    _ candidate: Candidate, into objectives: inout MutableSpan<Double>,
    scratch: inout OdourScratch
  ) -> Double {
    let dosing = dosing(candidate)
    objectives[0] = -dosing.worth(dosing.appraise(scratch: &scratch))
    return 0
  }

  /// A candidate as a dosing, to be written down.
  package func dosing(_ candidate: Candidate) -> Dosing { Dosing(space, candidate.blend) }
}
