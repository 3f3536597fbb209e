import FormulaAppraisal
import OdourModel
import Perfumery

/// What a formula is still worth improving, by the odour model, and how that changes with its
/// doses.
///
/// For the impression over time m and the unit target t the vector  r = (m - (m·t) t) / (m·t)  is
/// as long as the tangent of the angle between the two: the fit is 1 / sqrt(1 + |r|²). What is
/// minimised is
///
///   |r|²  +  weight · (1 - sqrt(hours it is clearly smelled / hours it should be))
///
/// The root keeps the slope up where hardly anything is reached yet. The hours belong in it:
/// without them the best fit goes to mixtures that nobody can smell.
/// Derivatives are one-sided differences, since the model has none of its own.
struct OdourTangent {
  /// The one evaluator, and what is asked of it.
  struct Aim {
    let appraiser: Appraiser

    /// Hours that clear smell should last, and the weight of what is missing of them.
    let hours: Double
    let hoursWeight: Double
    fileprivate let target: [Double]

    /// Judged: to last no time at all is as bad as a fit of 0.88 where 1 could be had, if the brief
    /// says how long, and as one of 0.95 if it does not.
    private static let wishedWeight = 0.3
    private static let usualWeight = 0.1

    /// What is aimed at when the brief does not say.
    private static let usualHours = 4.0

    /// - Parameter wishedHours: nil when the brief does not say how long the scent is to last.
    init(_ appraiser: Appraiser, wishedHours: Double?) {
      self.appraiser = appraiser
      hours = wishedHours ?? Self.usualHours
      hoursWeight = wishedHours == nil ? Self.usualWeight : Self.wishedWeight
      let length = appraiser.target.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      target = appraiser.target.values.map { length > 0 ? $0 / length : 0 }
    }

    /// The weighted part of the hours that is missing.
    fileprivate func missing(_ appraisal: Appraisal) -> Double {
      guard appraisal.longevityHours < hours else { return 0 }
      return hoursWeight * (1 - (appraisal.longevityHours / hours).squareRoot())
    }

    fileprivate func cost(_ appraisal: Appraisal) -> Double {
      let fit = max(OdourTangent.leastAgreement, appraisal.fit)
      return 1 / (fit * fit) - 1 + missing(appraisal)
    }
  }

  /// How the aim changes with one dose more of a material.
  struct Slope {
    /// Of r, `[17]`.
    var residual: [Double]

    /// Of the weighted part of the hours that is missing.
    var missing: Double
  }

  /// By the one appraiser.
  let fit: Double

  /// What is minimised.
  let cost: Double

  /// r at the point, `[17]`.
  let residual: [Double]

  private let aim: Aim
  private let shares: [Double]
  private let missing: Double

  /// Relative step of the differences: rounding of the model stays a millionth of it.
  private static let step = 1e-3

  /// Doses below which the step does not shrink any more.
  private static let leastDose = 0.05

  /// Least m·t taken for the length of the tangent; under it nothing wished for is smelled.
  private static let leastAgreement = 1e-3

  /// - Parameter shares: one for each material of the appraiser's panel.
  init(_ aim: Aim, at shares: [Double], scratch: inout OdourScratch) {
    let appraisal = aim.appraiser.appraise(shares, scratch: &scratch)
    self.aim = aim
    self.shares = shares
    fit = appraisal.fit
    cost = aim.cost(appraisal)
    missing = aim.missing(appraisal)
    residual = Self.residual(appraisal.impression, aim.target)
  }

  /// For one usual dose, a share of the concentrate, of the material at a place of the
  /// panel.
  func slope(of place: Int, dose: Double, scratch: inout OdourScratch) -> Slope {
    var moved = shares
    let step = Self.step * max(Self.leastDose, shares[place] / dose)
    moved[place] += step * dose
    let appraisal = aim.appraiser.appraise(moved, scratch: &scratch)
    var slope = Slope(
      residual: Self.residual(appraisal.impression, aim.target),
      missing: (aim.missing(appraisal) - missing) / step)
    for index in slope.residual.indices {
      slope.residual[index] = (slope.residual[index] - residual[index]) / step
    }
    return slope
  }

  /// By how much the cost falls when a material at a place comes in with a share.
  ///
  /// A whole share and not a slope: from nothing, smell rises ever so steeply.
  func fall(with share: Double, at place: Int, scratch: inout OdourScratch) -> Double {
    var moved = shares
    moved[place] += share
    return cost - aim.cost(aim.appraiser.appraise(moved, scratch: &scratch))
  }

  private static func residual(_ impression: FamilyVector, _ target: [Double]) -> [Double] {
    var residual = impression.values
    var agreement = 0.0
    for index in residual.indices { agreement += residual[index] * target[index] }
    let scale = 1 / max(leastAgreement, agreement)
    for index in residual.indices {
      residual[index] = (residual[index] - agreement * target[index]) * scale
    }
    return residual
  }
}
