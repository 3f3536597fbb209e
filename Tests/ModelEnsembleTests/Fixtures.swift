import LanguageModels
import Perfumery
import Synchronization

@testable import ModelEnsemble

/// A small catalogue of notes, so that these tests do not change with the tables.
let testCatalogue = Catalogue(
  materials: [],
  notes: [
    note("bergamot", "베르가못", .citrus), note("rose", "장미", .floral),
    note("musk", "머스크", .musk), note("leather", "가죽", .leather),
    note("sea-salt", "바다 소금", .aquatic),
  ], sources: [])

let testVocabulary = Vocabulary(
  catalogue: testCatalogue,
  moods: [.init("calm", ["차분한"]), .init("romantic"), .init("fresh")])

private func note(_ name: String, _ korean: String, _ family: Family) -> ScentNote {
  ScentNote(
    name: NoteName(rawValue: name), english: name.replacing("-", with: " "), korean: korean,
    families: FamilyVector([family: 1]), materials: [])
}

/// A brief without any statement.
func emptyBrief(_ language: BriefLanguage = .english) -> Brief {
  Brief(
    language: language, category: Reading(.eauDeParfum, confidence: 0.2, because: []),
    dosagePercent: Reading(15, confidence: 0.2, because: []))
}

/// Rules that found what they are given.
struct FixedMember: Member {
  let name = "rules"
  var brief: Brief

  func read(_ request: BriefRequest, deadline: ContinuousClock.Instant) async -> MemberReading {
    MemberReading(brief: brief)
  }
}

/// A language model that answers from a list; the last answer repeats.
final class ListModel: LanguageModel {
  enum Turn: Sendable {
    case text(String, Completion.FinishReason = .stop)
    case error(LanguageModelError)
    /// Answers only when its task is cancelled.
    case never
  }

  let descriptor: ModelDescriptor
  private let turns: [Turn]
  private let asked = Mutex<[CompletionRequest]>([])

  init(_ name: String = "small", _ turns: Turn...) {
    descriptor = ModelDescriptor(name: name, backend: "list", digest: "sha256:0")
    self.turns = turns
  }

  var requests: [CompletionRequest] { asked.withLock { $0 } }

  func check(deadline: ContinuousClock.Instant) async throws(LanguageModelError) -> ModelHealth {
    ModelHealth(servedNames: [descriptor.name], servesConfiguredName: true)
  }

  func complete(
    _ request: CompletionRequest, deadline: ContinuousClock.Instant
  ) async throws(LanguageModelError) -> Completion {
    let number = asked.withLock {
      $0.append(request)
      return $0.count - 1
    }
    switch turns[min(number, turns.count - 1)] {
    case .text(let text, let reason):
      return Completion(
        text: text, finishReason: reason, promptTokens: 100, completionTokens: 20,
        modelName: "\(descriptor.name)-q4", isConstrained: true)
    case .error(let error): throw error
    case .never:
      let (stream, _) = AsyncStream.makeStream(of: Void.self)
      for await _ in stream {}
      throw .cancelled
    }
  }
}

/// A clock that stands still but for its sleepers, who return at once at the time they asked for.
final class JumpingClock: Sendable {
  private let start: ContinuousClock.Instant
  private let offset = Mutex<Duration>(.zero)

  init(start: ContinuousClock.Instant) { self.start = start }

  var elapsed: Duration { offset.withLock { $0 } }

  var clock: EnsembleClock {
    EnsembleClock(
      now: { self.start + self.elapsed },
      sleep: { instant in
        self.offset.withLock { $0 = max($0, instant - self.start) }
      })
  }
}

/// An answer with every field, of which some are replaced.
func answerText(_ replaced: [String: String] = [:]) -> String {
  let fields = AnswerField.allCases.map { field in
    let isList =
      switch field.shape(testVocabulary) {
      case .weights, .words: true
      default: false
      }
    return "\"\(field.rawValue)\":\(replaced[field.rawValue] ?? (isList ? "[]" : "null"))"
  }
  return "{\(fields.joined(separator: ","))}"
}

let testTemplate =
  """
  version 3
  ## system.ko
  계열: {{families}}
  ## system.en
  notes: {{notes}}
  ## user.ko
  글: {{brief}}
  ## user.en
  text: {{brief}}
  """

func settings(_ role: ModelRole = .qwen, retries: Int = 2, temperature: Double = 0.5)
  -> RoleSettings
{
  RoleSettings(
    role: role, url: "http://127.0.0.1:1", model: "small", temperature: temperature,
    retries: retries)
}
