import FormulaAppraisal
import OdourModel
import Perfumery
import SeededRandom
import Testing

@testable import FormulaSearch

/// A static solution, and what refines it.
struct OdourWorkbench {
  let problem: DoseProblem
  let start: [Double]
  let refinement: OdourRefinement
  let revision: PaletteRevision
  let panel: OdourPanel

  init(_ brief: Brief, wishedHours: Double? = nil) throws {
    let shop = try Workshop.shared.get()
    let commission = try shop.commission(brief)
    let universe = commission.universe
    let formulation = commission.formulation(seed: 1)
    guard let solved = try formulation.solve() else { throw CompositionError.unsolved }
    problem = solved.problem
    start = solved.solution.x
    let candidates = PaletteRevision.candidates(
      among: universe.eligible(under: commission.wishes, catalogue: shop.catalogue), in: universe,
      for: commission.target.profile)
    let places = Set(candidates).union(problem.entries.map(\.place)).sorted()
    panel = OdourPanel(
      materials: places.map { universe.materials[$0] }, catalogue: shop.catalogue,
      product: brief.product)
    refinement = OdourRefinement(
      aim: OdourTangent.Aim(
        Appraiser(panel: panel, target: commission.target.profile), wishedHours: wishedHours),
      universe: universe, places: places)
    revision = PaletteRevision(refinement: refinement, candidates: candidates) {
      formulation.problem($0, solved.customs)
    }
  }

  /// Whether doses meet every row and bound of a problem.
  static func isInside(_ doses: [Double], _ problem: DoseProblem) -> Bool {
    let program = problem.program
    for (index, dose) in doses.enumerated() {
      guard dose >= program.lower[index] - 1e-8, dose <= program.upper[index] + 1e-8 else {
        return false
      }
    }
    return program.constraints.allSatisfy { row in
      let surplus = zip(row.coefficients, doses).reduce(-row.bound) { $0 + $1.0 * $1.1 }
      let slack = 1e-8 * (1 + abs(row.bound))
      return row.relation == .equal ? abs(surplus) <= slack : surplus >= -slack
    }
  }
}

@Suite("The refinement under the odour model")
struct OdourRefinementTests {
  static let briefs: [[Family: Double]] = [
    [.citrus: 1, .woody: 0.5], [.mossy: 1], [.floral: 0.8, .musk: 0.6, .amber: 0.3],
    [.leather: 0.6, .smoky: 0.5, .spicy: 0.5],
  ]

  @Test(
    "never makes a formula worse and never leaves the rows, from 200 starts",
    arguments: briefs.indices)
  func rises(index: Int) throws {
    let bench = try OdourWorkbench(.asking(Self.briefs[index]))
    var scratch = bench.panel.makeScratch()
    var gains = 0
    for seed in UInt64(1)...50 {
      var random = SplitMix64(seed: seed)
      let near = bench.start.map { $0 * (0.4 + 1.2 * random.nextUnit()) }
      guard
        let start = bench.refinement.feasible(bench.problem, near: near, scratch: &scratch)
      else { continue }
      #expect(OdourWorkbench.isInside(start, bench.problem))
      let refined = bench.refinement.refine(
        bench.problem, from: start, mostSteps: 2, scratch: &scratch)
      #expect(OdourWorkbench.isInside(refined.doses, bench.problem))
      #expect(refined.costs == refined.costs.sorted(by: >))
      if refined.costs.count > 1 { gains += 1 }
    }
    #expect(gains > 10)
  }

  @Test("raises the fit of the static start, and more so when lines change", arguments: briefs)
  func raisesFit(families: [Family: Double]) throws {
    let bench = try OdourWorkbench(.asking(families))
    var scratch = bench.panel.makeScratch()
    let refined = bench.refinement.refine(bench.problem, from: bench.start, scratch: &scratch)
    let first = bench.refinement.tangent(bench.problem, bench.start, &scratch)
    #expect(refined.cost < first.cost - 1e-3)
    #expect(refined.fit >= first.fit)
    let revised = bench.revision.revise(refined, scratch: &scratch)
    #expect(revised.cost <= refined.cost)
    #expect(OdourWorkbench.isInside(revised.doses, revised.problem))
    #expect(revised.problem.entries.count <= 24)
    let materials = bench.refinement.universe.materials
    let numbers = revised.problem.entries.flatMap { materials[$0.place].casNumbers }
    #expect(Set(numbers).count == numbers.count)
  }

