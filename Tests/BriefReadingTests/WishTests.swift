import Perfumery
import Testing

/// Families, notes, moods and images that a brief asks for.
@Suite struct WishTests {
  @Test(arguments: english + korean + traps) func `A brief asks for what its words mean`(
    _ brief: BriefCase
  ) throws {
    #expect(brief.failures(of: try SharedReader.read(brief.text)) == [])
  }

  static let english: [BriefCase] = [
    .init("citrus and woods", "+citrus +woody l:en"),
    .init("A chypre with a leather base", "+mossy +leather"),
    .init("classic fougère", "+aromatic"),
    .init("floral amber, a little powdery", "+floral +amber +powdery"),
    .init("neroli, petitgrain and bergamot", "n:neroli n:petitgrain n:bergamot +citrus +floral"),
    .init("peonies, lilies and wild strawberries", "n:peony n:lily n:strawberry +floral +fruity"),
    .init("ROSE AND OUD", "n:rose n:oud +floral +woody"),
    .init("sandal-wood, cedar wood, sea-salt", "n:sandalwood n:cedarwood n:sea-salt"),
    .init("bergammot and sandlewood", "n:bergamot n:sandalwood"),
    .init("lavendar, jasmin, patchouly", "n:lavender n:jasmine n:patchouli"),
    .init("gin and tonic", "n:gin +aromatic +citrus"),
    .init("rainy forest", "+woody +mossy +aquatic"),
    .init("old library", "+woody"),
    .init("campfire", "+smoky +woody"),
    .init("barbershop", "+aromatic"),
    .init("fresh laundry", "+aldehydic +musk"),
    .init("sun-dried sheets", "+aldehydic"),
    .init("skin scent", "+musk q<0.4"),
    .init("cosy and nostalgic", "m:cosy m:nostalgic"),
    .init("contains real saffron", "w:saffron n:saffron"),
    .init("it must have tonka bean and hay", "w:tonka-bean w:hay"),
    .init("a drop of hedione over cedar", "w:hedione n:cedarwood"),
    .init("iso e super and ambroxan", "w:iso-e-super w:ambroxan"),
  ]

  static let korean: [BriefCase] = [
    .init("시트러스와 우디", "+citrus +woody l:ko"),
    .init("베르가못으로 시작해 패츌리의 여운", "n:bergamot n:patchouli"),
    .init("파츌리 파촐리", "n:patchouli"),
    .init("쟈스민, 재스민, 자스민", "n:jasmine"),
    .init("엠버와 샌들우드", "+amber n:sandalwood"),
    .init("장미처럼 화사한", "n:rose +floral"),
    .init("갓 세탁한 면 시트", "+aldehydic +musk"),
    .init("절에서 피우는 향", "+smoky +woody"),
    .init("비 온 뒤 숲길", "+woody +mossy"),
    .init("은방울꽃, 릴리 오브 더 밸리", "n:lily-of-the-valley +floral"),
    .init("화이트머스크와 화이트 머스크", "n:white-musk +musk"),
    .init("장미향수", "n:rose"),
    .init("시원하고 깨끗한 느낌", "m:cool m:clean"),
    .init("포근한 이불", "+musk m:cosy"),
    .init("어린 시절 할머니 댁의 추억", "m:nostalgic"),
    .init("유자청과 생강", "n:yuzu n:ginger +citrus +spicy"),
    .init("먹과 한지", "+woody"),
    .init("통카빈은 꼭 넣어 주세요", "w:tonka-bean"),
    .init("머스크가 들어간 fresh한 비누향", "w:musk +aldehydic m:fresh l:ko"),
    .init("꽃시장", "+floral"),
    .init("섬유유연제 같은", "+musk"),
    .init("베이비파우더", "+powdery"),
    .init("솜사탕과 딸기우유", "n:cotton-candy n:strawberry +gourmand +fruity"),
  ]

