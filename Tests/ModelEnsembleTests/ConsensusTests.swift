import Perfumery
import SeededRandom
import Testing

@testable import ModelEnsemble

@Suite struct ConsensusTests {
  private func said<Value>(_ value: Value, _ confidence: Double = 1, _ words: [String] = ["w"])
    -> Reading<Value>
  {
    Reading(value, confidence: confidence, because: words)
  }

  private func heard<Value>(_ value: Value) -> Reading<Value> {
    Reading(value, confidence: AnswerInterpreter.confidence, because: [])
  }

  private func modelBrief(_ change: (inout Brief) -> Void) -> Brief {
    var brief = emptyBrief()
    brief.category.confidence = 0
    brief.dosagePercent.confidence = 0
    change(&brief)
    return brief
  }

  private func merge(
    _ rules: Brief, _ models: Brief..., weight: Double = 1
  ) -> Consensus {
    Consensus(
      rules: Ballot(name: "rules", weight: 1, brief: rules, isRules: true),
      models: zip(["qwen", "mistral", "llama"], models).map {
        Ballot(name: $0, weight: weight, brief: $1, isRules: false)
      })
  }

  private let rose = Subject.note(NoteName(rawValue: "rose"))

  @Test func `without models the rules' brief passes unchanged`() {
    var rules = emptyBrief(.korean)
    rules.families = [.citrus: said(0.8), .musk: said(0)]
    rules.seasons = [said(.winter, 0.3), said(.spring, 0.9)]
    let consensus = merge(rules)
    #expect(consensus.brief == rules)
    #expect(consensus.votes.isEmpty)
  }

  @Test func `what the rules forbid stays, whatever all models wish`() {
    var rules = emptyBrief()
    rules.forbidden = [said(rose), said(.family(.musk))]
    rules.families = [.musk: said(0), .woody: said(0.5)]
    let wish = modelBrief {
      $0.notes = [NoteName(rawValue: "rose"): heard(1)]
      $0.wanted = [heard(rose)]
      $0.families = [.musk: heard(1)]
    }
    let merged = merge(rules, wish, wish, wish, weight: 10).brief
    #expect(merged.forbidden.map(\.value) == [rose, .family(.musk)])
    #expect(merged.wanted.isEmpty)
    #expect(merged.notes.isEmpty)
    #expect(merged.families[.musk]?.value == 0)
  }

  @Test func `what the rules found wanted cannot be forbidden by models`() {
    var rules = emptyBrief()
    rules.wanted = [said(rose)]
    let against = modelBrief { $0.forbidden = [heard(rose)] }
    let merged = merge(rules, against, against, against).brief
    #expect(merged.wanted.map(\.value) == [rose])
    #expect(merged.forbidden.isEmpty)
  }

  @Test func `models may forbid more when their votes carry it`() {
    var rules = emptyBrief()
    rules.notes = [NoteName(rawValue: "rose"): said(0.4, 0.2)]
    let against = modelBrief { $0.forbidden = [heard(rose), heard(.family(.leather))] }
    let merged = merge(rules, against).brief
    #expect(merged.forbidden.map(\.value) == [rose, .family(.leather)])
    #expect(merged.notes.isEmpty)
    #expect(merged.families[.leather]?.value == 0)
    #expect(merge(rules, against, weight: 0.3).brief.forbidden.isEmpty)
  }

  @Test func `a family two members state is their mean by votes`() throws {
    var rules = emptyBrief()
    rules.families = [.citrus: said(1, 0.6, ["레몬"])]
    let merged = merge(rules, modelBrief { $0.families = [.citrus: heard(0.5)] })
    let citrus = try #require(merged.brief.families[.citrus])
    #expect(abs(citrus.value - 0.75) < 1e-12)
    #expect(abs(citrus.confidence - (1 - 0.4 * 0.4)) < 1e-12)
    #expect(citrus.because == ["레몬"])
    #expect(merged.votes.first?.members == ["rules", "qwen"])
    #expect(merged.votes.first?.share == 1)
  }

  @Test(arguments: [(0.5, false), (0.6, true)])
  func `a family only one model hears needs weight against silent rules`(
    weight: Double, isCarried: Bool
  ) {
    var rules = emptyBrief()
    rules.families = [.woody: said(0.8)]
    let model = modelBrief { $0.families = [.woody: heard(0.8), .green: heard(0.5)] }
    let merged = merge(rules, model, weight: weight)
    #expect((merged.brief.families[.green]?.value == 0.5) == isCarried)
    #expect(merged.votes.first { $0.field == "families.green" }?.isCarried == isCarried)
  }

