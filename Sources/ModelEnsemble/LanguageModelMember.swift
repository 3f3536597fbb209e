import LanguageModels
import Perfumery
import StrictJSON

/// A language model as a reader of briefs: prompt out, JSON in, nothing believed unchecked.
struct LanguageModelMember: Member {
  let role: ModelRole
  var name: String { role.rawValue }
  let model: any LanguageModel
  let template: PromptTemplate
  private let settings: RoleSettings
  private let vocabulary: Vocabulary
  private let schema: AnswerSchema
  private let clock: EnsembleClock

  init(
    settings: RoleSettings, model: any LanguageModel, template: PromptTemplate,
    vocabulary: Vocabulary, clock: EnsembleClock
  ) {
    role = settings.role
    self.settings = settings
    self.model = model
    self.template = template
    self.vocabulary = vocabulary
    self.clock = clock
    schema = AnswerSchema(
      name: "fragrance_brief_\(AnswerSchemaWriter.version)",
      text: AnswerSchemaWriter.text(vocabulary))
  }

  /// Asks until there is a valid answer, as long as the error says that it may help, the retries
  /// last and the deadline allows the pause.
  func read(
    _ request: BriefRequest, deadline: ContinuousClock.Instant
  ) async throws -> MemberReading {
    var attempt = 1
    while true {
      let error: EnsembleError
      do throws(EnsembleError) {
        return try await ask(request, attempt: attempt, deadline: deadline)
      } catch let caught {
        error = caught
      }
      guard attempt <= settings.retries, let pause = pause(after: error, attempt: attempt),
        clock.now() + pause < deadline
      else { throw error }
      if pause > .zero { try await clock.sleep(clock.now() + pause) }
      attempt += 1
    }
  }

  private func ask(
    _ request: BriefRequest, attempt: Int, deadline: ContinuousClock.Instant
  ) async throws(EnsembleError) -> MemberReading {
    let completion: Completion
    do throws(LanguageModelError) {
      completion = try await model.complete(
        completionRequest(request, attempt: attempt),
        deadline: min(deadline, clock.now() + settings.timeout))
    } catch {
      throw .noAnswer(error, attempts: attempt)
    }
    if completion.finishReason == .length {
      throw .cutShort(maxNewTokens: settings.maxNewTokens, attempts: attempt)
    }
    do throws(JSONProblem) {
      let answer = try AnswerReader(vocabulary: vocabulary).read(completion.text)
      var reading = AnswerInterpreter(vocabulary: vocabulary).reading(
        of: answer, text: request.text)
      reading.generation = Generation(completion: completion, attempts: attempt)
      return reading
    } catch {
      throw .invalidAnswer(error, attempts: attempt)
    }
  }

  func completionRequest(_ request: BriefRequest, attempt: Int) -> CompletionRequest {
    CompletionRequest(
      messages: template.messages(for: request.text, vocabulary: vocabulary),
      maxNewTokens: settings.maxNewTokens, temperature: settings.temperature, topP: settings.topP,
      seed: Self.seed(request.seed, attempt: attempt), schema: schema)
  }

  /// Both halves of the job's seed count; each attempt gets another seed, or it would only say the
  /// same again.
  static func seed(_ seed: UInt64, attempt: Int) -> UInt32 {
    let folded = UInt32(truncatingIfNeeded: seed ^ (seed >> 32))
    // Some servers take the seed for a signed number.
    return (folded &+ UInt32(truncatingIfNeeded: attempt - 1)) & 0x7FFF_FFFF
  }

  /// How long to wait before the next attempt; nil when it cannot help.
  private func pause(after error: EnsembleError, attempt: Int) -> Duration? {
    switch error {
    case .noAnswer(let error, _):
      switch error.retryAdvice {
      case .never: return nil
      case .after(let wait): return wait
      case .later: return min(.seconds(2), .milliseconds(200 * (1 << min(attempt - 1, 10))))
      }
    case .invalidAnswer, .cutShort:
      // Without chance in the sampling the model would answer the same.
      return settings.temperature > 0 ? .zero : nil
    case .prompt, .setting: return nil
    }
  }
}
