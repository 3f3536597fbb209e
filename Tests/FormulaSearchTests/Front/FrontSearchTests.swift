import FormulaAppraisal
import FormulaRules
import OdourModel
import ParetoSearch
import Perfumery
import Testing

@testable import FormulaSearch

@Suite struct FrontSearchTests {
  static let briefs: [Brief] = [
    .asking([.citrus: 1, .woody: 0.4], category: .eauDeToilette),
    .asking([.floral: 0.8, .mossy: 0.6]) {
      $0.longevityHours = .said(6)
      $0.wanted = [.said(.note("rose"))]
    },
    .asking([.gourmand: 0.9, .amber: 0.5]) {
      $0.budgetPerKilogram = .said(Money(160, .usd))
      $0.strength = .said(0.7)
    },
    .asking([.aromatic: 0.8, .green: 0.4], category: .bodyLotion) {
      $0.allergenLimitPpm = .said(400)
      $0.moods = [.said("natural")]
      $0.families[.smoky] = .said(0)
    },
  ]

  private static func front(
    _ brief: Brief, count: Int = 10, generations: Int = 8, threads: Int = 1, seed: UInt64 = 3
  ) throws -> (composed: Composition, front: Front) {
    let workshop = try Workshop.shared.get()
    let composed = try workshop.composer.compose(brief, seed: 1)
    let search = FrontSearch(catalogue: workshop.catalogue, rules: workshop.rules)
    let front = try search.alternatives(
      brief, composed: composed, count: count,
      settings: SearchSettings(
        populationSize: 24, generationCount: generations, threadCount: threads, seed: seed))
    return (composed, front)
  }

  /// One front for each of the briefs, searched once for all tests.
  private static let fronts = Result { try briefs.map { try front($0) } }

  @Test(arguments: briefs.indices)
  func `alternatives are legal formulas that can be weighed`(index: Int) throws {
    let workshop = try Workshop.shared.get()
    let (composed, front) = try Self.fronts.get()[index]
    #expect(front.members[0].formula == composed.formula)
    #expect(front.members[0].merits == [.composed])
    #expect((2...11).contains(front.members.count))
    #expect(front.evaluationCount == 24 * 8)
    for member in front.members {
      #expect(workshop.rules.report(on: member.formula).isLegal)
      #expect(member.formula.total == .one)
      #expect((8...30).contains(member.formula.lines.count))
      #expect(!member.reason.isEmpty)
      for line in member.formula.lines {
        #expect(line.share.millionths >= 3)
        #expect(line.share.percent <= line.material.highestPercent.value)
      }
    }
  }

  @Test(arguments: briefs.indices)
  func `no alternative is beaten by another or by the composed formula`(index: Int) throws {
    let front = try Self.fronts.get()[index].front
    let points = front.members.map { member in
      front.objectives.map { $0.value(of: member.appraisal) }
    }
    for alternative in points.dropFirst() {
      #expect(!points.contains { FrontChoice.dominates($0, alternative) })
    }
    #expect(Set(points).count == points.count)
  }

  @Test func `wishes hold in every alternative`() throws {
    let fronts = try Self.fronts.get()
    for member in fronts[2].front.members {
      #expect(member.appraisal.dollarsPerKilogram <= 160)
      let solvent = member.formula.lines.filter { $0.material.kind == .solvent }
      #expect(abs(solvent.reduce(0) { $0 + $1.share.fraction } - 0.17) < 0.045)
    }
    for member in fronts[3].front.members {
      #expect(member.formula.lines.allSatisfy { $0.material.families[.smoky] <= 0.1 })
    }
  }

  @Test func `the same seed gives the same front on any number of threads`() throws {
    let one = try Self.fronts.get()[0].front
    #expect(try Self.front(Self.briefs[0], threads: 3).front == one)
    #expect(try Self.front(Self.briefs[0], seed: 4).front != one)
  }

  @Test func `what is appraised is the rounded formula`() throws {
    let workshop = try Workshop.shared.get()
    let brief = Self.briefs[1]
    let member = try #require(try Self.fronts.get()[1].front.members.last)
    let materials = member.formula.lines.map(\.material)
    let panel = OdourPanel(
      materials: materials, catalogue: workshop.catalogue, product: brief.product)
    let target = BriefTarget(brief, catalogue: workshop.catalogue).profile
    var scratch = panel.makeScratch()
    let again = Appraiser(panel: panel, target: target)
      .appraise(member.formula.lines.map(\.share.fraction), scratch: &scratch)
    #expect(abs(again.fit - member.appraisal.fit) < 1e-9)
    #expect(abs(again.longevityHours - member.appraisal.longevityHours) < 1e-6)
    #expect(abs(again.dollarsPerKilogram - member.appraisal.dollarsPerKilogram) < 1e-6)
  }

  @Test func `more generations dominate more`() throws {
    let short = try Self.front(Self.briefs[0], generations: 1).front
    let long = try Self.fronts.get()[0].front
    #expect(long.hypervolume > short.hypervolume)
    #expect((0...1).contains(long.hypervolume))
  }

  @Test func `the brief chooses what is compared`() {
    #expect(FrontObjective.chosen(by: Self.briefs[0]) == [.fit, .cost])
    #expect(FrontObjective.chosen(by: Self.briefs[1]) == [.fit, .cost, .longevity])
    #expect(FrontObjective.chosen(by: Self.briefs[2]) == [.fit, .cost, .longevity])
    #expect(FrontObjective.chosen(by: Self.briefs[3]) == [.fit, .cost, .naturalness])
  }

  @Test(arguments: [0, 11, -1])
  func `a count out of range is refused`(count: Int) {
    #expect(throws: CompositionError.self) { try Self.front(Self.briefs[0], count: count) }
  }

  @Test func `a search that is stopped still answers`() throws {
    let workshop = try Workshop.shared.get()
    let composed = try Self.fronts.get()[0].composed
    let front = try FrontSearch(catalogue: workshop.catalogue, rules: workshop.rules)
      .alternatives(
        Self.briefs[0], composed: composed, count: 3,
        settings: SearchSettings(populationSize: 24, generationCount: 1_000, seed: 1),
        progress: { $0 < 2 })
    #expect(front.evaluationCount == 48)
    #expect(front.members.count > 1)
  }
}
