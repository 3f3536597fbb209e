/// A currency a brief may name. The raw value is its ISO 4217 code.
package enum Currency: String, CaseIterable, Sendable, Hashable {
  case usd = "USD"
  case eur = "EUR"
  case krw = "KRW"
}

/// An amount of money with its currency; amounts of different currencies never mix silently.
package struct Money: Sendable, Hashable {
  package var amount: Double
  package var currency: Currency

  package init(_ amount: Double, _ currency: Currency) {
    self.amount = amount
    self.currency = currency
  }
}

/// Rates into US dollars, the currency of the catalogue's prices.
///
/// A rate is the number of units of a currency that one US dollar buys.
package struct ExchangeRates: Sendable, Equatable {
  package var unitsPerDollar: [Currency: Double]

  package init(unitsPerDollar: [Currency: Double]) {
    self.unitsPerDollar = unitsPerDollar
  }

  /// The amount in US dollars, or nil when the currency has no rate.
  package func dollars(_ money: Money) -> Double? {
    if money.currency == .usd { return money.amount }
    guard let units = unitsPerDollar[money.currency], units > 0 else { return nil }
    return money.amount / units
  }
}
