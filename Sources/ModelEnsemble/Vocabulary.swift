package import Perfumery

/// The words a language model may use in an answer: the one source of schema, prompt and reading.
package struct Vocabulary: Sendable {
  /// Identifiers of notes with their other names, in the order of the catalogue.
  let notes: [Term]
  /// Identifiers of moods with their other names.
  let moods: [Term]

  /// A word of an answer, and other words that are repaired into it.
  package struct Term: Sendable, Hashable {
    package var id: String
    package var aliases: [String]

    package init(_ id: String, _ aliases: [String] = []) {
      self.id = id
      self.aliases = aliases
    }
  }

  /// - Parameter moods: identifiers of moods, each with other names for it.
  package init(catalogue: Catalogue, moods: [Term] = Self.commonMoods) {
    notes = catalogue.notes.map { Term($0.name.rawValue, [$0.english, $0.korean]) }
    self.moods = moods
  }

  /// The moods the rule reader knows, with their names in Korean.
  package static let commonMoods = [
    Term("fresh", ["refreshing", "상쾌한"]), Term("clean", ["깨끗한"]), Term("cool", ["시원한"]),
    Term("natural", ["자연스러운"]), Term("warm", ["따뜻한"]), Term("cosy", ["cozy", "포근한"]),
    Term("tender", ["gentle", "부드러운"]), Term("sweet", ["달콤한"]),
    Term("romantic", ["로맨틱한"]), Term("sensual", ["관능적인"]),
    Term("feminine", ["for women", "여성스러운"]),
    Term("masculine", ["남성적인"]), Term("unisex", ["중성적인"]), Term("elegant", ["우아한"]),
    Term("luxurious", ["luxury", "고급스러운"]), Term("professional", ["단정한"]),
    Term("minimal", ["minimalist", "미니멀한"]), Term("playful", ["발랄한"]),
    Term("energetic", ["활기찬"]), Term("sporty", ["스포티한"]), Term("radiant", ["bright", "화사한"]),
    Term("festive", ["축제 같은"]), Term("calm", ["peaceful", "차분한"]),
    Term("spiritual", ["영적인"]), Term("dreamy", ["몽환적인"]), Term("nostalgic", ["그리운"]),
    Term("melancholic", ["melancholy", "쓸쓸한"]), Term("mysterious", ["신비로운"]),
    Term("dark", ["어두운"]), Term("heavy", ["묵직한"]), Term("bold", ["대담한"]),
    Term("wild", ["야생적인"]), Term("exotic", ["이국적인"]),
  ]

  var subjects: [Term] { Self.families + notes.filter { Family(rawValue: $0.id) == nil } }

  static let families: [Term] = Family.allCases.map {
    Term($0.rawValue, familyAliases[$0] ?? [])
  }

  private static let familyAliases: [Family: [String]] = [
    .citrus: ["citrusy", "시트러스", "감귤"], .floral: ["flowery", "플로럴", "꽃"],
    .fruity: ["fruit", "프루티", "과일"], .green: ["그린", "풀"],
    .aromatic: ["herbal", "아로마틱", "허브"], .spicy: ["spice", "스파이시", "향신료"],
    .woody: ["wood", "woods", "우디", "나무"], .mossy: ["chypre", "모시", "이끼"],
    .amber: ["ambery", "oriental", "앰버", "오리엔탈"], .smoky: ["smoke", "스모키", "연기"],
    .gourmand: ["sweet", "구르망", "달콤"], .musk: ["musky", "머스크", "사향"],
    .powdery: ["powder", "파우더리"], .aldehydic: ["aldehyde", "aldehydes", "알데하이드"],
    .aquatic: ["marine", "ozonic", "아쿠아틱", "바다"], .leather: ["leathery", "가죽", "레더"],
    .animalic: ["animal", "애니멀릭"],
  ]

  static let seasons = [
    Term("spring", ["봄"]), Term("summer", ["여름"]), Term("autumn", ["fall", "가을"]),
    Term("winter", ["겨울"]),
  ]

  static let timesOfDay = [
    Term("day", ["daytime", "낮", "morning", "아침"]), Term("evening", ["저녁"]),
    Term("night", ["nighttime", "밤"]),
  ]

  static let products: [Term] = ProductCategory.allCases.map {
    Term($0.rawValue, productAliases[$0] ?? [])
  }

  private static let productAliases: [ProductCategory: [String]] = [
    .parfum: ["extrait", "extrait de parfum", "퍼퓸", "파르펭"],
    .eauDeParfum: ["eau de parfum", "오드퍼퓸", "오 드 퍼퓸", "오드파르펭"],
    .eauDeToilette: ["eau de toilette", "오드뚜왈렛", "오드투알렛", "오 드 뚜왈렛"],
    .eauDeCologne: ["eau de cologne", "cologne", "코롱", "오드코롱"],
    .bodyMist: ["바디미스트", "보디미스트"], .hairMist: ["헤어미스트"],
    .bodyLotion: ["lotion", "바디로션", "보디로션"], .handCream: ["핸드크림"],
    .shampoo: ["샴푸"], .showerGel: ["body wash", "샤워젤", "바디워시"], .soap: ["비누"],
    .candle: ["scented candle", "캔들", "향초"], .diffuser: ["reed diffuser", "디퓨저"],
    .roomSpray: ["room mist", "룸스프레이"],
  ]

  static let currencies = [
    Term("USD", ["$", "dollar", "dollars", "달러"]), Term("EUR", ["€", "euro", "euros", "유로"]),
    Term("KRW", ["₩", "won", "원"]),
  ]

  /// The term a word stands for: its own name or another name, letter case and separators apart.
  static func term(_ word: String, in terms: [Term]) -> String? {
    let wanted = folded(word)
    guard !wanted.isEmpty else { return nil }
    return terms.first { folded($0.id) == wanted }?.id
      ?? terms.first { $0.aliases.contains { folded($0) == wanted } }?.id
  }

  private static func folded(_ word: String) -> String {
    word.lowercased().filter { !" -_.·".contains($0) }
  }
}
