import FormulaAppraisal
package import FormulaRules
import OdourModel
package import Perfumery

/// Writes the formula that comes nearest to a brief among all the law and the brief's wishes admit.
///
/// From a brief to a composition: wishes and target → universe of permitted materials → palette →
/// usual doses by an exact quadratic program → doses and lines by the odour model → lines that can
/// be weighed. Limits are rows of every program on the way, so nothing is ever clipped or scaled
/// back. When the rows contradict one another, the smallest set of wishes that does is named.
package struct Composer: Sendable {
  private let catalogue: Catalogue
  private let rules: RuleBook
  private let rates: ExchangeRates

  /// - Parameter rates: for budgets in other currencies than US dollars.
  package init(
    catalogue: Catalogue, rules: RuleBook,
    rates: ExchangeRates = ExchangeRates(unitsPerDollar: [:])
  ) {
    self.catalogue = catalogue
    self.rules = rules
    self.rates = rates
  }

  /// Composes a formula of 8 to 30 lines.
  ///
  /// - Parameter seed: decides between materials of nearly the same relevance when the palette is
  ///   chosen, by up to 6 %. The same brief and seed give the same composition to the last bit.
  /// - Throws: `infeasible` with the smallest conflicting set of wishes; `unusable` or
  ///   `noExchangeRate` for a number that cannot be worked with. Nothing is written anywhere.
  package func compose(_ brief: Brief, seed: UInt64) throws(CompositionError) -> Composition {
    let commission = try Commission(brief, catalogue: catalogue, rules: rules, rates: rates)
    let formulation = commission.formulation(seed: seed)
    guard let solved = try formulation.solve() else {
      throw try commission.conflict() ?? .unsolved
    }
    let smelled = smelled(solved, of: formulation)
    let account = CompositionAccount(
      formulation: formulation, customs: solved.customs, refined: smelled.refined,
      prices: smelled.prices, bound: bound(commission))
    return try account.composition()
  }

  /// The static solution as a start, refined under the odour model, with what the rows cost there.
  private func smelled(
    _ solved: Formulation.Solved, of formulation: Formulation
  ) -> (refined: OdourRefinement.Refined, prices: RowWeights?) {
    let universe = formulation.universe
    let target = formulation.target.profile
    let candidates = PaletteRevision.candidates(
      among: universe.eligible(under: formulation.wishes, catalogue: catalogue), in: universe,
      for: target)
    let places = Set(candidates).union(solved.problem.entries.map(\.place)).sorted()
    let panel = OdourPanel(
      materials: places.map { universe.materials[$0] }, catalogue: catalogue,
      product: universe.product)
    var scratch = panel.makeScratch()
    let refinement = OdourRefinement(
      aim: OdourTangent.Aim(
        Appraiser(panel: panel, target: target),
        wishedHours: formulation.brief.longevityHours?.value),
      universe: universe, places: places)
    let revision = PaletteRevision(refinement: refinement, candidates: candidates) {
      formulation.problem($0, solved.customs)
    }
    let first = refinement.refine(solved.problem, from: solved.solution.x, scratch: &scratch)
    let revised = revision.revise(first, scratch: &scratch)
    let last = refinement.refine(revised.problem, from: revised.doses, scratch: &scratch)
    let tangent = refinement.tangent(last.problem, last.doses, &scratch)
    return (last, refinement.prices(last, tangent, scratch: &scratch))
  }

  private func bound(_ commission: Commission) -> ExactBound? {
    // What can be composed has a mixture, so all that can fail is rounding in the proof.
    try? ExactBound.of(commission)
  }
}
