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

  /// What a blend has at least; less breaks a constraint, since none of it is linear in shares.
  let floor: AppraisalFloor

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
    return floor.shortfall(of: appraisal)
  }

  /// The blend without the lines that do next to nothing, the weakest tried first.
  ///
  /// A line goes when every objective stays near where it was before any went, so a formula of
  /// fewer lines is had for a hundredth of each at most.
  func simplified(_ blend: Blend, scratch: inout Scratch) -> Blend {
    let start = appraise(blend, scratch: &scratch)
    var blend = blend
    let weakest = blend.lines.sorted {
      let (left, right) = ($0.share / space.doses[$0.index], $1.share / space.doses[$1.index])
      return (left, $0.index) < (right, $1.index)
    }
    for line in weakest where blend.lineCount > Formulation.comfortableLines {
      guard let next = space.without(line.index, in: blend) else { continue }
      let appraisal = appraise(next, scratch: &scratch)
      let isNear = objectives.allSatisfy { objective in
        let (before, after) = (objective.value(of: start), objective.value(of: appraisal))
        return after <= before + objective.simplificationLoss * max(1, abs(before))
      }
      if isNear, floor.shortfall(of: appraisal) == 0 { blend = next }
    }
    return blend
  }

  func appraise(_ blend: Blend, scratch: inout Scratch) -> Appraisal {
    for line in blend.lines { scratch.shares[line.index] = line.share }
    scratch.shares[space.polytope.solvent] = blend.solventShare
    let appraisal = appraiser.appraise(scratch.shares, scratch: &scratch.odour)
    for line in blend.lines { scratch.shares[line.index] = 0 }
    return appraisal
  }
}

/// The least an alternative may come to beside what it is searched for.
struct AppraisalFloor: Sendable, Equatable {
  var fit = 0.0
  var hours = 0.0
  var sillage = 0.0

  /// Sum of what is missing, each as a part of what is asked for; 0 when nothing is.
  func shortfall(of appraisal: Appraisal) -> Double {
    missing(appraisal.fit, of: fit) + missing(appraisal.longevityHours, of: hours)
      + missing(appraisal.sillage, of: sillage)
  }

  private func missing(_ value: Double, of least: Double) -> Double {
    least > 0 ? max(0, 1 - value / least) : 0
  }
}

extension FrontObjective {
  /// What leaving a line out may cost: a part of the value, or of one where that is more.
  fileprivate var simplificationLoss: Double {
    switch self {
    case .fit: 0.003
    case .cost, .longevity, .naturalness: 0.01
    }
  }
}
