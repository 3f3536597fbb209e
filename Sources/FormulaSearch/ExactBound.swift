package import FormulaRules
package import Perfumery

/// The best fit that any legal formula can have to a brief, and what each limit costs of it.
///
/// The fit is the static one: the cosine between the wished profile and the usual doses of the
/// formula. All materials of the catalogue take part, under law, wishes, the highest percent of
/// each material and the range of the solvent; the count of lines, the balance of notes and how a
/// formula is rounded are left free, so a written formula reaches less.
package struct ExactBound: Sendable, Equatable {
  /// One material of the best mixture.
  package struct Part: Sendable, Equatable {
    package var material: MaterialID

    /// Of the concentrate, 0...1.
    package var share: Double
  }

  /// What one legal limit costs.
  package struct LimitCost: Sendable, Equatable {
    /// The `id` of the cap in the legal region.
    package var id: String

    /// Number of the standard, such as `IFRA_STD_087`.
    package var standard: String
    package var substance: String

    /// Growth of the best cosine if the limit did not exist; solved for again without it.
    package var fitCost: Double

    /// Growth of the best cosine if the limit were a tenth higher, to first order.
    package var tenthGain: Double
  }

  /// What one wish costs.
  package struct WishCost: Sendable, Equatable {
    /// The wish in a few words, such as `budget 150 USD/kg`.
    package var wish: String

    /// Growth of the best cosine if the wish were dropped; solved for again without it.
    package var fitCost: Double

    /// Growth of the best cosine if the wish gave way by a tenth of its bound, to first order.
    ///
    /// 0 for wishes whose bound is none of the sum, as a part of the doses, and for forbidding.
    package var tenthGain: Double
  }

  /// Of the best mixture, 0...1.
  package var cosine: Double

  /// No legal mixture has a larger cosine: a certificate checked apart from the solver.
  ///
  /// Usually within 1e-7 of `cosine`; how far apart the two are is how well the maximum is known.
  package var upperBound: Double

  /// The best mixture in the order of the catalogue, the solvent included; shares sum to 1.
  package var parts: [Part]

  /// Limits that cost anything, the dearest first; at most ten.
  package var limits: [LimitCost]

  /// Wishes that cost anything, the dearest first; at most ten.
  package var wishes: [WishCost]

  /// The bound for a brief.
  ///
  /// - Parameter rates: for budgets in other currencies than US dollars.
  /// - Throws: `infeasible` with the smallest conflicting set of wishes; `unusable` or
  ///   `noExchangeRate` for a number that cannot be worked with; `unsolved`.
  package static func of(
    _ brief: Brief, catalogue: Catalogue, rules: RuleBook,
    rates: ExchangeRates = ExchangeRates(unitsPerDollar: [:])
  ) throws(CompositionError) -> ExactBound {
    try of(Commission(brief, catalogue: catalogue, rules: rules, rates: rates))
  }

  static func of(_ commission: Commission) throws(CompositionError) -> ExactBound {
    let search = Search(commission: commission)
    if let bound = try search.bound() { return bound }
    if let conflict = try commission.conflict() { throw conflict }
    guard case .none(let upperBound) = search.best(search.polytope(under: commission.wishes)) else {
      throw .unsolved
    }
    return ExactBound(cosine: 0, upperBound: upperBound, parts: [], limits: [], wishes: [])
  }
}

extension ExactBound {
  /// The solves a bound is made of.
  struct Search {
    let commission: Commission

    private var universe: Universe { commission.universe }
    private var wishes: [Wish] { commission.wishes }

    private static let mostPrices = 10

    /// Fit below which a limit or wish is said to cost nothing.
    private static let leastCost = 1e-6

    func polytope(under wishes: [Wish]) -> SharePolytope {
      SharePolytope(
        universe: universe, wishes: wishes, catalogue: commission.catalogue,
        keepsMargins: false)
    }

    func best(
      _ polytope: SharePolytope, from start: [Double]? = nil
    ) -> FitMaximiser.Outcome {
      FitMaximiser(polytope: polytope, target: commission.target.profile)
        .maximum(from: start)
    }

    /// Nil when no mixture has anything of the target, or none exists.
    func bound() throws(CompositionError) -> ExactBound? {
      let whole = polytope(under: wishes)
      guard whole.eligible.count >= Formulation.fewestLines else { return nil }
      let maximum: FitMaximiser.Maximum
      switch best(whole) {
      case .failed: throw .unsolved
      case .none: return nil
      case .found(let found): maximum = found
      }
      return ExactBound(
        cosine: maximum.cosine, upperBound: maximum.upperBound,
        parts: zip(whole.eligible, maximum.shares).filter { $0.1 > 0 }
          .map { Part(material: universe.materials[$0].id, share: $1) },
        limits: limitCosts(whole, maximum), wishes: wishCosts(whole, maximum))
    }

    private func limitCosts(
      _ whole: SharePolytope, _ maximum: FitMaximiser.Maximum
    ) -> [LimitCost] {
      var binding: [(cap: Int, gain: Double)] = []
      for (row, price) in zip(whole.rows, maximum.rowPrices) where price > 0 {
        guard case .cap(let index) = row.meaning else { continue }
        binding.append((index, 0.1 * abs(row.bound) * price))
      }
      binding.sort { ($1.gain, $0.cap) < ($0.gain, $1.cap) }
      let costs = binding.prefix(Self.mostPrices).map { entry in
        let cap = universe.caps[entry.cap]
        return LimitCost(
          id: cap.id, standard: cap.standard, substance: cap.substance,
          fitCost: gain(over: maximum, in: whole.without(.cap(entry.cap)), from: maximum.shares),
          tenthGain: entry.gain)
      }
      return costs.filter { $0.fitCost > Self.leastCost }
        .sorted { ($1.fitCost, $0.id) < ($0.fitCost, $1.id) }
    }

    private func wishCosts(
      _ whole: SharePolytope, _ maximum: FitMaximiser.Maximum
    ) -> [WishCost] {
      var gains: [(wish: Wish, gain: Double)] = wishes.map { ($0, 0) }
      var isBinding = wishes.map { wish in if case .absent = wish { true } else { false } }
      for (row, price) in zip(whole.rows, maximum.rowPrices) where price > 0 {
        guard case .wish(let wish) = row.meaning, let index = wishes.firstIndex(of: wish)
        else { continue }
        gains[index].gain += 0.1 * abs(row.bound) * price
        isBinding[index] = true
      }
      let dearest = gains.indices.filter { isBinding[$0] }
        .sorted { (gains[$1].gain, $0) < (gains[$0].gain, $1) }
      let costs = dearest.prefix(Self.mostPrices).map { index in
        let others = wishes.filter { $0 != wishes[index] }
        return WishCost(
          wish: wishes[index].text, fitCost: gain(over: maximum, in: polytope(under: others)),
          tenthGain: gains[index].gain)
      }
      return costs.filter { $0.fitCost > Self.leastCost }
        .sorted { ($1.fitCost, $0.wish) < ($0.fitCost, $1.wish) }
    }

    private func gain(
      over maximum: FitMaximiser.Maximum, in wider: SharePolytope, from start: [Double]? = nil
    ) -> Double {
      guard case .found(let found) = best(wider, from: start) else { return 0 }
      return max(0, found.cosine - maximum.cosine)
    }
  }
}
