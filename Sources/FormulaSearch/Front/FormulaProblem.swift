import FormulaAppraisal
import OdourModel
import ParetoSearch
import Perfumery
import SeededRandom

/// The search over blends of one brief: they vary inside the space and are judged by the appraiser.
struct FormulaProblem: SearchProblem {
  struct Scratch {
    var odour: OdourScratch

    /// By eligible position; zero between evaluations.
    var shares: [Double]
  }

  let space: BlendSpace
  let moves: BlendMoves

  /// Where the first population is sampled from; not empty.
  let starts: [Blend]
  let panel: OdourPanel
  let appraiser: Appraiser
  let objectives: [FrontObjective]

  /// Hours a blend lasts at least; fewer break a constraint, since hours are not linear in shares.
  let leastHours: Double?

  var objectiveCount: Int { objectives.count }

  func makeScratch() -> Scratch {
    Scratch(
      odour: panel.makeScratch(), shares: Array(repeating: 0, count: space.polytope.eligible.count))
  }

  func sample(_ index: Int, using generator: inout SplitMix64) -> Blend {
    if index < starts.count { return starts[index] }
    let first = starts[Int(generator.nextUnit() * Double(starts.count))]
    let second = starts[Int(generator.nextUnit() * Double(starts.count))]
    let blend = moves.crossed(first, second, using: &generator)
    return moves.mutated(moves.walked(blend, steps: 4, using: &generator), using: &generator)
  }

  func cross(
    _ first: Blend, _ second: Blend, using generator: inout SplitMix64
  ) -> (Blend, Blend) {
    (
      moves.crossed(first, second, using: &generator),
      moves.crossed(second, first, using: &generator)
    )
  }

  func mutate(_ candidate: inout Blend, using generator: inout SplitMix64) {
    candidate = moves.mutated(candidate, using: &generator)
  }

  func evaluate(
    _ candidate: Blend, into objectives: inout MutableSpan<Double>, scratch: inout Scratch
  ) -> Double {
    let appraisal = appraise(candidate, scratch: &scratch)
    for (index, objective) in self.objectives.enumerated() {
      objectives[index] = objective.value(of: appraisal)
    }
    return leastHours.map { max(0, $0 - appraisal.longevityHours) } ?? 0
  }

  func appraise(_ blend: Blend, scratch: inout Scratch) -> Appraisal {
    for line in blend.lines { scratch.shares[line.index] = line.share }
    scratch.shares[space.polytope.solvent] = blend.solventShare
    let appraisal = appraiser.appraise(scratch.shares, scratch: &scratch.odour)
    for line in blend.lines { scratch.shares[line.index] = 0 }
    return appraisal
  }
}
