import FormulaAppraisal
package import OdourModel
package import Perfumery

/// One brief over a palette: law and wishes as the room each material still has.
package struct DosingSpace: Sendable {
  /// Share of each family in the wished odour, summing to 1.
  package let target: FamilyVector

  /// US dollars that one kilogram of concentrate may cost; nil without a budget.
  package let budgetDollars: Double?

  /// Share of the concentrate that is one usual dose, by palette position; 0 for what is ruled out.
  package let doses: [Double]

  /// What of the palette must be in the formula, with the share that is clearly there.
  package let required: [(position: Int, share: Double)]

  let space: BlendSpace
  let universe: Universe
  let appraiser: Appraiser

  /// Eligible position of each material of the palette; nil for what is ruled out.
  let indices: [Int?]

  /// Kept above the least of a wish, so that rounding down cannot lose it.
  private static let margin = 1.01

  /// - Parameter rates: for budgets in other currencies than US dollars.
  /// - Throws: `unusable` or `noExchangeRate` for a number that cannot be worked with, `infeasible`
  ///   when the palette lacks what the brief wants.
  package init(
    _ brief: Brief, in product: DosingProduct,
    rates: ExchangeRates = ExchangeRates(unitsPerDollar: [:])
  ) throws(CompositionError) {
    let wishes = try Wish.all(of: brief, rates: rates)
    universe = product.universe
    target = BriefTarget(brief, catalogue: product.catalogue).profile
    let polytope = SharePolytope(universe: universe, wishes: wishes, catalogue: product.catalogue)
    let space = BlendSpace(polytope: polytope)
    appraiser = Appraiser(panel: product.panel, target: target)
    let universe = universe
    let indices = product.palette.map { id in
      universe.place(of: id).flatMap { $0 == universe.solvent ? nil : space.index(of: $0) }
        .flatMap { space.most[$0] > BlendSpace.leastShare ? $0 : nil }
    }
    self.space = space
    self.indices = indices
    doses = indices.map { $0.map { space.doses[$0] } ?? 0 }
    var budget: Double?
    var required: [(position: Int, share: Double)] = []
    for wish in wishes {
      switch wish {
      case .budget(let dollars, _): budget = dollars
      case .present(let subject):
        guard let need = Self.need(of: subject, product, indices: indices, space: space) else {
          continue
        }
        guard let position = need.position else {
          throw .infeasible(
            conflicts: [wish.text], explanation: "The palette has nothing for \(wish.text).")
        }
        required.append((position, Self.margin * need.doses * space.doses[indices[position] ?? 0]))
      case .absent, .allergens, .lasting, .strength: continue
      }
    }
    budgetDollars = budget
    self.required = required
  }

  /// Doses of one material that stand for a wanted note or material; nil for families, which the
  /// rows themselves see to. The position is nil when the palette has none.
  private static func need(
    of subject: Subject, _ product: DosingProduct, indices: [Int?], space: BlendSpace
  ) -> (position: Int?, doses: Double)? {
    let wanted: [MaterialID]
    let doses: Double
    switch subject {
    case .family: return nil
    case .material(let id): (wanted, doses) = ([id], Demand.clearDose)
    case .note(let name):
      wanted = product.catalogue.note(name)?.materials ?? []
      guard !wanted.isEmpty else { return nil }
      doses = Demand.clearNote
    }
    // The one with most room, so that the note does not use up a limit.
    func room(_ position: Int) -> Double {
      indices[position].map { space.most[$0] / space.doses[$0] } ?? 0
    }
    let found = product.palette.indices.filter { index in
      wanted.contains(product.palette[index]) && room(index) > doses * margin
    }
    return (found.max { (room($0), $1) < (room($1), $0) }, doses)
  }

  /// The largest static fit of any mixture of the palette inside law and wishes; nil when none is.
  package var bestStaticFit: Double? {
    guard
      case .found(let maximum) = FitMaximiser(polytope: space.polytope, target: target)
        .maximum(from: nil)
    else { return nil }
    return maximum.cosine
  }

  /// Percent of concentrate in the product.
  package var dosagePercent: Double { universe.product.dosage.fraction * 100 }

  /// Buffers for `Dosing.appraise`, one per thread.
  package func makeScratch() -> OdourScratch { appraiser.panel.makeScratch() }
}
