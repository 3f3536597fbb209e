import Testing

@testable import Perfumery

@Suite struct MoneyTests {
  let rates = ExchangeRates(unitsPerDollar: [.krw: 1_400, .eur: 0.8])

  @Test func `Amounts are turned into dollars by their rate`() {
    #expect(rates.dollars(Money(140_000, .krw)) == 100)
    #expect(rates.dollars(Money(80, .eur)) == 100)
  }

  @Test func `Dollars need no rate`() {
    #expect(ExchangeRates(unitsPerDollar: [:]).dollars(Money(7, .usd)) == 7)
  }

  @Test(arguments: [[:], [Currency.krw: 0.0], [.krw: -5]])
  func `A currency without a usable rate has no value in dollars`(units: [Currency: Double]) {
    #expect(ExchangeRates(unitsPerDollar: units).dollars(Money(140_000, .krw)) == nil)
  }

  @Test func `Currencies are named by their ISO codes`() {
    #expect(Currency.allCases.map(\.rawValue) == ["USD", "EUR", "KRW"])
  }
}
