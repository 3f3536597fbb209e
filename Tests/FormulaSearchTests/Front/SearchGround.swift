import Perfumery
import SeededRandom

@testable import FormulaSearch

/// One brief with its space, its moves and a few composed starts, for the suites of the search.
struct SearchGround: Sendable {
  let brief: Brief
  let universe: Universe
  let space: BlendSpace
  let moves: BlendMoves
  let starts: [Blend]

  /// Ten briefs drawn by a seed, of all kinds of wishes; prepared once for all suites.
  static let drawn = Result {
    let workshop = try Workshop.shared.get()
    var grounds: [SearchGround] = []
    var seed: UInt64 = 0
    while grounds.count < 10 {
      seed += 1
      let brief = Brief.drawn(seed: seed, catalogue: workshop.catalogue)
      let ground = try SearchGround(brief, workshop: workshop)
      if !ground.starts.isEmpty { grounds.append(ground) }
    }
    return grounds
  }

  /// The ground of a seed.
  static func of(_ seed: UInt64) throws -> SearchGround {
    let grounds = try drawn.get()
    return grounds[Int(seed % UInt64(grounds.count))]
  }

  init(_ brief: Brief, workshop: Workshop, startCount: Int = 3) throws {
    self.brief = brief
    universe = try workshop.universe(brief)
    let wishes = try Wish.all(of: brief, rates: ExchangeRates(unitsPerDollar: [:]))
    let target = BriefTarget(brief, catalogue: workshop.catalogue)
    space = BlendSpace(
      polytope: SharePolytope(universe: universe, wishes: wishes, catalogue: workshop.catalogue))
    let materials = universe.materials
    moves = BlendMoves(
      space: space,
      interest: space.polytope.eligible.map {
        materials[$0].families.cosine(to: target.profile)
      })
    starts = FrontStarts(
      universe: universe, catalogue: workshop.catalogue, brief: brief, target: target,
      wishes: wishes, space: space
    ).blends(count: startCount, dollarsPerKilogram: 120, seed: 1)
  }

  /// A blend some way into the space.
  func blend(_ random: inout SplitMix64) -> Blend {
    moves.walked(
      starts[Int(random.next() % UInt64(starts.count))], steps: 3, using: &random)
  }
}
