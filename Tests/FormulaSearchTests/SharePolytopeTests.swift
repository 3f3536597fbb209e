import FormulaRules
import Perfumery
import Testing

@testable import FormulaSearch

@Suite("The polytope of shares")
struct SharePolytopeTests {
  let shop: Workshop

  init() throws { shop = try Workshop.shared.get() }

  private func polytope(_ brief: Brief, balance: FamilyVector? = nil) throws -> SharePolytope {
    let wishes = try Wish.all(of: brief, rates: ExchangeRates(unitsPerDollar: [:]))
    return SharePolytope(
      universe: try shop.universe(brief), wishes: wishes, catalogue: shop.catalogue,
      balance: balance)
  }

  @Test(
    "holds what the composer solves for, balance and all",
    arguments: 1...40 as ClosedRange<UInt64>)
  func holdsSolutions(seed: UInt64) throws {
    var brief = Brief.drawn(seed: seed, catalogue: shop.catalogue)
    if brief.budgetPerKilogram != nil { brief.budgetPerKilogram = .said(Money(300, .usd)) }
    var chooser = try shop.chooser(brief, seed: seed)
    let problem = DoseProblem(
      universe: chooser.universe, entries: chooser.choose().entries,
      target: chooser.target.profile, wishes: chooser.wishes, brief: brief,
      catalogue: shop.catalogue, customs: .init(keepsLines: false))
    guard case .optimal(let solution) = DualActiveSet.solve(problem.program) else { return }
    let polytope = try polytope(brief, balance: chooser.target.profile)
    var shares = [Double](repeating: 0, count: polytope.eligible.count)
    for (entry, share) in zip(problem.entries, problem.shares(of: solution.x)) {
      shares[try #require(polytope.eligible.firstIndex(of: entry.place))] = share
    }
    #expect(polytope.admits(shares, tolerance: 1e-7))
    shares[polytope.solvent] -= 1e-3
    #expect(!polytope.admits(shares))
  }

  @Test("refuses a share over a cap, over the highest percent, or under nothing")
  func refusals() throws {
    let polytope = try polytope(.asking([.mossy: 1]))
    func shares(_ id: String, _ share: Double) throws -> [Double] {
      var all = [Double](repeating: 0, count: polytope.eligible.count)
      let hedione = MaterialID(rawValue: "hedione")
      for (id, share) in [(MaterialID(rawValue: id), share), (hedione, 0.3)] {
        let place = try #require(polytope.universe.place(of: id))
        all[try #require(polytope.eligible.firstIndex(of: place))] = share
      }
      all[polytope.solvent] = 1 - 0.3 - share
      return all
    }
    // 0.1 % of a product with 15 % concentrate is 0.667 % of the concentrate.
    #expect(try polytope.admits(shares("oakmoss-absolute", 0.0066)))
    #expect(try !polytope.admits(shares("oakmoss-absolute", 0.0067)))
    #expect(try !polytope.admits(shares("indole", 0.2)))
    #expect(try !polytope.admits(shares("galaxolide", -0.01)))
    #expect(!polytope.admits([1]))
  }

  @Test("has the rows of wishes with their exact bounds when no margin is kept")
  func margins() throws {
    let brief = Brief.asking([.floral: 1]) { $0.budgetPerKilogram = .said(Money(150, .usd)) }
    let wishes = try Wish.all(of: brief, rates: ExchangeRates(unitsPerDollar: [:]))
    let universe = try shop.universe(brief)
    let bounds = [true, false].compactMap { keepsMargins in
      SharePolytope(
        universe: universe, wishes: wishes, catalogue: shop.catalogue,
        keepsMargins: keepsMargins
      ).rows.first { $0.meaning == .wish(wishes[0]) }?.bound
    }
    #expect(bounds.count == 2 && abs(bounds[0] - 149.985) < 1e-9 && bounds[1] == 150)
  }
}