  @Test func `rules that heard no family leave the field to a model`() {
    let model = modelBrief { $0.families = [.green: heard(0.5)] }
    let merged = merge(emptyBrief(), model, weight: 0.1).brief
    #expect(merged.families[.green]?.value == 0.5)
  }

  @Test func `what the rules read literally survives three silent models`() {
    var rules = emptyBrief()
    rules.families = [.citrus: said(0.8), .woody: said(0.4, 0.4)]
    let silent = modelBrief { $0.families = [.green: heard(0.5)] }
    let merged = merge(rules, silent, silent, silent).brief
    #expect(merged.families[.citrus]?.value == 0.8)
    #expect((merged.families[.citrus]?.confidence ?? 1) < 0.6)
    #expect(merged.families[.woody] == nil)
    #expect(merged.families[.green]?.value == 0.5)
  }

  @Test func `a default product yields to a model and takes the usual dosage along`() {
    let merged = merge(
      emptyBrief(), modelBrief { $0.category = heard(.eauDeToilette) }
    ).brief
    #expect(merged.category.value == .eauDeToilette)
    #expect(merged.dosagePercent.value == ProductCategory.eauDeToilette.usualDosagePercent)
  }

  @Test func `a product the rules read stays with its dosage against one model`() {
    var rules = emptyBrief()
    rules.category = said(.candle)
    rules.dosagePercent = said(7)
    let model = modelBrief {
      $0.category = heard(.eauDeToilette)
      $0.dosagePercent = heard(12)
    }
    let merged = merge(rules, model).brief
    #expect(merged.category.value == .candle)
    #expect(merged.dosagePercent == said(7))
  }

  @Test func `a low weight does not move a default`() {
    let model = modelBrief { $0.category = heard(.soap) }
    #expect(merge(emptyBrief(), model, weight: 0.2).brief.category.value == .eauDeParfum)
  }

  @Test func `figures of the rules stand and missing ones are filled`() {
    var rules = emptyBrief()
    rules.longevityHours = said(6)
    let model = modelBrief {
      $0.longevityHours = heard(8)
      $0.allergenLimitPpm = heard(500)
      $0.budgetPerKilogram = heard(Money(90, .eur))
    }
    let merged = merge(rules, model).brief
    #expect(merged.longevityHours == said(6))
    #expect(merged.allergenLimitPpm?.value == 500)
    #expect(merged.budgetPerKilogram?.value == Money(90, .eur))
  }

  @Test func `models that contradict each other carry nothing`() {
    let merged = merge(
      emptyBrief(), modelBrief { $0.timeOfDay = heard(.day) },
      modelBrief { $0.timeOfDay = heard(.night) }
    ).brief
    #expect(merged.timeOfDay == nil)
  }

  @Test func `moods, seasons and strength are voted on too`() {
    var rules = emptyBrief()
    rules.moods = [said("calm", 0.5)]
    rules.seasons = [said(.spring, 0.5)]
    let model = modelBrief {
      $0.moods = [heard("calm"), heard("fresh")]
      $0.seasons = [heard(.winter), heard(.spring)]
      $0.strength = heard(0.8)
    }
    let merged = merge(rules, model).brief
    #expect(merged.moods.map(\.value) == ["calm", "fresh"])
    #expect(merged.seasons.map(\.value) == [.spring, .winter])
    #expect(merged.strength?.value == 0.8)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `confidence and value stay between 0 and 1 and the order of maps does not matter`(
    seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    func brief() -> Brief {
      modelBrief { brief in
        for family in Family.allCases.shuffled(using: &random).prefix(9) {
          brief.families[family] = Reading(
            .random(in: 0.01...1, using: &random),
            confidence: .random(in: 0.01...1, using: &random),
            because: [])
        }
      }
    }
    let (rules, first, second) = (brief(), brief(), brief())
    let merged = merge(rules, first, second)
    for reading in merged.brief.families.values {
      #expect((0...1).contains(reading.value) && (0...1).contains(reading.confidence))
    }
    #expect(merge(rules, first, second).brief == merged.brief)
    #expect(merge(rules, first, second).votes == merged.votes)
  }

}
