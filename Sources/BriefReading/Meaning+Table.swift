import Perfumery

extension Meaning {
  /// Reads a meaning as the tables write it.
  ///
  /// Forms: `woody=.8`, `note:rose`, `mood:calm`, `season:summer`,
  /// `time:night`, `product:EDP=.9`, `strength:.3`, `hours:8`, `allergens:0`, `topic:dosage`,
  /// `money:KRW=10000`, `duration:24`, `share:10000`, `per:1`, `times:1000`.
  init?(_ text: Substring) {
    let sides = text.split(separator: "=", maxSplits: 1)
    guard let left = sides.first else { return nil }
    let figure = sides.count > 1 ? Double(Self.padded(sides[1])) : nil
    if sides.count > 1, figure == nil { return nil }
    let parts = left.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else {
      guard let family = Family(rawValue: String(left)) else { return nil }
      self = .family(family, figure ?? 1)
      return
    }
    let value = String(parts[1])
    let number = Double(Self.padded(parts[1]))
    switch parts[0] {
    case "note": self = .note(NoteName(rawValue: value), figure ?? 0.75)
    case "mood": self = .mood(value)
    case "season":
      guard let season = Season(rawValue: value) else { return nil }
      self = .season(season, figure ?? 0.95)
    case "time":
      guard let time = TimeOfDay(rawValue: value) else { return nil }
      self = .time(time, figure ?? 0.9)
    case "product":
      guard let category = ProductCategory(rawValue: value) else { return nil }
      self = .product(category, figure ?? 0.9)
    case "topic":
      guard let topic = Topic(rawValue: value) else { return nil }
      self = .topic(topic)
    case "money":
      guard let currency = Currency(rawValue: value) else { return nil }
      self = .unit(.money(currency, figure ?? 1))
    default:
      guard let number else { return nil }
      self.init(quantity: parts[0], number)
    }
  }

  private init?(quantity: Substring, _ number: Double) {
    switch quantity {
    case "strength": self = .strength(number)
    case "hours": self = .hours(number)
    case "allergens": self = .allergenLimit(number)
    case "duration": self = .unit(.time(number))
    case "share": self = .unit(.share(number))
    case "per": self = .unit(.perMass(number))
    case "times": self = .unit(.multiplier(number))
    default: return nil
    }
  }

  /// The tables write .8 for 0.8.
  private static func padded(_ text: Substring) -> String {
    text.first == "." ? "0" + text : String(text)
  }
}
