import FormulaRules
import FormulaSearch
import Perfumery
import StrictJSON
import Testing

@testable import ModelEnsemble
@testable import ResultDocuments

/// A result has the names others script against, and is the same for the same inputs.
@Suite struct FormulaResultTests {
  private let result: FormulaResult

  init() throws {
    let catalogue = try Catalogue.builtIn()
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    var brief = Brief(
      language: .english,
      category: Reading(.eauDeToilette, confidence: 0.9, because: ["EDT"]),
      dosagePercent: Reading(8, confidence: 0.5, because: []))
    brief.families[.citrus] = Reading(0.9, confidence: 0.8, because: ["lemon"])
    brief.families[.gourmand] = Reading(0, confidence: 0.8, because: ["not sweet"])
    brief.notes[NoteName(rawValue: "lemon")] = Reading(0.7, confidence: 0.9, because: ["lemon"])
    brief.seasons = [Reading(.summer, confidence: 0.9, because: ["summer"])]
    brief.budgetPerKilogram = Reading(Money(400, .usd), confidence: 1, because: ["400 USD/kg"])
    brief.forbidden = [
      Reading(.note(NoteName(rawValue: "rose")), confidence: 1, because: ["no rose"])
    ]
    let composition = try Composer(catalogue: catalogue, rules: rules).compose(brief, seed: 4)
    result = FormulaResult(
      text: "lemon", seed: 4,
      reading: EnsembleReading(
        brief: brief, mode: .balanced, members: [], degraded: ["no language model"], votes: []),
      composition: composition,
      judgement: FormulaJudgement(
        legality: rules.report(on: composition.formula),
        categories: rules.categories(of: composition.formula),
        allergens: rules.allergens(in: composition.formula),
        koreanAllergens: rules.allergens(in: composition.formula, market: .korea), stability: []),
      configuration: ConfigurationStamp(version: "1", settings: "s", tables: "t"),
      timings: ["reading": .milliseconds(12)])
  }

  private func names(_ value: JSONValue?) -> Set<String> {
    guard case .object(let members) = value else { return [] }
    return Set(members.keys)
  }

  private func first(_ value: JSONValue?) -> JSONValue? {
    guard case .array(let items) = value else { return nil }
    return items.first
  }

  @Test func hasTheFieldsOthersScriptAgainst() {
    let document = result.document
    #expect(document["schema"] == "fragrance.result/1")
    #expect(document["seed"] == 4)
    #expect(document["models"] == [])
    #expect(document["degraded"] == ["no language model"])
    let line = names(first(document["formula"]?["lines"]))
    let lineNames: Set = [
      "material", "name", "cas", "partsPerThousand", "percentOfConcentrate", "dilutionPercent",
      "note",
    ]
    #expect(line.isSuperset(of: lineNames))
    let legality = names(document["legality"])
    #expect(legality.isSuperset(of: ["amendment", "category", "violations"]))
    let verdict = names(first(document["legality"]?["verdicts"]))
    let verdictNames: Set = [
      "substance", "standard", "percentInProduct", "limitPercent", "percentOfLimit", "sources",
      "pass",
    ]
    #expect(verdict.isSuperset(of: verdictNames))
    let cost = names(document["cost"])
    #expect(cost.isSuperset(of: ["perKilogram", "currency"]))
  }

  @Test func theBriefKeepsValueConfidenceAndWords() {
    let brief = result.document["brief"]
    #expect(
      brief?["families"]?["citrus"]
        == ["value": .number(0.9), "confidence": .number(0.8), "because": ["lemon"]])
    #expect(brief?["families"]?["gourmand"]?["value"] == .number(0))
    #expect(brief?["language"] == "en")
    #expect(brief?["season"]?["value"] == "summer")
    #expect(brief?["product"]?["category"] == "EDT")
    #expect(brief?["product"]?["dosagePercent"] == .number(8))
    #expect(brief?["budget"]?["currency"] == "USD")
    #expect(first(brief?["forbidden"])?["kind"] == "note")
    #expect(first(brief?["forbidden"])?["value"] == "rose")
    #expect(brief?["longevityHours"] == nil)
  }

  @Test func twoSeasonsNameTheSurerOneFirst() {
    var brief = result.reading.brief
    brief.seasons.append(Reading(.spring, confidence: 0.4, because: ["spring"]))
    #expect(brief.json["season"]?["value"] == "summer")
    #expect(first(brief.json["season"]?["others"])?["value"] == "spring")
  }

  @Test func onlyAJobsResultCarriesJobAndTimings() {
    #expect(result.document["timings"] == nil)
    #expect(result.document["job"] == nil)
    var ofJob = result
    ofJob.job = "01890a5d-ac96-774b-bcce-b302099a8057"
    #expect(ofJob.document["timings"] == ["reading": .number(0.012)])
    #expect(ofJob.document["job"] == "01890a5d-ac96-774b-bcce-b302099a8057")
  }

  @Test func linesSumToAThousandAndCostsToTheTotal() throws {
    guard case .array(let lines) = result.document["formula"]?["lines"] else {
      Issue.record("no lines")
      return
    }
    func number(_ value: JSONValue?) -> Double {
      switch value {
      case .int(let number): Double(number)
      case .number(let number): number
      default: 0
      }
    }
    let parts = lines.reduce(0) { $0 + number($1["partsPerThousand"]) }
    #expect(abs(parts - 1000) < 1e-9)
    let cost = lines.reduce(0) { $0 + number($1["cost"]) }
    #expect(abs(cost - number(result.document["cost"]?["perKilogram"])) < 0.01)
    #expect(number(result.document["cost"]?["perKilogram"]) <= 400)
  }

  @Test(arguments: [(0.123456789, 4, 0.1235), (-0.5, 0, -1), (2, 3, 2)])
  func roundsHalfAwayFromZero(number: Double, places: Int, expected: Double) {
    #expect(number.rounded(toPlaces: places) == expected)
  }
}
