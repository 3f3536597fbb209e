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

  /// Six briefs drawn by a seed, of all kinds of wishes; prepared once for all suites.
  static let drawn = Result {
    let workshop = try Workshop.shared.get()
    var grounds: [SearchGround] = []
    var seed: UInt64 = 0
    while grounds.count < 6 {
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

  init(_ brief: Brief, workshop: Workshop, startCount: Int = 2) throws {
    self.brief = brief
    let commission = try workshop.commission(brief)
    universe = commission.universe
    space = BlendSpace(
      polytope: SharePolytope(
        universe: universe, wishes: commission.wishes, catalogue: workshop.catalogue))
    moves = BlendMoves(space: space, target: commission.target.profile)
    starts = FrontStarts(commission: commission, space: space)
      .blends(count: startCount, dollarsPerKilogram: 120, seed: 1)
  }

  /// A blend some way into the space.
  func blend(_ random: inout SplitMix64) -> Blend {
    moves.walked(
      starts[Int(random.next() % UInt64(starts.count))], steps: 3, using: &random)
  }
}