  static let traps: [BriefCase] = [
    .init("the sun rose over the hills", "!n:rose !floral"),
    .init("time after time", "nothing"),
    .init("a woman, not a girl", "!m:masculine m:feminine"),
    .init("it leaves a trail", "!green nothing"),
    .init("a rose-gold bottle", "!n:rose"),
    .init("mint condition", "!n:mint nothing"),
    .init("I love this house", "nothing"),
    .init("fall in love", "!s:autumn"),
    .init("loud and proud", "!n:oud"),
    .init("candlelight dinner at eight", "p:EDP t:evening"),
    .init("우드", "+woody !n:oud"),
    .init("오드", "n:oud"),
    .init("오드 퍼퓸", "!n:oud p:EDP"),
    .init("단호박 라떼", "!amber +gourmand"),
    .init("호박", "+amber"),
    .init("배송이 빠른 향수", "!n:pear nothing"),
    .init("배꽃", "+floral !n:pear"),
    .init("타임리스한 향", "!n:thyme"),
    .init("타임과 로즈마리", "n:thyme n:rosemary"),
    .init("머스켓 포도", "!musk +fruity"),
    .init("할리우드 배우", "!woody"),
    .init("꽃무늬 원피스", "!floral"),
    .init("고향의 향수를 불러일으키는", "m:nostalgic p:EDP"),
    .init("바다를 그린 향", "+aquatic !green"),
    .init("그린한 향", "+green"),
    .init("안개 낀 아침", "!gourmand t:day"),
    .init("모스크바의 겨울", "!mossy s:winter"),
    .init("😀🎉🌹", "nothing"),
    .init("", "nothing"),
    .init("   \n\t ", "nothing"),
    .init("안녕하세요", "nothing"),
  ]

  @Test func `A hedged note weighs less than a plain one and a boosted one more`() throws {
    let rose = NoteName(rawValue: "rose")
    let plain = try #require(try SharedReader.read("rose").notes[rose]?.value)
    let boosted = ["lots of rose", "장미를 듬뿍", "진한 장미", "rich rose"]
    let hedged = ["a hint of rose", "장미 살짝", "은은한 장미", "장미가 살짝 감도는 우디", "just a touch of rose"]
    for text in hedged {
      let weight = try #require(try SharedReader.read(text).notes[rose]?.value, "\(text)")
      #expect(weight < plain * 0.6, "\(text)")
    }
    for text in boosted {
      let weight = try #require(try SharedReader.read(text).notes[rose]?.value, "\(text)")
      #expect(weight > plain, "\(text)")
    }
  }

  @Test(arguments: [
    "시트러스 30% 우디 40%", "30% citrus, 40% woody", "citrus 30%, woody 40%", "시트러스 30퍼센트, 우디 40퍼센트",
    "citrus: 30 %, woody: 40 %",
  ])
  func `Percentages keep their ratio`(_ text: String) throws {
    let families = try SharedReader.read(text).families
    let citrus = try #require(families[.citrus]?.value)
    let woody = try #require(families[.woody]?.value)
    #expect(abs(citrus / woody - 0.75) < 1e-9)
  }

  @Test func `Words are given back as they were written`() throws {
    let brief = try SharedReader.read("Smoky ROSE, 달콤한 바닐라를")
    #expect(brief.families[.smoky]?.because == ["Smoky"])
    #expect(brief.notes[NoteName(rawValue: "rose")]?.because == ["ROSE"])
    #expect(brief.notes[NoteName(rawValue: "vanilla")]?.because == ["바닐라"])
    #expect(brief.families[.gourmand]?.because == ["달콤한", "바닐라"])
  }

  @Test func `A literal family is surer than a note, a note than a mood`() throws {
    let literal = try #require(try SharedReader.read("woody").families[.woody]?.confidence)
    let note = try #require(try SharedReader.read("cedar").families[.woody]?.confidence)
    let mood = try #require(try SharedReader.read("달콤한").families[.gourmand]?.confidence)
    #expect(literal > note && note > mood)
  }
}
