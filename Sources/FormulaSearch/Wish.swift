import Perfumery

/// One demand of a brief that a formula either meets or does not.
///
/// These, and the law, are what a conflict is made of; the wished profile is only approached.
enum Wish: Sendable, Hashable {
  case present(Subject)
  case absent(Subject)
  case budget(dollarsPerKilogram: Double, said: Money)
  case allergens(ppm: Double)
  case lasting(hours: Double)
  case strength(Double)

  var text: String {
    switch self {
    case .present(let subject): "wanted \(subject.name)"
    case .absent(let subject): "without \(subject.name)"
    case .budget(_, let said): "budget \(said.amount.inWords) \(said.currency.rawValue)/kg"
    case .allergens(let ppm): "allergens at most \(ppm.inWords) ppm"
    case .lasting(let hours): "lasting \(hours.inWords) h"
    case .strength(let value): "strength \(value.inWords)"
    }
  }

  /// More would leave a formula of 30 lines no room for anything else.
  static let mostWanted = 20

  /// All wishes of a brief, without repetition, in a fixed order.
  static func all(
    of brief: Brief, rates: ExchangeRates
  ) throws(CompositionError) -> [Wish] {
    guard brief.wanted.count <= mostWanted else {
      throw .unusable(
        field: "count of wanted materials, notes and families", value: Double(brief.wanted.count),
        allowed: "at most \(mostWanted)")
    }
    var wishes = brief.wanted.map { Wish.present($0.value) }
    for family in Family.allCases where brief.families[family]?.value == 0 {
      wishes.append(.absent(.family(family)))
    }
    wishes += brief.forbidden.map { Wish.absent($0.value) }
    if let budget = brief.bindingBudget {
      guard let dollars = rates.dollars(budget) else {
        throw .noExchangeRate(budget.currency)
      }
      guard dollars.isFinite, dollars > 0 else {
        throw .unusable(field: "budget", value: budget.amount, allowed: "above 0")
      }
      wishes.append(.budget(dollarsPerKilogram: dollars, said: budget))
    }
    if let ppm = brief.allergenLimitPpm?.value {
      wishes.append(.allergens(ppm: try checked(ppm, 0...1_000_000, "allergen limit")))
    }
    if let hours = brief.longevityHours?.value {
      wishes.append(.lasting(hours: try checked(hours, 0...1_000, "longevity")))
    }
    if let strength = brief.strength?.value {
      wishes.append(.strength(try checked(strength, 0...1, "strength")))
    }
    var seen = Set<Wish>()
    return wishes.filter { seen.insert($0).inserted }
  }

  private static func checked(
    _ value: Double, _ range: ClosedRange<Double>, _ field: String
  ) throws(CompositionError) -> Double {
    guard range.contains(value) else {
      throw .unusable(
        field: field, value: value,
        allowed: "\(range.lowerBound.inWords) to \(range.upperBound.inWords)")
    }
    return value
  }
}

extension Double {
  /// Without a fraction when it is whole, else with at most three decimals.
  var inWords: String {
    if self == rounded(), abs(self) < 1e15 { return String(Int(self)) }
    return abs(self) < 1e12 ? String((self * 1000).rounded() / 1000) : String(self)
  }

  /// With one decimal at most.
  var inFewWords: String { ((self * 10).rounded() / 10).inWords }
}

extension Brief {
  /// The budget when the reader is at least half sure that it is one per kilogram.
  ///
  /// A bare amount of money could as well be the price of a bottle: it bounds nothing.
  var bindingBudget: Money? {
    budgetPerKilogram.flatMap { $0.confidence >= 0.5 ? $0.value : nil }
  }
}
