import Testing

@testable import ModelEnsemble

@Suite struct RouterTests {
  @Test(arguments: [
    ("레몬 30% 비율 정확하게", EnsembleMode.fast), ("exact ratio please: 20 % rose", .fast),
    ("베르가못 15%, 우디 40%", .balanced), ("상큼한 레몬향", .balanced), ("", .balanced),
    ("어린 날의 추억, 노을 진 풍경", .creative), ("a memory of a dream", .balanced),
    ("a memory, a dream, a poem", .creative),
  ])
  func `words decide about short briefs`(text: String, mode: EnsembleMode) {
    #expect(Router.mode(for: text) == mode)
  }

  @Test(arguments: [
    (99, "% ratio", EnsembleMode.fast), (100, "% ratio", .balanced),
    (100, "memory dream", .balanced), (101, "memory dream", .creative), (200, "", .balanced),
    (201, "", .creative), (201, "% ratio", .creative),
  ])
  func `length decides about long ones`(length: Int, words: String, mode: EnsembleMode) {
    let text = words + String(repeating: "-", count: length - words.count)
    #expect(Router.mode(for: text) == mode)
  }

  @Test func `a word counts once however often it comes`() {
    #expect(Router.mode(for: "memory memory memory") == .balanced)
    #expect(Router.mode(for: "30% 40% 50%") == .balanced)
  }

  @Test func `each mode asks its roles and those of the modes below`() {
    #expect(EnsembleMode.fast.roles == [.qwen])
    #expect(EnsembleMode.balanced.roles == [.qwen, .mistral])
    #expect(EnsembleMode.creative.roles == [.qwen, .mistral, .llama])
  }
}
