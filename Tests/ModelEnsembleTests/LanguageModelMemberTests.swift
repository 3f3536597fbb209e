import LanguageModels
import Perfumery
import Testing

@testable import ModelEnsemble

@Suite struct LanguageModelMemberTests {
  private let start = ContinuousClock.now
  private var good: ListModel.Turn { .text(answerText(["seasons": #"["summer"]"#])) }

  private func member(
    _ model: ListModel, _ settings: RoleSettings, _ clock: JumpingClock
  ) throws -> LanguageModelMember {
    LanguageModelMember(
      settings: settings, model: model, template: try PromptTemplate(testTemplate, file: "a"),
      vocabulary: testVocabulary, clock: clock.clock)
  }

  private let request = BriefRequest(text: "rose", seed: 0x1_0000_0002)

  @Test func `the request carries prompt, schema, settings and a seed`() async throws {
    let model = ListModel("small", good)
    let reading = try await member(model, settings(), JumpingClock(start: start)).read(
      request, deadline: start + .seconds(10))
    #expect(reading.brief.seasons.map(\.value) == [.summer])
    #expect(reading.generation?.attempts == 1)
    #expect(reading.generation?.modelReportedName == "small-q4")
    let sent = try #require(model.requests.first)
    #expect(sent.schema?.text == AnswerSchemaWriter.text(testVocabulary))
    #expect(sent.messages.last == ChatMessage(.user, "text: rose"))
    #expect(sent.seed == 3)
    #expect(sent.temperature == 0.5)
  }

  @Test func `an invalid answer is asked for again with another seed`() async throws {
    let model = ListModel("small", .text("{"), .text("{}", .length), good)
    let clock = JumpingClock(start: start)
    let reading = try await member(model, settings(), clock).read(
      request, deadline: start + .seconds(10))
    #expect(reading.generation?.attempts == 3)
    #expect(model.requests.map(\.seed) == [3, 4, 5])
    #expect(clock.elapsed == .zero)
  }

  @Test func `without chance an invalid answer is final`() async throws {
    let model = ListModel("small", .text("{"), good)
    let member = try member(model, settings(temperature: 0), JumpingClock(start: start))
    await #expect(throws: EnsembleError.self) {
      try await member.read(request, deadline: start + .seconds(10))
    }
    #expect(model.requests.count == 1)
  }

  @Test func `pauses grow, and a wait the server asked for is kept`() async throws {
    let model = ListModel(
      "small", .error(.unreachable(.connectionLost)), .error(.unreachable(.connectionLost)),
      .error(.status(429, retryAfter: .seconds(3), excerpt: "")), good)
    let clock = JumpingClock(start: start)
    let reading = try await member(model, settings(retries: 3), clock).read(
      request, deadline: start + .seconds(10))
    #expect(reading.generation?.attempts == 4)
    #expect(clock.elapsed == .milliseconds(200 + 400 + 3000))
  }

  @Test func `a wait beyond the deadline is not begun`() async throws {
    let error = LanguageModelError.status(503, retryAfter: .seconds(10), excerpt: "")
    let model = ListModel("small", .error(error), good)
    let clock = JumpingClock(start: start)
    let member = try member(model, settings(), clock)
    await #expect(throws: EnsembleError.noAnswer(error, attempts: 1)) {
      try await member.read(request, deadline: start + .seconds(10))
    }
    #expect(clock.elapsed == .zero)
  }

  @Test func `what cannot help is not tried again`() async throws {
    let error = LanguageModelError.status(401, retryAfter: nil, excerpt: "")
    let model = ListModel("small", .error(error), good)
    let member = try member(model, settings(), JumpingClock(start: start))
    await #expect(throws: EnsembleError.noAnswer(error, attempts: 1)) {
      try await member.read(request, deadline: start + .seconds(10))
    }
  }

  @Test func `retries are bounded and the last error is told`() async throws {
    let model = ListModel("small", .text("{}", .length))
    let member = try member(model, settings(retries: 2), JumpingClock(start: start))
    await #expect(throws: EnsembleError.cutShort(maxNewTokens: 512, attempts: 3)) {
      try await member.read(request, deadline: start + .seconds(10))
    }
    #expect(model.requests.count == 3)
  }

  @Test(arguments: [0, 1, 0xFFFF_FFFF, UInt64.max])
  func `seeds stay in the range every server takes`(seed: UInt64) {
    #expect(LanguageModelMember.seed(seed, attempt: 11) <= 0x7FFF_FFFF)
  }
}
