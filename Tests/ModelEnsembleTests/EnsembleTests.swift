import LanguageModels
import Perfumery
import Testing

@testable import ModelEnsemble

@Suite(.timeLimit(.minutes(2))) struct EnsembleTests {
  private let start = ContinuousClock.now
  private let request = BriefRequest(text: "rose", mode: .balanced, seed: 1)

  private func ensemble(_ models: [ModelRole: ListModel]) throws -> Ensemble {
    let clock = JumpingClock(start: start).clock
    let template = try PromptTemplate(testTemplate, file: "a")
    return Ensemble(
      rules: FixedMember(brief: emptyBrief()),
      models: Dictionary(
        uniqueKeysWithValues: models.map { role, model in
          let member = LanguageModelMember(
            settings: settings(role), model: model, template: template,
            vocabulary: testVocabulary, clock: clock)
          return (role, Ensemble.Voice(member: member, weight: 1))
        }), rulesWeight: 1, clock: clock)
  }

  private func answer(_ season: String) -> ListModel.Turn {
    .text(answerText(["seasons": "[\"\(season)\"]"]))
  }

  @Test func `without a language model the rules serve and the reading says so`() async throws {
    let reading = try await ensemble([:]).read(request, deadline: start + .seconds(5))
    #expect(reading.degraded == ["no language model"])
    #expect(reading.models.isEmpty && reading.members.isEmpty && reading.votes.isEmpty)
    #expect(reading.brief == emptyBrief())
    #expect(reading.mode == .balanced)
  }

  @Test func `all models of the mode that answer count`() async throws {
    let models: [ModelRole: ListModel] = [
      .qwen: ListModel("q", answer("summer")), .mistral: ListModel("m", answer("summer")),
      .llama: ListModel("l", answer("winter")),
    ]
    let reading = try await ensemble(models).read(request, deadline: start + .seconds(5))
    #expect(reading.degraded.isEmpty)
    #expect(reading.brief.seasons.map(\.value) == [.summer])
    #expect(reading.models.map(\.name) == ["qwen", "mistral"])
    #expect(models[.llama]?.requests.isEmpty == true)
    let run = try #require(reading.models.first)
    #expect(run.model == "q" && run.modelReportedName == "q-q4" && run.backend == "list")
    #expect(run.promptTokens == 100 && run.completionTokens == 20 && run.promptVersion == 3)
    #expect(run.digest == "sha256:0" && run.isConstrained && run.attempts == 1)
  }

  @Test func `a failed model is named with its reason and the others serve`() async throws {
    let secret = "server says sk-secret"
    let models: [ModelRole: ListModel] = [
      .qwen: ListModel("q", .error(.status(401, retryAfter: nil, excerpt: secret))),
      .mistral: ListModel("m", answer("spring")),
    ]
    let reading = try await ensemble(models).read(request, deadline: start + .seconds(5))
    #expect(
      reading.degraded
        == ["language model qwen (q) gave no reading: the server did not accept the API key"])
    #expect(reading.models.map(\.name) == ["mistral"])
    #expect(reading.members.map(\.name) == ["qwen", "mistral"])
    #expect(reading.brief.seasons.map(\.value) == [.spring])
  }

  @Test func `an invalid answer is told without the model's words`() async throws {
    let models = [ModelRole.qwen: ListModel("q", .text(#"{"seasons":["my secret brief"]}"#))]
    var request = request
    request.mode = .fast
    let reading = try await ensemble(models).read(request, deadline: start + .seconds(5))
    #expect(
      reading.degraded
        == ["language model qwen (q) gave no reading: its answer was not a valid brief"])
    #expect(reading.members.first?.attempts == 3)
    guard case .failed(let why)? = reading.members.first?.outcome else {
      Issue.record("no failure")
      return
    }
    #expect(why.contains("/seasons/0"))
  }

  @Test func `a role of the mode without a model is told`() async throws {
    let models = [ModelRole.mistral: ListModel("m", answer("spring"))]
    let reading = try await ensemble(models).read(request, deadline: start + .seconds(5))
    #expect(reading.degraded == ["no language model for role qwen"])
  }

  @Test func `without a mode the router decides`() async throws {
    let routed = BriefRequest(text: "30% ratio", seed: 1)
    let reading = try await ensemble([:]).read(routed, deadline: start + .seconds(5))
    #expect(reading.mode == .fast)
  }

  @Test func `cancelling the reading ends it`() async throws {
    let ensemble = try ensemble([.qwen: ListModel("q", .never)])
    let request = request
    let deadline = start + .seconds(60)
    let task = Task { try await ensemble.read(request, deadline: deadline) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `models are checked one by one`() async throws {
    let results = try await ensemble([
      .llama: ListModel("l", .never), .qwen: ListModel("q", .never),
    ])
    .check(deadline: start + .seconds(5))
    #expect(results.map(\.role) == [.qwen, .llama])
    #expect(results.first?.model.name == "q")
  }

  @Test(arguments: [
    "url", "address", "model", "apiKey", "timeout", "maxNewTokens", "temperature", "topP",
    "retries", "weight",
  ])
  func `settings out of range are refused by name, without secrets`(name: String) throws {
    var wrong = settings()
    switch name {
    case "url": wrong.url = "http://u:secret@x/"
    case "address": wrong.url = "ftp://x"
    case "model": wrong.model = ""
    case "apiKey": wrong.apiKey = "secret\n"
    case "timeout": wrong.timeout = .zero
    case "maxNewTokens": wrong.maxNewTokens = 8
    case "temperature": wrong.temperature = .nan
    case "topP": wrong.topP = 0
    case "retries": wrong.retries = -1
    default: wrong.weight = 0
    }
    let error = #expect(throws: EnsembleError.self) { try make([wrong]) }
    guard case .setting(.qwen, let setting, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(setting == (name == "address" ? "url" : name))
    #expect(error?.description.contains("secret") == false)
  }

  @Test func `a role stands once`() {
    #expect(throws: EnsembleError.self) { try make([settings(), settings()]) }
    #expect(throws: EnsembleError.self) { try make([settings(.llama)]) }
  }

  @Test func `a server that is not there degrades the reading within the deadline`() async throws {
    var unreachable = settings(retries: 1)
    unreachable.url = "http://127.0.0.1:1"
    let clock = JumpingClock(start: start).clock
    let ensemble = Ensemble(
      rules: FixedMember(brief: emptyBrief()), models: try make([unreachable], clock: clock),
      rulesWeight: 1, clock: clock)
    let reading = try await ensemble.read(
      BriefRequest(text: "rose", mode: .fast, seed: 1), deadline: start + .seconds(60))
    #expect(
      reading.degraded == [
        "language model qwen (small) gave no reading: the server refused the connection"
      ])
    #expect(reading.members.first?.attempts == 2)
    #expect(reading.models.isEmpty)
    #expect(reading.brief == emptyBrief())
  }

  @discardableResult
  private func make(
    _ roles: [RoleSettings], clock: EnsembleClock = .continuous
  ) throws -> [ModelRole: Ensemble.Voice] {
    try Ensemble.voices(
      roles, prompts: PromptSet([.qwen: try PromptTemplate(testTemplate, file: "a")]),
      vocabulary: testVocabulary, connections: ModelConnections(), clock: clock)
  }
}
