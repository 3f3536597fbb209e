import ParetoSearch
import Perfumery

/// The search judged as composer and exact bound judge: by usual doses, without an odour model.
///
/// Objectives are 1 minus the cosine between target and usual doses, and US dollars a kilogram.
struct UsualDoseProblem: BlendProblem {
  let moves: BlendMoves
  let starts: [Blend]

  private let target: FamilyVector

  /// What a share of one adds to the doses of each family, by eligible position.
  private let families: [FamilyVector]
  private let dollarsPerKilogram: [Double]
  private let solventDollars: Double

  let objectiveCount = 2

  init(moves: BlendMoves, starts: [Blend], target: FamilyVector) {
    self.moves = moves
    self.starts = starts
    self.target = target
    let polytope = moves.space.polytope
    let materials = polytope.eligible.map { polytope.universe.materials[$0] }
    families = zip(materials, moves.space.doses).map { $0.families * (1 / $1) }
    dollarsPerKilogram = materials.map { $0.dollarsPerKilogram?.value ?? 0 }
    solventDollars = dollarsPerKilogram[polytope.solvent]
  }

  func evaluate(
    _ candidate: Blend, into objectives: inout MutableSpan<Double>, scratch: inout Void
  ) -> Double {
    var doses = FamilyVector()
    var dollars = candidate.solventShare * solventDollars
    for line in candidate.lines {
      doses = doses + families[line.index] * line.share
      dollars += line.share * dollarsPerKilogram[line.index]
    }
    objectives[0] = 1 - doses.cosine(to: target)
    objectives[1] = dollars
    return 0
  }
}
