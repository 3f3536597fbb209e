import Perfumery

/// A share of a finished product, in percent, with the range in use and where both were found.
struct SourcedShare: Sendable, Hashable {
  var percent: Double
  var range: ClosedRange<Double>
  var source: String
}

/// What the concentrate is put into, by category of product.
struct ProductBase: Sendable {
  /// A product without alcohol is bought as an unscented base with about this much water.
  struct Carrier: Sendable {
    var name: String
    var koreanName: String
    var waterPercent: Double
  }

  enum Liquid: Sendable {
    /// The part of alcohol in alcohol and water together, in percent by mass.
    case alcohol(strength: SourcedShare)
    case carrier(Carrier)
  }

  var liquid: Liquid

  /// Concentrate in the product as the books have it.
  var dosages: ClosedRange<Double>
  var dosageSource: String
  var antioxidant: SourcedShare?
  var ultravioletFilter: SourcedShare?

  private static let figure = "Pybus & Sell, The Chemistry of Fragrances (1999), Fig. 9.1"
  private static let table = "Pybus & Sell, The Chemistry of Fragrances (1999), Table A2"
  private static let dosageBooks =
    "\(table); Ohloff, Pickenhagen & Kraft, Scent and Chemistry (2022); "
    + "Curtis & Williams, An Introduction to Perfumery (1994), p. 560"
  private static let judged = "judged"

  private static let usualAntioxidant = SourcedShare(
    percent: 0.1, range: 0.05...0.8,
    source: "\(figure); at most 0.8 % by Regulation (EC) 1223/2009, Annex III (BHT)")
  private static let usualFilter = SourcedShare(
    percent: 0.5, range: 0...0.5,
    source: "\(figure); at most 0.5 % to protect the product by Regulation (EC) 1223/2009, "
      + "Annex VI, entry 4 (benzophenone-3)")

  init(_ category: ProductCategory) {
    switch category {
    case .parfum:
      self = Self.alcoholic(98, 96...99, Self.table, dosages: 15...35)
    case .eauDeParfum:
      self = Self.alcoholic(90, 85...90, "\(Self.table), Fig. 9.1", dosages: 8...20)
    case .eauDeToilette:
      self = Self.alcoholic(85, 80...90, Self.table, dosages: 4...20)
    case .eauDeCologne:
      self = Self.alcoholic(70, 60...80, Self.table, dosages: 2...5)
    case .bodyMist, .hairMist:
      self = Self.alcoholic(60, 50...70, "\(Self.table), splash", dosages: 1...4)
      ultravioletFilter = nil
    case .roomSpray:
      self = Self.alcoholic(70, 50...90, Self.judged, dosages: 0.5...5)
      dosageSource = Self.judged
      ultravioletFilter = nil
    case .bodyLotion: self = Self.based("unscented lotion base", "무향 로션 베이스", 75, 0.1...1)
    case .handCream: self = Self.based("unscented cream base", "무향 크림 베이스", 65, 0.1...1)
    case .shampoo: self = Self.based("unscented shampoo base", "무향 샴푸 베이스", 75, 0.3...1.5)
    case .showerGel: self = Self.based("unscented shower gel base", "무향 샤워젤 베이스", 75, 0.5...2)
    case .soap: self = Self.based("unscented soap noodles", "무향 비누 베이스", 12, 0.5...3)
    case .candle: self = Self.based("unscented wax", "무향 왁스", 0, 3...12)
    case .diffuser: self = Self.based("unscented diffuser base", "무향 디퓨저 베이스", 0, 8...30)
    }
  }

  private init(liquid: Liquid, dosages: ClosedRange<Double>, dosageSource: String) {
    self.liquid = liquid
    self.dosages = dosages
    self.dosageSource = dosageSource
  }

  private static func alcoholic(
    _ percent: Double, _ range: ClosedRange<Double>, _ source: String,
    dosages: ClosedRange<Double>
  ) -> ProductBase {
    let strength = SourcedShare(percent: percent, range: range, source: source)
    var base = ProductBase(
      liquid: .alcohol(strength: strength), dosages: dosages, dosageSource: dosageBooks)
    base.antioxidant = usualAntioxidant
    base.ultravioletFilter = usualFilter
    return base
  }

  private static func based(
    _ name: String, _ koreanName: String, _ waterPercent: Double, _ dosages: ClosedRange<Double>
  ) -> ProductBase {
    ProductBase(
      liquid: .carrier(
        Carrier(name: name, koreanName: koreanName, waterPercent: waterPercent)),
      dosages: dosages, dosageSource: judged)
  }
}
