import Perfumery

/// A brief written the way people describe a scent, with the families a perfumer would answer it
/// in.
///
/// Written and labelled before the reader was measured on them; they name scenes and things, hardly
/// ever families.
struct DescriptiveBrief: Sendable {
  var text: String
  var families: Set<Family>

  init(_ text: String, _ families: Family...) {
    self.text = text
    self.families = Set(families)
  }

  static let all = english + korean

  static let english: [DescriptiveBrief] = [
    .init(
      "The first page of a book nobody has opened in decades, in a room of worn "
        + "armchairs and beeswaxed shelves.",
      .woody, .leather, .powdery),
    .init(
      "Walking home barefoot after a thunderstorm, soil still steaming, ferns "
        + "dripping on the path.",
      .mossy, .aquatic, .green),
    .init(
      "Grandfather's workshop: fresh shavings on the floor, a pipe cooling on the windowsill.",
      .woody, .leather),
    .init(
      "An August noon in Sicily, juice running down your wrists, leaves still on the fruit.",
      .citrus, .green),
    .init(
      "Sheets snapping on a washing line, a bar of something white in the bathroom, nothing else.",
      .aldehydic, .musk),
    .init(
      "She leaves a trail like the inside of an old evening bag: lipstick, a folded "
        + "handkerchief, a little dust.",
      .powdery, .floral),
    .init(
      "Embers at two in the morning, wool blanket, the pines black around the tent.", .smoky, .woody
    ),
    .init(
      "Salt drying on your shoulders, a torn paper bag of peaches, the tide far out.", .aquatic,
      .fruity),
    .init(
      "A confectioner's window in December, roasted nuts in paper cones and burnt "
        + "sugar in the air.",
      .gourmand),
    .init("A monk crossing a cold stone nave, swinging the censer.", .smoky, .amber),
    .init("The barber slaps on something cold and green, the towel still hot.", .aromatic, .green),
    .init("Your lover's neck, warm from sleep, nothing on it but last night.", .musk, .animalic),
    .init("A saddle left in the sun, hay in the stalls, horses breathing.", .leather, .animalic),
    .init("Bride's bouquet, just cut, stems still wet, tied with satin.", .floral, .green),
    .init(
      "Midnight in Marrakech: mint in a glass, cumin and cinnamon stacked in cones, "
        + "hides drying on the roofs.",
      .spicy, .aromatic, .leather),
    .init("Cold gin, crushed juniper, a twist of lime peel on a rooftop.", .citrus, .aromatic),
    .init("A glacier at dawn, blue and silent; breath turning to crystals.", .aquatic, .aldehydic),
    .init(
      "A bowl of strawberries with cream, eaten on the grass at Wimbledon.", .fruity, .gourmand,
      .green),
    .init("Espresso, dark cocoa, the burnt rim of a creme brulee.", .gourmand),
    .init("A cashmere sweater borrowed and never given back, still faintly of him.", .musk, .woody),
    .init(
      "The forest after mushroom picking: wet bark, rot, black earth under the nails.", .mossy,
      .woody),
    .init(
      "White petals opening after dark, almost too sweet, a little rotten, narcotic.", .floral,
      .animalic),
    .init(
      "A lacquered box from Kyoto, holding something resinous that has been burning "
        + "for a thousand years.",
      .smoky, .woody, .amber),
    .init(
      "Sunscreen, coconut ice, hot sand, a plumeria behind the ear.", .gourmand, .floral, .aquatic),
    .init(
      "Whisky in a jazz club, cigar ends, cracked hide banquettes.", .leather, .smoky, .gourmand),
    .init("An orchard in October, windfalls bruising in the damp grass.", .fruity, .green),
    .init("Snow on cedar boughs, a struck match, then silence.", .woody, .smoky, .aquatic),
    .init("A newborn's head after the bath, talc and milk.", .powdery, .musk, .gourmand),
    .init(
      "Tomato vines in a hot greenhouse, sap on the fingers, a basil pot by the door.", .green,
      .aromatic),
    .init(
      "A glass of champagne on a marble balcony, aldehyde sparkle, one perfect iris in a vase.",
      .aldehydic, .powdery),
    .init(
      "Camphor chest, cloves in an orange, my aunt's Christmas hallway.", .spicy, .citrus, .woody),
    .init(
      "The deep end of a hotel pool in the morning, melon slices waiting on a tray.", .aquatic,
      .fruity),
  ]

