import Perfumery
import Testing

/// Product, dosage, money, hours, allergens, strength, season and time.
@Suite struct FieldTests {
  @Test(arguments: product + figures + occasions)
  func `A brief's figures and words land in their fields`(
    _ brief: BriefCase
  ) throws {
    #expect(brief.failures(of: try SharedReader.read(brief.text)) == [])
  }

  static let product: [BriefCase] = [
    .init("EDT", "p:EDT d:8"),
    .init("오드퍼퓸", "p:EDP d:15"),
    .init("오 드 퍼퓸으로", "p:EDP"),
    .init("오 드 뚜왈렛", "p:EDT"),
    .init("오드뚜왈렛", "p:EDT"),
    .init("오드코롱", "p:EDC"),
    .init("eau de toilette", "p:EDT"),
    .init("eau-de-parfum", "p:EDP"),
    .init("Extrait de Parfum", "p:PARFUM d:25"),
    .init("퍼퓸", "p:PARFUM"),
    .init("바디미스트", "p:BODY_MIST"),
    .init("body mist for the gym", "p:BODY_MIST"),
    .init("헤어 퍼퓸", "p:HAIR_MIST"),
    .init("디퓨저용 우디", "p:DIFFUSER +woody"),
    .init("reed diffuser", "p:DIFFUSER"),
    .init("소이 캔들", "p:CANDLE"),
    .init("a candle that smells of figs", "p:CANDLE n:fig"),
    .init("샴푸", "p:SHAMPOO"),
    .init("바디워시", "p:SHOWER_GEL"),
    .init("핸드크림", "p:HAND_CREAM"),
    .init("퍼퓸 핸드크림", "p:HAND_CREAM"),
    .init("룸 스프레이", "p:ROOM_SPRAY"),
    .init("handmade soap", "p:SOAP"),
    .init("body lotion", "p:BODY_LOTION"),
    .init("rose", "p:EDP d:15"),
    .init("EDP향수, 20%", "p:EDP d:20"),
    .init("ＥＤＴ　오렌지", "p:EDT n:orange"),
  ]

  static let figures: [BriefCase] = [
    .init("20% dosage", "d:20"),
    .init("dosage 12%", "d:12"),
    .init("부향률 18%", "d:18"),
    .init("부향률은 18.5 퍼센트", "d:18.5"),
    .init("EDP 20%", "p:EDP d:20"),
    .init("concentration of 15 percent", "d:15"),
    .init("부향률 0%", "d:15"),
    .init("dosage 300%", "d:15"),
    .init("under 150 USD/kg", "$:150USD"),
    .init("$80 per kilo", "$:80USD"),
    .init("$80", "$:80USD"),
    .init("under €200 per kilo", "$:200EUR"),
    .init("200 euros a kilo", "$:200EUR"),
    .init("budget: 1,500 USD per kg", "$:1500USD"),
    .init("kg당 20만원 이하", "$:200000KRW"),
    .init("킬로당 15만 원", "$:150000KRW"),
    .init("15만 원/kg", "$:150000KRW"),
    .init("kg당 1만 5천원", "$:15000KRW"),
    .init("예산 8천원", "$:8000KRW"),
    .init("₩300,000/kg", "$:300000KRW"),
    .init("100~150달러/kg", "$:150USD"),
    .init("100-150 USD/kg", "$:150USD"),
    .init("0.2 USD per gram", "$:200USD"),
    .init("at least $100 per kg", "!$"),
    .init("no budget", "!$"),
    .init("8시간 이상", "h:8"),
    .init("지속력 10시간", "h:10"),
    .init("lasts 6 hours", "h:6"),
    .init("at least 12h", "h:12"),
    .init("8+ hours of wear", "h:8"),
    .init("lasts all day", "h:12"),
    .init("오래가는", "h:8"),
    .init("하루 종일 가는", "h:12"),
    .init("2시간 후 머스크가 남는", "!h n:musk"),
    .init("musk after 2 hours", "!h n:musk"),
    .init("allergens below 500 ppm", "a:500"),
    .init("알레르겐 500ppm 이하", "a:500"),
    .init("알레르기 유발 성분 0.05% 이하", "a:500"),
    .init("allergens under 0.1 %", "a:1000"),
    .init("allergen-free", "a:0"),
    .init("부향률 15%, 알레르겐 200ppm", "d:15 a:200"),
    .init("rose with 5% oud, dosage 20%", "d:20 n:oud"),
    .init("costs $300 a bottle", "!$"),
    .init("24시간 카페 같은", "!h"),
    .init("lasts 2 days", "h:48"),
    .init("no more than 2% oud", "n:oud d:15"),
    .init("99999999999999999999999 USD/kg", "!$"),
  ]

  static let occasions: [BriefCase] = [
    .init("은은하게", "q<0.4"),
    .init("진하게", "q>0.6"),
    .init("beast mode", "q>0.9"),
    .init("strong sillage", "q>0.8"),
    .init("skin-close", "q<0.3"),
    .init("너무 진하지 않게", "q<0.5"),
    .init("not too strong", "q<0.5"),
    .init("rose", "!q !$ !h !a"),
    .init("여름밤", "s:summer t:night"),
    .init("for winter evenings", "s:winter t:evening"),
    .init("봄, 가을", "s:spring s:autumn"),
    .init("spring or fall/winter", "s:spring s:autumn s:winter"),
    .init("데일리로 쓸 향", "t:day"),
    .init("date night", "t:night"),
    .init("office-safe", "t:day"),
  ]

  @Test func `A default has no words and little confidence`() throws {
    let brief = try SharedReader.read("rose")
    #expect(brief.category.because == [] && brief.category.confidence < 0.3)
    #expect(brief.dosagePercent.because == [] && brief.dosagePercent.confidence < 0.3)
  }

  @Test func `What the brief says comes with its words and high confidence`() throws {
    let brief = try SharedReader.read("EDT, kg당 20만원 이하, 8시간 이상 지속, 알레르겐 500ppm 이하")
    #expect(brief.category.because == ["EDT"] && brief.category.confidence > 0.9)
    #expect(brief.budgetPerKilogram?.because == ["20만원"])
    #expect(brief.longevityHours?.because == ["8시간"])
    #expect(brief.allergenLimitPpm?.because == ["500ppm"])
  }

  @Test func `Money without a unit of mass is less sure than money per kilogram`() throws {
    let bare = try #require(try SharedReader.read("rose, $80").budgetPerKilogram)
    let perKilogram = try #require(try SharedReader.read("rose, $80/kg").budgetPerKilogram)
    #expect(bare.confidence < perKilogram.confidence)
  }
}
