import FormulaRules
import Perfumery
import SeededRandom
import Testing

@testable import FormulaSearch

@Suite struct BlendSpaceTests {
  @Test(arguments: UInt64(1)...200)
  func `every move stays inside law and wishes to a millionth of a millionth`(
    seed: UInt64
  ) throws {
    let ground = try SearchGround.of(seed)
    var random = SplitMix64(seed: seed)
    var first = ground.blend(&random)
    var second = ground.blend(&random)
    for _ in 0..<12 {
      let child = ground.moves.crossed(first, second, using: &random)
      first = ground.moves.mutated(child, using: &random)
      second = ground.moves.walked(second, steps: 1, using: &random)
      for blend in [child, first, second] {
        #expect(ground.space.admits(blend))
        #expect((8...30).contains(blend.lineCount))
      }
    }
    try expectLegal(first, ground)
    try expectLegal(second, ground)
  }

  /// Judged by the polytope's own dense rows and by the legal region, not by the sparse ones.
  private func expectLegal(_ blend: Blend, _ ground: SearchGround) throws {
    let polytope = ground.space.polytope
    var shares = polytope.eligible.map { _ in 0.0 }
    for line in blend.lines { shares[line.index] = line.share }
    shares[polytope.solvent] = blend.solventShare
    #expect(polytope.admits(shares, tolerance: 1e-12))
    var exact: [MaterialID: MassFraction] = [:]
    for (place, share) in zip(polytope.eligible, shares) {
      exact[ground.universe.materials[place].id] = MassFraction(roundingDown: share)
    }
    let region = ground.universe.region
    #expect(region.admits(region.materials.map { exact[$0.id] ?? .zero }))
  }

  @Test(arguments: UInt64(1)...50)
  func `a step reaches the first row in its way and not beyond`(seed: UInt64) throws {
    let ground = try SearchGround.of(seed)
    var random = SplitMix64(seed: seed)
    let blend = ground.blend(&random)
    let line = blend.lines[Int(random.next() % UInt64(blend.lines.count))]
    let step = [Step(index: line.index, rate: 1)]
    let length = ground.space.reach(of: blend, along: step, upTo: .infinity)
    let end = blend.moved(along: step, by: length)
    #expect(ground.space.admits(end))
    #expect(!ground.space.admits(blend.moved(along: step, by: length + 1e-9)))
  }

  @Test(arguments: UInt64(1)...50)
  func `steps from one blend to another lead there`(seed: UInt64) throws {
    let ground = try SearchGround.of(seed)
    var random = SplitMix64(seed: seed)
    let (from, to) = (ground.blend(&random), ground.blend(&random))
    let end = from.moved(along: from.steps(to: to), by: 1)
    #expect(end.lines.map(\.index) == to.lines.map(\.index))
    for (line, wished) in zip(end.lines, to.lines) {
      #expect(abs(line.share - wished.share) < 1e-15)
    }
  }

  @Test(arguments: UInt64(1)...50)
  func `a blend of too many lines keeps thirty and its rows`(seed: UInt64) throws {
    let ground = try SearchGround.of(seed)
    var random = SplitMix64(seed: seed)
    var blend = ground.blend(&random)
    // Traces of twenty-odd more materials, none of which meets a row.
    for index in ground.space.pool where !blend.holds(index) && blend.lineCount < 45 {
      let step = [Step(index: index, rate: 1)]
      let length = ground.space.reach(of: blend, along: step, upTo: 1e-5)
      if length > BlendSpace.leastShare { blend = blend.moved(along: step, by: length) }
    }
    guard blend.lineCount > 30, let reduced = ground.space.weighable(blend) else { return }
    #expect(reduced.lineCount == 30)
    #expect(ground.space.admits(reduced))
  }

  @Test(arguments: UInt64(1)...20)
  func `settling leaves a blend inside where it is`(seed: UInt64) throws {
    let ground = try SearchGround.of(seed)
    let start = ground.starts[0]
    let again = try #require(
      ground.space.settled(start.lines.map { (index: $0.index, share: $0.share) }))
    for (line, other) in zip(start.lines, again.lines) {
      #expect(line.index == other.index)
      #expect(abs(line.share - other.share) < 1e-7)
    }
  }

  @Test func `walks leave their start and come to all sides of it`() throws {
    let ground = try SearchGround.of(1)
    var random = SplitMix64(seed: 5)
    let start = ground.starts[0]
    var isMore = start.lines.map { _ in false }
    var isLess = isMore
    for _ in 0..<60 {
      let end = ground.moves.walked(start, steps: 3, using: &random)
      for (place, line) in start.lines.enumerated() {
        if end.share(of: line.index) > line.share { isMore[place] = true }
        if end.share(of: line.index) < line.share { isLess[place] = true }
      }
    }
    #expect(isLess.allSatisfy { $0 })
    // A line at its legal limit cannot grow.
    #expect(isMore.count { $0 } > start.lines.count / 2)
  }
}