  static let korean: [DescriptiveBrief] = [
    .init("외할머니 댁 대청마루에 누워 장마가 지나간 마당을 바라보던 오후", .woody, .aquatic, .mossy),
    .init("새벽 예불이 끝난 산사, 식어가는 향로와 오래된 기둥", .smoky, .woody),
    .init("교복 셔츠에서 나던 다림질 냄새와 운동장 끝 수돗가", .aldehydic, .aquatic),
    .init("엄마 화장대 서랍을 몰래 열었을 때 풍기던 분가루와 립스틱", .powdery, .floral),
    .init("캠핑장의 마지막 밤, 사그라드는 장작과 손에 밴 송진", .smoky, .woody, .amber),
    .init("제주 귤밭을 지나 바닷바람을 맞으며 달리는 스쿠터", .citrus, .aquatic),
    .init("갓 구운 빵에 버터를 바르고 꿀을 한 스푼", .gourmand),
    .init("목욕탕을 나와 마시는 바나나우유, 덜 마른 머리카락", .aldehydic, .gourmand),
    .init("비 그친 뒤 이끼 낀 돌담길, 젖은 낙엽이 발에 밟힌다", .mossy, .aquatic, .woody),
    .init("첫사랑이 건네준 작약 한 다발, 줄기에서 물이 뚝뚝", .floral, .green),
    .init("잘 길든 안장과 마른 건초, 말의 체온", .leather, .animalic),
    .init("한약방 서랍마다 쌓인 마른 뿌리와 계피 껍질", .aromatic, .spicy, .woody),
    .init("햇볕에 바짝 말린 이불 속으로 파고드는 일요일 아침", .aldehydic, .musk),
    .init("깊은 밤 재즈바, 얼음 녹은 위스키와 꺼져가는 시가", .smoky, .leather, .gourmand),
    .init("자고 일어난 연인의 목덜미, 아직 남은 체온", .musk),
    .init("복숭아를 한입 베어 물자 팔꿈치까지 흐르는 과즙", .fruity),
    .init("대숲에 부는 바람, 죽순 껍질을 벗길 때의 풋내", .green),
    .init("연필을 깎던 소리, 나무 책상, 방과 후의 교실", .woody),
    .init("한여름 밤 창문으로 넘어오는 치자꽃 향에 어지러울 만큼 취하는", .floral),
    .init("크리스마스 마켓의 뱅쇼 한 잔, 정향이 박힌 오렌지", .spicy, .citrus, .fruity),
    .init("파도가 물러난 갯벌, 햇살에 마르는 미역과 소금", .aquatic),
    .init("초콜릿을 녹이는 주방, 바닐라 빈을 긁어 넣고 럼 한 방울", .gourmand),
    .init("눈 덮인 전나무 숲, 입김이 하얗게 얼어붙는 아침", .woody, .aquatic),
    .init("낡은 가죽 장정의 고서, 먼지 쌓인 서재의 오후", .leather, .woody, .powdery),
    .init("진토닉에 로즈마리 한 줄기, 루프탑의 저녁 바람", .aromatic, .citrus),
    .init("사막의 밤, 천막 안에서 태우는 몰약과 낙타 가죽", .amber, .smoky, .leather),
    .init("봄비 맞은 라일락 골목, 연둣빛 새순", .floral, .green, .aquatic),
    .init("텃밭에서 막 딴 토마토 잎과 깻잎을 손으로 비빌 때", .green, .aromatic),
    .init("아기 로션과 우유 냄새, 낮잠 자는 조카", .musk, .gourmand, .powdery),
    .init("오래된 성당의 돌바닥, 촛농과 향 연기", .smoky, .amber, .aldehydic),
    .init("붉은 벨벳 커튼 뒤의 장미, 와인, 그리고 짐승 같은 무엇", .floral, .fruity, .animalic),
    .init("캐시미어 담요, 벽난로, 마시멜로를 띄운 코코아", .gourmand, .smoky, .musk),
  ]

