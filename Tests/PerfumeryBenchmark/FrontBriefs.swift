/// What the formula search is measured on.
enum FrontBriefs {
  /// Population, generations and crossover rate of `FrontSearch` were chosen on these.
  static let tunedOn = [
    "a fresh citrus cologne for summer mornings", "시원한 바다 향, 여름 오드 뚜왈렛",
    "smoky oud and leather, lasts 12 hours", "자연스러운 라벤더 향, 은은하게",
    "a rose chypre with oakmoss, eau de parfum", "달콤한 바닐라와 통카, 겨울밤 향수",
    "gourmand vanilla tonka, budget 120 USD per kg", "비 온 뒤 숲속의 흙내음",
    "green tea and bergamot body mist", "백단향과 머스크가 은은한 살냄새",
    "white floral bouquet of jasmine and tuberose, strong", "깨끗한 비누 향, 알데하이드 느낌",
    "spicy oriental with cinnamon and clove for evening", "장미와 작약의 봄 향수, 머스크 없이",
    "a clean linen laundry scent without musk", "레몬과 유자의 상큼한 향, 킬로당 16만원 이하",
    "tobacco, honey and dried fruit, long lasting", "무화과 나무와 코코넛, 여름 휴가",
    "powdery iris and violet, soft", "커피와 초콜릿의 달콤쌉싸름한 향",
    "incense and cedar for a candle", "아이리스 파우더 향의 바디로션",
    "peach and apricot, juicy, cheerful, eau de toilette", "가죽과 담배, 묵직하게 오래가는 향",
    "a fougere of lavender, coumarin and oakmoss", "라벤더와 캐모마일의 편안한 룸 스프레이",
    "aquatic marine scent with a woody base", "오렌지 블라썸과 네롤리, 은은한 오드 콜로뉴",
    "amber, labdanum and benzoin, warm and strong", "풀 내음과 젖은 이끼, 스모키하지 않게",
  ]

  /// Written after that choice; nothing was changed for them.
  static let fresh = [
    "a bright grapefruit and mint splash for the gym", "장마철에 어울리는 젖은 돌과 이끼 향",
    "sandalwood and cardamom, calm, for reading at night", "복숭아와 우유처럼 부드러운 향, 바디로션",
    "dark rose with patchouli and a trace of saffron", "한여름 수박과 오이의 물기 있는 향",
    "tomato leaf, basil and black pepper, a kitchen garden", "겨울 소나무 숲과 차가운 공기",
    "orange blossom water and almond biscuit, tender", "갓 구운 빵과 버터, 포근한 아침",
    "vetiver, grapefruit and pepper, dry and elegant", "목련과 은방울꽃, 비누처럼 맑게",
    "a cathedral: frankincense, myrrh, old wood", "홍차와 베르가못, 차분한 오후의 오 드 퍼퓸",
    "lilac and hyacinth in wet spring air, no vanilla", "녹차와 대나무, 절제된 향, 오 드 뚜왈렛",
    "mimosa and honey with a powdery dry down", "생강과 라임, 톡 쏘는 여름 향, 킬로당 20만원 이하",
    "salted caramel and roasted hazelnut, not too sweet", "자두와 체리, 붉은 과일의 관능적인 밤 향수",
    "fir balsam, cedar and smoke, a cabin in January", "은은한 머스크와 면 셔츠, 오래 남는 잔향",
    "ylang-ylang and coconut, monoi oil, beach", "쑥과 솔잎, 한약방 같은 허브 향",
    "a barbershop scent with lavender and tonka", "가을 낙엽과 군밤, 따뜻한 우디 향",
    "blackcurrant, green leaves and rose, crisp", "유칼립투스와 페퍼민트, 디퓨저",
    "osmanthus, apricot and suede leather", "바닷바람과 떠다니는 나무, 소금기, 100달러 이하로",
  ]
}
