import GoldenFiles
import Perfumery
import Testing

@testable import LanguageModels
@testable import ModelEnsemble

@Suite struct PromptTemplateTests {
  /// The prompts of the repository, found from this file.
  private static let folder =
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/configs/prompts"

  @Test func `messages come in the language of the brief`() throws {
    let template = try PromptTemplate(testTemplate, file: "a.txt")
    #expect(template.version == 3)
    let korean = template.messages(for: "장미 {{notes}}", vocabulary: testVocabulary)
    #expect(korean.map(\.role) == [.system, .user])
    #expect(korean[0].text.hasPrefix("계열: citrus, floral"))
    #expect(korean[1].text == "글: 장미 {{notes}}")
    let english = template.messages(for: "}} rose {{brief}}", vocabulary: testVocabulary)
    #expect(english[0].text == "notes: bergamot, leather, musk, rose, sea-salt")
    #expect(english[1].text == "text: }} rose {{brief}}")
  }

  @Test func `a worked example goes before the brief`() throws {
    let text = testTemplate + "\n## example.en\nwoods\n## answer.en\n{}\n"
    let messages = try PromptTemplate(text, file: "a.txt").messages(
      for: "rose", vocabulary: testVocabulary)
    #expect(
      messages.dropFirst() == [
        ChatMessage(.user, "text: woods"), ChatMessage(.assistant, "{}"),
        ChatMessage(.user, "text: rose"),
      ])
  }

  @Test(arguments: [
    ("", 1), ("## system.ko", 1), ("version 0", 1), ("version x", 1), ("version 1\nhello", 2),
    ("version 1\n## other\n", 2), ("version 1\n## system.ko\na\n## system.ko\nb", 4),
    ("version 1\n## system.ko\na", 0),
  ])
  func `a malformed file is refused with its line`(text: String, line: Int) {
    let error = #expect(throws: EnsembleError.self) { try PromptTemplate(text, file: "a.txt") }
    guard case .prompt("a.txt", line, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: [
    ("글: {{brief}}", "글"), ("글: {{brief}}", "{{brief}} {{brief}}"),
    ("계열: {{families}}", "{{brief}}"), ("계열: {{families}}", "{{family}}"),
    ("계열: {{families}}", ""), ("text: {{brief}}", "{{brief}}\n## example.en\na"),
  ])
  func `sections that cannot work are refused`(found: String, replaced: String) {
    #expect(throws: EnsembleError.self) {
      try PromptTemplate(testTemplate.replacing(found, with: replaced), file: "a.txt")
    }
  }

  @Test(arguments: [
    ("/nowhere", "No such file"), ("/dev", "No such file"), ("/", "No such file"),
  ])
  func `a folder without prompts names the missing file`(folder: String, words: String) {
    let error = #expect(throws: EnsembleError.self) { try PromptSet(folder: folder) }
    #expect(error?.description.contains("qwen.txt: \(words)") == true)
  }

  @Test(arguments: ModelRole.allCases)
  func `the examples of the shipped prompts are valid answers to their briefs`(
    role: ModelRole
  ) throws {
    let template = try #require(PromptSet(folder: Self.folder)[role])
    let vocabulary = Vocabulary(catalogue: testCatalogue)
    for language in [BriefLanguage.korean, .english] {
      let text = try #require(template.exampleAnswer(language))
      let answer = try AnswerReader(vocabulary: vocabulary).read(text)
      #expect(!(answer.weights[.families] ?? []).isEmpty)
      let brief = language == .korean ? "향" : "scent"
      let messages = template.messages(for: brief, vocabulary: vocabulary)
      let reading = AnswerInterpreter(vocabulary: vocabulary).reading(
        of: answer, text: messages[1].text)
      #expect(reading.ignored.isEmpty)
      #expect(messages[1].text.contains(brief) == false || messages.count == 4)
    }
  }

  @Test(arguments: ModelRole.allCases, ["ko", "en"])
  func `the rendered prompts are the recorded ones`(role: ModelRole, language: String) throws {
    let template = try #require(PromptSet(folder: Self.folder)[role])
    let brief = language == "ko" ? "비 온 뒤 숲 {{notes}}" : "a forest after rain {{notes}}"
    let rendered = template.messages(for: brief, vocabulary: testVocabulary)
      .map { "[\($0.role.rawValue)]\n\($0.text)\n" }.joined()
    let golden = GoldenFile("prompt-\(role.rawValue)-\(language).txt")
    #expect(try golden.recorded(insteadOf: rendered) == rendered)
  }
}