  @Test("brings a formula nearer to the hours that are wished")
  func hours() throws {
    let families: [Family: Double] = [.citrus: 1, .woody: 0.3]
    let hours = try [1.0, 12].map { wished in
      let bench = try OdourWorkbench(.asking(families), wishedHours: wished)
      var scratch = bench.panel.makeScratch()
      // Doses alone hardly move the hours of a palette; its lines do.
      let refined = bench.revision.revise(
        bench.refinement.refine(bench.problem, from: bench.start, scratch: &scratch),
        scratch: &scratch)
      let shares = refined.problem.shares(of: refined.doses)
      var all = [Double](repeating: 0, count: bench.panel.materials.count)
      for (entry, share) in zip(refined.problem.entries, shares) {
        all[bench.refinement.position(of: entry.place)] = share
      }
      return bench.panel.impression(of: all, scratch: &scratch).longevityHours
    }
    #expect(hours[1] > hours[0] + 1)
  }

  @Test("prices a row by what a little more of it gains in the linear program")
  func prices() throws {
    let bench = try OdourWorkbench(.asking([.mossy: 1]))
    var scratch = bench.panel.makeScratch()
    let refined = bench.refinement.refine(bench.problem, from: bench.start, scratch: &scratch)
    let tangent = bench.refinement.tangent(refined.problem, refined.doses, &scratch)
    let prices = try #require(
      bench.refinement.prices(refined, tangent, scratch: &scratch))
    #expect(prices.constraints.count == refined.problem.rows.count)
    for (row, price) in zip(refined.problem.rows, prices.constraints) where row.meaning != .whole {
      #expect(price >= 0)
    }
  }
}

@Suite("The tangent of the odour")
struct OdourTangentTests {
  @Test("has the slopes that wider differences have", arguments: 1...5 as ClosedRange<UInt64>)
  func slopes(seed: UInt64) throws {
    let bench = try OdourWorkbench(.asking([.floral: 1, .citrus: 0.5]))
    var scratch = bench.panel.makeScratch()
    var random = SplitMix64(seed: seed)
    let shares = bench.panel.materials.map { material in
      material.kind == .solvent || random.nextUnit() < 0.8
        ? 0 : material.usualPercent.value / 100 * (0.5 + random.nextUnit())
    }
    let aim = bench.refinement.aim
    let tangent = OdourTangent(aim, at: shares, scratch: &scratch)
    for place in shares.indices where shares[place] > 0 {
      let slope = tangent.slope(of: place, dose: shares[place], scratch: &scratch)
      let step = 0.01
      var (less, more) = (shares, shares)
      less[place] *= 1 - step
      more[place] *= 1 + step
      let below = OdourTangent(aim, at: less, scratch: &scratch)
      let above = OdourTangent(aim, at: more, scratch: &scratch)
      for index in slope.residual.indices {
        let wide = (above.residual[index] - below.residual[index]) / (2 * step)
        #expect(abs(slope.residual[index] - wide) < 0.02 * (abs(wide) + 0.05))
      }
    }
  }

  @Test("is as long as the tangent of the angle that the fit is the cosine of")
  func length() throws {
    let bench = try OdourWorkbench(.asking([.woody: 1]))
    var scratch = bench.panel.makeScratch()
    let tangent = bench.refinement.tangent(bench.problem, bench.start, &scratch)
    let square = tangent.residual.reduce(0) { $0 + $1 * $1 }
    #expect(abs(1 / (1 + square).squareRoot() - tangent.fit) < 1e-9)
    #expect(tangent.cost >= square - 1e-9)
  }
}
