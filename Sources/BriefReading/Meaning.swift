import Perfumery

/// What a word of the lexicon says about the perfume that is wished for.
enum Meaning: Sendable, Hashable {
  /// A family with its weight, 0...1.
  case family(Family, Double)

  /// A note with its weight, 0...1.
  case note(NoteName, Double)
  case material(MaterialID)
  case mood(String)
  case season(Season, Double)
  case time(TimeOfDay, Double)

  /// A kind of product with the confidence that the word means it.
  case product(ProductCategory, Double)

  /// 0 (barely there) ... 1 (very strong).
  case strength(Double)

  /// How long the scent should last, in hours.
  case hours(Double)

  /// An upper bound on allergens, in ppm of the finished product.
  case allergenLimit(Double)
  case topic(Topic)
  case unit(Unit)

  /// Whether a negation or a hedge can speak of it.
  var canBeModified: Bool {
    switch self {
    case .allergenLimit, .topic, .unit: false
    default: true
    }
  }
}

/// What a figure near the word is about.
enum Topic: String, Sendable, Hashable {
  case dosage, budget, longevity, allergens, lowerBound, afterwards, otherMeasure
}

/// A unit of measure that follows or precedes a figure.
enum Unit: Sendable, Hashable {
  /// A currency, with what one of the unit is worth in it (만원 is 10,000 won).
  case money(Currency, Double)

  /// Hours in one of the unit.
  case time(Double)

  /// Ppm in one of the unit.
  case share(Double)

  /// "Per ..." with the kilograms in one of it.
  case perMass(Double)

  /// Multiplies the figure before it (thousand, 만).
  case multiplier(Double)
}

/// What a word does to the words around it.
enum Role: Sendable, Hashable {
  /// Rules out what follows, reaching over so many unknown words.
  case denyNext(reach: Int)

  /// Wishes for less of what follows.
  case softenNext(reach: Int)
  case than(reach: Int)
  case denyLast(reach: Int)

  /// Rules out what follows, unless it is the exception from something ruled out.
  case except(reach: Int)

  /// The "free" of "sugar-free".
  case denyAttached
  case softenLast(reach: Int)

  /// The 않다 after a predicate in -지.
  case denyStem

  /// The 안 before a predicate.
  case denyPredicate

  /// A negation that means the opposite of one: "not only", 빼놓을 수 없는.
  case affirm
  case hedgeNext
  case boostNext

  /// 스치는, 감도는: makes the noun before it fainter.
  case hedgeLast

  /// 돋보이는, 물씬: lifts the noun before it.
  case boostLast
  case concedeLast(reach: Int)
  case concedeNext(reach: Int)
  case demandNext(reach: Int)
  case demandLast(reach: Int)
  case joint

  /// Or, nor.
  case alternative
  case `break`
  case suffix
  case filler

  /// "like", "want": may follow a negation, but after its object begins a new clause.
  case verb

  init?(_ text: Substring) {
    let parts = text.split(separator: ":")
    guard let name = parts.first else { return nil }
    let reach = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    switch name {
    case "deny-next": self = .denyNext(reach: reach)
    case "soften-next": self = .softenNext(reach: reach)
    case "than": self = .than(reach: reach)
    case "except": self = .except(reach: reach)
    case "deny-last": self = .denyLast(reach: reach)
    case "deny-attached": self = .denyAttached
    case "soften-last": self = .softenLast(reach: reach)
    case "deny-stem": self = .denyStem
    case "deny-predicate": self = .denyPredicate
    case "affirm": self = .affirm
    case "hedge-next": self = .hedgeNext
    case "hedge-last": self = .hedgeLast
    case "boost-next": self = .boostNext
    case "boost-last": self = .boostLast
    case "concede-last": self = .concedeLast(reach: reach)
    case "concede-next": self = .concedeNext(reach: reach)
    case "demand-next": self = .demandNext(reach: reach)
    case "demand-last": self = .demandLast(reach: reach)
    case "joint": self = .joint
    case "alternative": self = .alternative
    case "break": self = .break
    case "suffix": self = .suffix
    case "filler": self = .filler
    case "verb": self = .verb
    default: return nil
    }
  }
}

/// How directly a word says what it says; decides confidence and weight.
enum Directness: Int, Sendable, Comparable {
  /// A season, product or unit, which says nothing about smell by itself.
  case field

  /// A mood or texture, which only leans towards families.
  case mood

  /// A scene or thing that calls a smell to mind.
  case image

  /// A note or material.
  case note

  /// The name of a family.
  case family

  var confidence: Double {
    switch self {
    case .mood: 0.4
    case .field: 0.3
    case .image: 0.65
    case .note: 0.85
    case .family: 0.95
    }
  }

  static func < (left: Directness, right: Directness) -> Bool { left.rawValue < right.rawValue }
}
