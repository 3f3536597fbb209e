import BriefReading
import Perfumery
import Testing

@testable import ModelEnsemble

@Suite struct RuleMemberTests {
  @Test func `the rules read the brief's words`() async throws {
    let member = RuleMember(reader: try RuleReader(catalogue: try Catalogue.builtIn()))
    let reading = await member.read(
      BriefRequest(text: "여름에 뿌릴 장미 향, 가죽은 빼 주세요", seed: 1), deadline: .now)
    #expect(reading.brief.language == .korean)
    #expect(reading.brief.seasons.map(\.value) == [.summer])
    #expect(!reading.brief.forbidden.isEmpty)
    #expect(reading.generation == nil)
  }

  @Test func `the moods offered to models are moods the rules know`() throws {
    let reader = try RuleReader(catalogue: try Catalogue.builtIn())
    for term in Vocabulary.commonMoods {
      let moods = ([term.id] + term.aliases).flatMap { reader.read($0).moods.map(\.value) }
      #expect(moods.contains(term.id), "\(term.id) is read as \(moods)")
    }
  }
}