  /// Written after the lexicon and never used to change it, in the manner of shop copy and of
  /// customers' own words; notes are named in some.
  static let heldOut: [DescriptiveBrief] = [
    .init(
      "A ray of light through an orangery: bitter peel, waxy blossom and the coolness "
        + "of marble underfoot.",
      .citrus, .floral),
    .init(
      "He smells of axle grease, cedar planks and the black coffee in his thermos.", .woody,
      .gourmand, .leather),
    .init(
      "Luminous pear gives way to a bridal veil of peony before melting into "
        + "something soft and skin-close.",
      .fruity, .floral, .musk),
    .init("I want to smell like I just stepped out of a cold mountain lake.", .aquatic),
    .init(
      "An ode to the souks: saffron threads, worn saddles, a coal glowing under agarwood chips.",
      .spicy, .leather, .woody, .smoky),
    .init(
      "Juicy mandarin sparkles over a lush heart of orange flower, while Madagascan "
        + "vanilla lends an addictive trail.",
      .citrus, .floral, .gourmand),
    .init(
      "Sunday mass in my village, candles dripping, lilies by the coffin, varnished pews.", .smoky,
      .floral, .woody),
    .init(
      "The scent of a thousand-dollar tailor: steamed wool, chalk, a whisper of violet hair oil.",
      .powdery, .musk),
    .init("Sticky toffee, bourbon and a dusting of nutmeg.", .gourmand, .spicy),
    .init(
      "Crushed ivy, snapped stems, the cold breath of a flower shop "
        + "refrigerator.", .green, .floral),
    .init(
      "Dark plum drunk on cognac, with incense curling through velvet drapes.", .fruity, .smoky,
      .gourmand),
    .init(
      "Wild thyme and rosemary scorched by the sun, a goat path above the sea.", .aromatic, .aquatic
    ),
    .init(
      "It should feel like a hug from someone wearing clean cotton pyjamas.", .aldehydic, .musk),
    .init(
      "Grapefruit and pink pepper fizz, vetiver roots anchor, nothing gets in the way.", .citrus,
      .spicy, .woody),
    .init(
      "A forgotten attic where moths have been at the furs and the face powder has turned.",
      .powdery, .animalic, .woody),
    .init(
      "Oakmoss and bergamot the old-fashioned way, patchouli in the shadows, a green "
        + "rose on the lapel.",
      .mossy, .citrus, .floral, .woody),
    .init("The ozone before lightning, then wet slate.", .aquatic, .mossy),
    .init("Buttery suede gloves kept in a drawer with orris sachets.", .leather, .powdery),
    .init("Hot milk with honey, and the cinnamon stick left in.", .gourmand, .spicy),
    .init("Labdanum as thick as honey at noon, resin tears and dust of the caravan road.", .amber),
    .init("톡 쏘는 자몽 뒤로 로즈마리가 스치고 마른 베티버가 오래 남는다", .citrus, .aromatic, .woody),
    .init("햇살 좋은 날 옥상에 널어 둔 셔츠, 그 사이로 지나가는 바람", .aldehydic, .musk),
    .init("잘 익은 무화과를 반으로 갈랐을 때의 초록빛 단내", .fruity, .green),
    .init("할아버지 서재의 파이프 담배와 낡은 가죽 의자", .leather, .woody, .smoky),
    .init("눈 쌓인 산장에서 코코아를 마시며 타닥거리는 불을 바라보는 밤", .gourmand, .smoky, .woody),
    .init("투명한 물방울이 맺힌 은방울꽃과 갓 꺾은 줄기", .floral, .green),
    .init("침향을 피워 둔 다실, 차가 우러나는 동안의 정적", .woody, .smoky, .green),
    .init("생강과 계피를 오래 달인 수정과에 곶감 하나", .spicy, .fruity),
    .init("바닷가 절벽에 핀 해당화, 소금 바람에 젖은 꽃잎", .aquatic, .floral),
    .init("살결에 스며든 듯 포근하고 보송한, 아기 분처럼 부드러운", .musk, .powdery),
    .init("작약과 리치가 물든 첫 데이트의 오후", .floral, .fruity),
    .init("소나무 숲을 걷다 만난 작은 절, 향 한 자루의 연기", .woody, .smoky),
    .init("비 온 다음 날의 흙길과 젖은 나무껍질", .mossy, .woody, .aquatic),
    .init("갓 볶은 원두와 다크 초콜릿, 그리고 한 모금의 위스키", .gourmand, .smoky),
    .init("라임과 민트를 으깨 얼음을 채운 잔, 해 질 녘의 풀사이드", .citrus, .aromatic),
    .init("호랑가시나무와 정향, 오렌지 껍질로 만든 겨울의 리스", .spicy, .citrus, .woody),
    .init("튜베로즈가 뿜어내는 아찔함, 그 밑에 깔린 코코넛과 뜨거운 살", .floral, .gourmand, .musk),
    .init("유칼립투스 사우나에서 막 나온 듯 맑아지는 머리", .aromatic, .woody),
    .init("앰버와 통카, 바닐라가 녹아내리는 캐시미어 같은 밤", .amber, .gourmand, .musk),
    .init("동물의 털처럼 거칠고 따뜻한, 꿀과 담뱃잎의 어둠", .animalic, .gourmand, .leather),
  ]
}
