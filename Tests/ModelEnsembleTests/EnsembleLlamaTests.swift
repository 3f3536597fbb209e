import BriefReading
import FoundationEssentials
import LanguageModels
import Perfumery
import Testing

@testable import ModelEnsemble

/// The whole ensemble with the shipped prompts and tables against a real llama.cpp server.
@Suite(.enabled(if: llamaURL != nil, "needs FRAGRANCE_TEST_LLAMA_URL"), .serialized)
struct EnsembleLlamaTests {
  private let connections = ModelConnections()

  private func ensemble(_ roles: [ModelRole], url: String? = llamaURL) throws -> Ensemble {
    let catalogue = try Catalogue.builtIn()
    let folder = URL(filePath: #filePath).appending(path: "../../../configs/prompts").standardized
    return try Ensemble(
      reader: try RuleReader(catalogue: catalogue),
      roles: try roles.map {
        RoleSettings(
          role: $0, url: try #require(url), model: "smollm2-135m-instruct",
          timeout: .seconds(240), temperature: 0.3, retries: 2, weight: 0.3)
      }, prompts: try PromptSet(folder: folder.path), vocabulary: Vocabulary(catalogue: catalogue),
      connections: connections)
  }

  @Test(arguments: [
    "A fresh lemon and vetiver eau de toilette for summer days, no musk please. At least 6 hours.",
    "겨울 저녁에 뿌릴 따뜻하고 포근한 오드퍼퓸. 장미와 앰버가 좋고 가죽 냄새는 빼 주세요.",
    "a quiet library where it rains outside",
  ])
  func `a small model's reading counts or is told as failed`(text: String) async throws {
    let rules = try await read(text, .fast, [])
    let reading = try await read(text, .fast, [.qwen])
    let run = try #require(reading.members.first)
    #expect(run.name == "qwen" && run.seconds > 0)
    #expect((run.outcome == .read) == reading.degraded.isEmpty)
    if run.outcome == .read {
      #expect(run.modelReportedName == "smollm2-135m-instruct" && run.isConstrained)
      #expect((run.promptTokens ?? 0) > 100 && (run.completionTokens ?? 0) > 20)
    }
    #expect(rules.degraded == ["no language model"])
    for forbidden in rules.brief.forbidden {
      #expect(reading.brief.forbidden.contains { $0.value == forbidden.value })
    }
    record(text, reading)
  }

  @Test func `three roles share one server`() async throws {
    let text = "어린 시절 할머니 댁 마당, 비 온 뒤의 흙과 풀 냄새"
    let reading = try await read(text, .creative, [.qwen, .mistral, .llama])
    #expect(reading.members.map(\.name) == ["qwen", "mistral", "llama"])
    #expect(reading.models.count + reading.degraded.count == 3)
    record(text, reading)
  }

  private func read(
    _ text: String, _ mode: EnsembleMode, _ roles: [ModelRole]
  ) async throws -> EnsembleReading {
    try await ensemble(roles).read(
      BriefRequest(text: text, mode: mode, seed: 7), deadline: .now + .seconds(500))
  }

  /// What came out is worth reading; it is attached to the test, not asserted.
  private func record(_ text: String, _ reading: EnsembleReading) {
    let runs = reading.members.map { "\($0)" }.joined(separator: "\n")
    let votes = reading.votes.map { "\($0.field) \($0.members) \($0.isCarried)" }
    Attachment.record("\(text)\n\(runs)\n\(votes)\n", named: "reading.txt")
  }
}

private var llamaURL: String? {
  ProcessInfo.processInfo.environment["FRAGRANCE_TEST_LLAMA_URL"]
}
