import BriefReading
import FormulaPolicy
import FormulaRules
import FormulaSearch
import JobDocuments
import LanguageModels
import ModelEnsemble
import Monitoring
import Perfumery
import PolicyLearning
import ResultDocuments
import StabilityRules
import StrictJSON
import Testing

@testable import JobSpool
@testable import JobWorker

/// The whole flow on the real catalogue, rules and reader, without language models.
@Suite struct ComposeFormulaTests {
  private let handler: ComposeFormula
  private let metrics = ServiceMetrics(registry: PrometheusRegistry())

  init() throws { handler = try Self.handler(policy: .absent, metrics) }

  private static func handler(
    policy: PolicySource, _ metrics: ServiceMetrics
  ) throws -> ComposeFormula {
    let catalogue = try Catalogue.builtIn()
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    return ComposeFormula(
      ensemble: try Ensemble(
        reader: try RuleReader(catalogue: catalogue), roles: [], prompts: PromptSet([:]),
        vocabulary: Vocabulary(catalogue: catalogue), connections: ModelConnections()),
      composer: Composer(catalogue: catalogue, rules: rules),
      frontSearch: FrontSearch(catalogue: catalogue, rules: rules),
      judge: FormulaJudge(rules: rules, stability: try StabilityBook.builtIn(catalogue: catalogue)),
      defaults: ComposeFormula.Defaults(
        seed: 11, mode: nil, category: .eauDeToilette, allergenLimitPpm: nil,
        alternatives: 0, readingTime: .seconds(5),
        configuration: ConfigurationStamp(version: "1", settings: "s", tables: "t")),
      policy: policy, metrics: metrics)
  }

  /// A policy that has learned next to nothing, over twenty materials.
  private func proposer() throws -> FormulaProposer {
    let catalogue = try Catalogue.builtIn()
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    let palette = PolicyPalette.materials(20, catalogue: catalogue, rules: rules)
    let bench = try DosingBench(palette: palette, catalogue: catalogue, rules: rules)
    var settings = LearnerSettings()
    settings.environmentCount = 2
    settings.hiddenSizes = [8]
    let trainer = try Trainer(settings) { _, seed in
      try FragranceEnvironment(bench: bench, seed: seed)
    }
    return try #require(
      try FormulaProposer(
        policy: trainer.policy, palette: palette, digest: "d", catalogue: catalogue, rules: rules))
  }

  @Test func aResultSaysWhoProposedWhatAndWhoWon() async throws {
    let policy = PolicySource.ready(
      try proposer(), ExchangeRates(unitsPerDollar: [.usd: 1]))
    let handler = try Self.handler(policy: policy, metrics)
    let order = BriefOrder(text: "fresh lemon and rose", seed: 3, alternatives: 1)
    let document = try await handler.compose(order) { _ in }.document
    guard case .array(let by)? = document["proposals"]?["by"] else {
      Issue.record("no proposals in \(document.canonicalText)")
      return
    }
    let fits = by.map { proposal -> (name: JSONValue?, fit: Double) in
      guard case .number(let fit)? = proposal["fit"] else { return (proposal["proposer"], -1) }
      return (proposal["proposer"], fit)
    }
    #expect(fits.map(\.name) == ["composer", "nsga2", "policy"])
    #expect(document["proposals"]?["winner"] == fits.max { $0.fit < $1.fit }?.name)
    #expect(by[2]["checkpoint"] == "d" && by[2]["formula"] != nil)
    let again = try await handler.compose(order) { _ in }.document
    #expect(again.canonicalText == document.canonicalText)
  }

  @Test func aPolicyThatCannotBeUsedIsSaid() async throws {
    let handler = try Self.handler(policy: .unusable("It is torn."), metrics)
    let document = try await handler.compose(BriefOrder(text: "fresh lemon")) { _ in }.document
    #expect(
      document["degraded"] == ["no language model", "The policy was not asked: It is torn."])
  }

  private func compose(_ order: BriefOrder) async throws -> JSONValue {
    try await handler.compose(order) { _ in }.document
  }

  private func failure(_ order: BriefOrder) async -> AttemptFailure? {
    await #expect(throws: AttemptFailure.self) { try await handler.compose(order) { _ in } }
  }

  @Test func whatTheOrderSaysBeatsTheText() async throws {
    let order = BriefOrder(
      text: "fresh lemon, eau de parfum", seed: 3, category: .eauDeCologne, dosagePercent: 3.5)
    let product = try await compose(order)["brief"]?["product"]
    #expect(product?["category"] == "EDC")
    #expect(product?["dosagePercent"] == .number(3.5))
  }

  @Test func whatNobodySaysIsTheDefault() async throws {
    let document = try await compose(BriefOrder(text: "fresh lemon"))
    #expect(document["brief"]?["product"]?["category"] == "EDT")
    #expect(document["seed"] == 11)
    #expect(document["degraded"] == ["no language model"])
  }

  @Test func stagesAreToldInOrderAndMeasured() async throws {
    let (stages, stage) = AsyncStream.makeStream(of: String.self)
    _ = try await handler.compose(BriefOrder(text: "fresh lemon")) { stage.yield($0.stage) }
    stage.finish()
    var told: [String] = []
    for await name in stages { told.append(name) }
    #expect(told == ["reading", "composing", "searching", "checking"])
    let scrape = await metrics.registry.scrape()
    #expect(scrape.contains("job_stage_duration_seconds_count{stage=\"composing\"} 1"))
  }

  @Test func aTextThatSaysNothingIsNotTriedAgain() async throws {
    let failure = await failure(BriefOrder(text: "qwertz"))
    #expect(failure?.failure.code == "brief-not-understood")
    #expect(failure?.advice == .never)
  }

  @Test(arguments: ["rose, at most 1 USD/kg", "must contain Lilial"])
  func wishesThatCannotBeMetAreNamed(text: String) async throws {
    let failure = await failure(BriefOrder(text: text))
    #expect(failure?.failure.code == "brief-infeasible")
    #expect((failure?.failure.message.count ?? 0) > 20)
  }

  @Test func aPayloadOfAnotherVersionIsDiscardedWithItsPlace() async throws {
    var generator = SystemRandomNumberGenerator()
    let now = Timestamp(milliseconds: 1)
    let job = Job(
      id: JobID(now: now, using: &generator), kind: .brief, queue: .llmInference, state: .running,
      priority: 0, attempt: 1, maxAttempts: 3, runAt: now,
      payload: "{\"kind\":\"brief\",\"schema\":\"fragrance.job/9\",\"text\":\"x\"}", createdAt: now,
      cancellationRequested: false, isPruned: false)
    let failure = await #expect(throws: AttemptFailure.self) {
      try await handler.run(job) { _ in }
    }
    #expect(failure?.failure.code == "payload-invalid")
    #expect(failure?.failure.message.contains("/schema") == true)
    #expect(failure?.advice == .never)
  }
}
