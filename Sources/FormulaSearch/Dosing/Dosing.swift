package import FormulaAppraisal
package import OdourModel
package import Perfumery

/// A formula on its way: shares of a palette inside law and wishes, the solvent taking the rest.
///
/// What a brief demands at least may still be missing; what it or the law bounds from above holds
/// after every call.
package struct Dosing: Sendable {
  package let space: DosingSpace

  /// Of the concentrate, by place in the universe; the solvent's own place is 0.
  private(set) var shares: [Double]
  private var loads: [Double]

  /// Share of the concentrate that is not solvent.
  package private(set) var total = 0.0

  /// US dollars a kilogram of concentrate costs.
  package private(set) var dollars: Double

  /// Usual doses by family: what the static fit is judged by.
  private var families = FamilyVector()

  private static let guardWidth = 1e-13

  /// Usual doses of a material that is only there to complete a formula.
  private static let helperDose = 0.05

  /// Nothing but what the brief demands by name.
  package init(_ space: DosingSpace) {
    self.init(empty: space)
    for need in space.required {
      add(max(0, need.share - share(need.position)), of: need.position)
    }
  }

  init(_ space: DosingSpace, _ blend: Blend) {
    self.init(empty: space)
    for line in blend.lines { move(line.index, by: line.share) }
  }

  private init(empty space: DosingSpace) {
    self.space = space
    shares = [Double](repeating: 0, count: space.universe.materials.count)
    loads = [Double](repeating: 0, count: space.space.bounds.count)
    dollars = space.universe.materials[space.universe.solvent].dollarsPerKilogram?.value ?? 0
  }

  /// Share of the concentrate of a material of the palette.
  package func share(_ position: Int) -> Double {
    place(position).map { shares[$0] } ?? 0
  }

  /// The share of a material that can still be added before a limit or wish forbids more.
  package func headroom(_ position: Int) -> Double {
    guard let index = space.indices[position] else { return 0 }
    var room = space.space.most[index] - shares[space.space.polytope.eligible[index]]
    for entry in space.space.column(of: index) where entry.coefficient > 0 {
      let left = space.space.bounds[entry.row] - Self.guardWidth - loads[entry.row]
      room = min(room, left / entry.coefficient)
    }
    return max(0, room)
  }

  /// Adds as much of a share as there is room for.
  ///
  /// - Returns: what was added.
  @discardableResult
  package mutating func add(_ share: Double, of position: Int) -> Double {
    guard let index = space.indices[position] else { return 0 }
    let added = min(share, headroom(position))
    guard added > 0 else { return 0 }
    move(index, by: added)
    return added
  }

  /// All lines by a factor below 1, but what is demanded by name no lower than demanded.
  package mutating func thin(by factor: Double) {
    for position in space.indices.indices {
      guard let index = space.indices[position] else { continue }
      let least = space.required.first { $0.position == position }?.share ?? 0
      let share = shares[space.space.polytope.eligible[index]]
      let next = max(factor * share, min(share, least))
      if next < share { move(index, by: next - share) }
    }
  }

  private mutating func move(_ index: Int, by share: Double) {
    let place = space.space.polytope.eligible[index]
    let material = space.universe.materials[place]
    let solvent = space.universe.materials[space.universe.solvent]
    shares[place] += share
    total += share
    dollars +=
      share
      * ((material.dollarsPerKilogram?.value ?? 0) - (solvent.dollarsPerKilogram?.value ?? 0))
    families = families + material.families * (share / space.space.doses[index])
    for entry in space.space.column(of: index) { loads[entry.row] += entry.coefficient * share }
  }

  private func place(_ position: Int) -> Int? {
    space.indices[position].map { space.space.polytope.eligible[$0] }
  }

  /// What law and wishes ask for at least and is still missing, each as a part of what is asked;
  /// 0 when nothing is. A formula short of eight lines misses the part of them.
  package var debt: Double {
    var debt = 0.0
    for (load, bound) in zip(loads, space.space.bounds) where load > bound + 1e-9 {
      debt += min(1, (load - bound) / max(1e-3, abs(bound)))
    }
    let lines = shares.count { $0 > 0 } + 1
    return debt + Double(max(0, Formulation.fewestLines - lines)) / Double(Formulation.fewestLines)
  }

  /// By how much bounds are passed that were not missed from the start; 0 but for rounding.
  package var excess: Double {
    zip(loads, space.space.bounds).reduce(0) { $1.1 >= 0 ? max($0, $1.0 - $1.1) : $0 }
  }

  /// Cosine between the wished profile and the usual doses, as `ExactBound` judges, 0...1.
  package var staticFit: Double { families.cosine(to: space.target) }

  /// Share of each family in the usual doses, summing to 1; zero when nothing is in yet.
  package var staticProfile: FamilyVector { families.normalised }

  /// What the formula is worth by the odour model.
  package func appraise(scratch: inout OdourScratch) -> Appraisal {
    var shares = shares
    shares[space.universe.solvent] = 1 - total
    return space.appraiser.appraise(shares, scratch: &scratch)
  }

  /// What the formula is worth to the brief: the mean of its fit over time and of its static fit,
  /// less what law and wishes still ask for; 1 at most.
  ///
  /// - Parameter appraisal: of this formula.
  package func worth(_ appraisal: Appraisal) -> Double {
    0.5 * (appraisal.fit + staticFit) - debt
  }

  /// The blend inside law and all wishes nearest to this.
  ///
  /// Of the same materials where those admit one, else with a little of those of the palette that
  /// are nearest to the wished odour, as few as are needed.
  var settled: Blend? {
    var lines: [(index: Int, share: Double)] = []
    var others: [(index: Int, nearness: Double)] = []
    for index in space.indices.compactMap(\.self).sorted() {
      let place = space.space.polytope.eligible[index]
      if shares[place] > 0 {
        lines.append((index, shares[place]))
      } else {
        let nearness = space.universe.materials[place].families.cosine(to: space.target)
        others.append((index, nearness))
      }
    }
    others.sort { ($1.nearness, $0.index) < ($0.nearness, $1.index) }
    // The solvent is a line as well.
    let missing = max(0, Formulation.fewestLines - 1 - lines.count)
    for count in [missing, missing + 4, missing + 12] {
      let helpers = others.prefix(
        max(0, min(count, Formulation.mostLines - 1 - lines.count)))
      let more = helpers.map { ($0.index, Self.helperDose * space.space.doses[$0.index]) }
      if let blend = space.space.settled(lines + more) { return blend }
    }
    return nil
  }

  /// The formula of lines that can be weighed nearest to this, inside law and all wishes.
  package struct Written: Sendable {
    package var formula: Formula
    package var appraisal: Appraisal
    package var staticFit: Double
  }

  /// What is written down, judged once more.
  ///
  /// - Returns: nil when these materials admit no formula of 8 to 30 lines.
  package func written(scratch: inout OdourScratch) -> Written? {
    guard let blend = settled else { return nil }
    let universe = space.universe
    guard
      let formula = FormulaWriter(universe: universe).formula(
        places: blend.lines.map { space.space.polytope.eligible[$0.index] },
        shares: blend.lines.map(\.share))
    else { return nil }
    // What is weighed is a little less than what was meant.
    let weighed = formula.lines.compactMap { line -> Blend.Line? in
      guard let place = universe.place(of: line.material.id), place != universe.solvent,
        let index = space.space.index(of: place)
      else { return nil }
      return Blend.Line(index: index, share: line.share.fraction)
    }
    let dosing = Dosing(space, Blend(lines: weighed))
    return Written(
      formula: formula, appraisal: dosing.appraise(scratch: &scratch),
      staticFit: dosing.staticFit)
  }
}
