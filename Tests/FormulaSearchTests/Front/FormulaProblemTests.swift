import FormulaAppraisal
import OdourModel
import ParetoSearch
import Perfumery
import SeededRandom
import Testing

@testable import FormulaSearch

@Suite struct FormulaProblemTests {
  private static let problem = Result {
    let workshop = try Workshop.shared.get()
    let brief = Brief.asking([.floral: 0.8, .woody: 0.4])
    let composed = try workshop.composer.compose(brief, seed: 1)
    let ground = try FrontGround(
      brief, composed: composed, catalogue: workshop.catalogue, rules: workshop.rules,
      rates: ExchangeRates(unitsPerDollar: [:]), startCount: 3, seed: 1)
    return try #require(ground.problem(objectives: [.fit, .cost]))
  }

  @Test func `an evaluation leaves nothing behind for the next`() throws {
    let problem = try Self.problem.get()
    var random = SplitMix64(seed: 1)
    let blends = (0..<6).map { problem.sample($0, using: &random) }
    var shared = problem.makeScratch()
    for blend in blends + blends.reversed() {
      var fresh = problem.makeScratch()
      let again = problem.appraise(blend, scratch: &shared)
      #expect(again == problem.appraise(blend, scratch: &fresh))
    }
  }

  @Test(arguments: UInt64(1)...10)
  func `a simplified blend has fewer lines and nearly the same worth`(seed: UInt64) throws {
    let problem = try Self.problem.get()
    var random = SplitMix64(seed: seed)
    var scratch = problem.makeScratch()
    let blend = problem.sample(10, using: &random)
    let simple = problem.simplified(blend, scratch: &scratch)
    let isIn = problem.moves.space.admits(simple)
    #expect(isIn)
    #expect(simple.lines.count <= blend.lines.count)
    #expect(Set(simple.lines.map(\.index)).isSubset(of: blend.lines.map(\.index)))
    let (before, after) = (
      problem.appraise(blend, scratch: &scratch), problem.appraise(simple, scratch: &scratch)
    )
    #expect(after.fit >= before.fit - 0.003)
    #expect(after.dollarsPerKilogram <= 1.01 * before.dollarsPerKilogram)
  }

  @Test func `what is missing from the floor is summed in parts of it`() {
    let floor = AppraisalFloor(fit: 0.8, hours: 10, sillage: 0)
    var appraisal = Appraisal(
      fit: 0.8, impression: .zero, dollarsPerKilogram: 0, longevityHours: 12, sillage: 0,
      naturalPercent: 0)
    #expect(floor.shortfall(of: appraisal) == 0)
    appraisal.fit = 0.4
    appraisal.longevityHours = 9
    #expect(abs(floor.shortfall(of: appraisal) - 0.6) < 1e-12)
  }

  @Test func `more than two days count as two days`() {
    let long = Appraisal(
      fit: 0, impression: .zero, dollarsPerKilogram: 0, longevityHours: 90, sillage: 0,
      naturalPercent: 0)
    #expect(FrontObjective.longevity.value(of: long) == -48)
  }
}
