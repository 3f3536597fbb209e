import ParetoSearch
import Perfumery
import SeededRandom
import Testing

@testable import FormulaSearch

@Suite struct FrontClimbTests {
  private func problem(_ seed: UInt64) throws -> UsualDoseProblem {
    let ground = try SearchGround.of(seed)
    let target = BriefTarget(ground.brief, catalogue: try Workshop.shared.get().catalogue)
    return UsualDoseProblem(
      moves: ground.moves, starts: ground.starts, target: target.profile)
  }

  @Test func `climbs start where the front ends and never fall back`() throws {
    let problem = try problem(2)
    let settings = try SearchSettings(populationSize: 20, generationCount: 10, seed: 1)
    let front = NSGA2.run(problem, settings) { $0 < 8 }.map(\.objectives)
    let climb = FrontClimb(problem, settings)
    #expect(climb.evaluationCount <= 200)
    #expect(climb.members.count == front.count + 3)
    for axis in 0..<2 {
      let before = try #require(front.map { $0[axis] }.min())
      let after = try #require(climb.members.map { $0.objectives[axis] }.min())
      #expect(after <= before)
    }
    for member in climb.members {
      let isIn = problem.moves.space.admits(member.candidate)
      #expect(isIn)
    }
  }

  @Test func `a search that is stopped does not climb`() throws {
    let settings = try SearchSettings(populationSize: 20, generationCount: 10, seed: 1)
    let climb = FrontClimb(try problem(2), settings) { _ in false }
    #expect(climb.evaluationCount == 20)
  }

  @Test(arguments: [UInt64(0), 1, 2])
  func `the best static fit comes near the exact bound and not above`(seed: UInt64) throws {
    let problem = try problem(seed)
    let workshop = try Workshop.shared.get()
    let ground = try SearchGround.of(seed)
    let commission = try workshop.commission(ground.brief)
    let search = ExactBound.Search(commission: commission)
    guard case .found(let bound) = search.best(search.polytope(under: commission.wishes)) else {
      Issue.record("the bound was not found")
      return
    }
    let climb = FrontClimb(
      problem, try SearchSettings(populationSize: 24, generationCount: 60, seed: seed))
    let best = try #require(climb.members.map { 1 - $0.objectives[0] }.max())
    #expect(best <= bound.upperBound + 1e-9)
    #expect(best >= 0.95 * bound.upperBound)
  }

  @Test(arguments: UInt64(1)...20)
  func `usual doses and cost are those of the shares`(seed: UInt64) throws {
    let problem = try problem(seed)
    let ground = try SearchGround.of(seed)
    var random = SplitMix64(seed: seed)
    let blend = ground.blend(&random)
    var objectives = [0.0, 0.0]
    var span = objectives.mutableSpan
    var scratch: Void = ()
    #expect(problem.evaluate(blend, into: &span, scratch: &scratch) == 0)
    let polytope = ground.space.polytope
    func material(_ index: Int) -> Material {
      ground.universe.materials[polytope.eligible[index]]
    }
    var doses = FamilyVector()
    var dollars =
      blend.solventShare
      * (material(polytope.solvent).dollarsPerKilogram?.value ?? 0)
    for line in blend.lines {
      let own = material(line.index)
      doses = doses + own.families * (100 * line.share / own.usualPercent.value)
      dollars += line.share * (own.dollarsPerKilogram?.value ?? 0)
    }
    let target = BriefTarget(ground.brief, catalogue: try Workshop.shared.get().catalogue)
    #expect(abs(objectives[0] - (1 - doses.cosine(to: target.profile))) < 1e-12)
    #expect(abs(objectives[1] - dollars) < 1e-9 * max(1, dollars))
  }
}
