package import BriefReading
package import LanguageModels

/// The readers of briefs that a worker has, and how they come to one brief.
///
/// The rules and the language models of the mode's roles read at the same time; the consensus is
/// formed when all have answered or failed. The rules always answer, so there is always a brief.
package struct Ensemble: Sendable {
  private let rules: any Member
  private let rulesWeight: Double
  private let models: [ModelRole: Voice]
  private let clock: EnsembleClock

  /// A language model with its weight in the consensus.
  struct Voice: Sendable {
    var member: LanguageModelMember
    var weight: Double
  }

  /// - Parameters:
  ///   - roles: the language models, at most one for each role; none is allowed.
  ///   - rulesWeight: weight of the rules in the consensus, above 0.
  ///   - connections: kept and shut down by the caller, after the last reading.
  /// - Throws: `EnsembleError.setting` or `.prompt` for the first thing that cannot work.
  package init(
    reader: RuleReader, roles: [RoleSettings], prompts: PromptSet, vocabulary: Vocabulary,
    connections: ModelConnections, rulesWeight: Double = 1, clock: EnsembleClock = .continuous
  ) throws(EnsembleError) {
    let models = try Self.voices(
      roles, prompts: prompts, vocabulary: vocabulary, connections: connections, clock: clock)
    self.init(
      rules: RuleMember(reader: reader), models: models, rulesWeight: rulesWeight, clock: clock)
  }

  init(
    rules: any Member, models: [ModelRole: Voice], rulesWeight: Double, clock: EnsembleClock
  ) {
    self.rules = rules
    self.models = models
    self.rulesWeight = rulesWeight
    self.clock = clock
  }

  static func voices(
    _ roles: [RoleSettings], prompts: PromptSet, vocabulary: Vocabulary,
    connections: ModelConnections, clock: EnsembleClock
  ) throws(EnsembleError) -> [ModelRole: Voice] {
    var models: [ModelRole: Voice] = [:]
    for settings in roles {
      try settings.validate()
      guard models[settings.role] == nil else {
        throw .setting(
          role: settings.role, name: "role", found: "a second entry", allowed: "one for each role")
      }
      guard let template = prompts[settings.role] else {
        throw .prompt(file: settings.role.rawValue, line: 0, problem: "there is no such prompt")
      }
      let member = LanguageModelMember(
        settings: settings, model: try Self.model(settings, connections), template: template,
        vocabulary: vocabulary, clock: clock)
      models[settings.role] = Voice(member: member, weight: settings.weight)
    }
    return models
  }

  private static func model(
    _ settings: RoleSettings, _ connections: ModelConnections
  ) throws(EnsembleError) -> any LanguageModel {
    let endpoint: ModelEndpoint
    do throws(LanguageModelError) {
      endpoint = try ModelEndpoint(settings.url)
    } catch {
      throw .setting(
        role: settings.role, name: "url", found: "an address that cannot be used",
        allowed: "an http or https address (\(error))")
    }
    var key: APIKey?
    if let secret = settings.apiKey {
      key = APIKey(secret)
      guard key != nil else {
        throw .setting(
          role: settings.role, name: "apiKey", found: "\"…\"",
          allowed: "1 to 4096 visible ASCII characters")
      }
    }
    return OpenAICompatibleModel(
      name: settings.model, endpoint: endpoint, apiKey: key, connections: connections)
  }

  /// Reads a brief by the deadline; models that have not answered by then are left out.
  ///
  /// - Throws: `CancellationError` when the task is cancelled, and nothing else of its own.
  package func read(
    _ request: BriefRequest, deadline: ContinuousClock.Instant
  ) async throws -> EnsembleReading {
    let mode = request.mode ?? Router.mode(for: request.text)
    let asked = mode.roles.compactMap { models[$0] }
    async let rulesReading = rules.read(request, deadline: deadline)
    let answers = await ask(asked, request, deadline: deadline)
    let rulesBrief = try await rulesReading.brief
    try Task.checkCancellation()

    var ballots: [Ballot] = []
    for (voice, answer) in zip(asked, answers) {
      guard let reading = answer.reading else { continue }
      ballots.append(
        Ballot(
          name: voice.member.name, weight: voice.weight, brief: reading.brief, isRules: false))
    }
    let consensus = Consensus(
      rules: Ballot(name: rules.name, weight: rulesWeight, brief: rulesBrief, isRules: true),
      models: ballots)
    return EnsembleReading(
      brief: consensus.brief, mode: mode, members: answers.map(\.run),
      degraded: degraded(mode, answers), votes: consensus.votes)
  }

  /// Asks each model whether it can serve now, in the order of the roles.
  package func check(
    deadline: ContinuousClock.Instant
  ) async -> [RoleHealth] {
    var results: [RoleHealth] = []
    for role in ModelRole.allCases {
      guard let model = models[role]?.member.model else { continue }
      do throws(LanguageModelError) {
        let health = try await model.check(deadline: deadline)
        results.append(RoleHealth(role: role, model: model.descriptor, health: .success(health)))
      } catch {
        results.append(RoleHealth(role: role, model: model.descriptor, health: .failure(error)))
      }
    }
    return results
  }

  /// What asking one model came to.
  private struct Answer {
    var run: MemberRun
    var reading: MemberReading?
    var publicReason: String?
  }

  private func ask(
    _ voices: [Voice], _ request: BriefRequest, deadline: ContinuousClock.Instant
  ) async -> [Answer] {
    await withTaskGroup(of: (Int, Answer).self) { group in
      for (index, voice) in voices.enumerated() {
        group.addTask { (index, await answer(of: voice.member, request, deadline: deadline)) }
      }
      var answers: [Int: Answer] = [:]
      for await (index, answer) in group { answers[index] = answer }
      return voices.indices.compactMap { answers[$0] }
    }
  }

  private func answer(
    of member: LanguageModelMember, _ request: BriefRequest, deadline: ContinuousClock.Instant
  ) async -> Answer {
    let start = clock.now()
    let descriptor = member.model.descriptor
    func run(_ outcome: MemberRun.Outcome, _ reading: MemberReading?, attempts: Int?) -> MemberRun {
      let generation = reading?.generation
      return MemberRun(
        name: member.name, model: descriptor.name, backend: descriptor.backend,
        digest: descriptor.digest, promptVersion: member.template.version,
        modelReportedName: generation?.modelReportedName,
        seconds: (clock.now() - start) / .seconds(1), promptTokens: generation?.promptTokens,
        completionTokens: generation?.completionTokens,
        attempts: generation?.attempts ?? attempts,
        isConstrained: generation?.isConstrained ?? false, ignored: reading?.ignored ?? [],
        outcome: outcome)
    }
    do {
      let reading = try await member.read(request, deadline: deadline)
      return Answer(run: run(.read, reading, attempts: nil), reading: reading)
    } catch let error as EnsembleError {
      return Answer(
        run: run(.failed(error.description), nil, attempts: error.attempts),
        publicReason: error.publicReason)
    } catch {
      return Answer(
        run: run(.failed("the reading was cancelled"), nil, attempts: nil),
        publicReason: "the reading was cancelled")
    }
  }

  private func degraded(_ mode: EnsembleMode, _ answers: [Answer]) -> [String] {
    if models.isEmpty { return ["no language model"] }
    return mode.roles.compactMap { role in
      guard let answer = answers.first(where: { $0.run.name == role.rawValue }) else {
        return "no language model for role \(role.rawValue)"
      }
      return answer.publicReason.map {
        "language model \(role.rawValue) (\(answer.run.model)) gave no reading: \($0)"
      }
    }
  }
}
