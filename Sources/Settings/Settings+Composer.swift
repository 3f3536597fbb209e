package import Perfumery

extension Settings {
  /// What a brief means where it says nothing.
  package struct Brief: Sendable, Equatable {
    package var defaultCategory = ProductCategory.eauDeParfum

    /// Most of all declarable allergens together in the finished product, in ppm; nil is no limit.
    package var defaultMaxAllergensPpm: Double?
  }

  /// How a formula is composed and priced.
  package struct Composer: Sendable, Equatable {
    /// Won that one US dollar buys. Both rates are means of 2024 from the ECB's euro reference
    /// rates: 1475.40 KRW and 1.0824 USD for a euro.
    package var wonPerDollar = 1363.08

    /// Euros that one US dollar buys.
    package var eurosPerDollar = 0.9239

    /// Seed of a job that names none.
    package var defaultSeed: UInt64 = 1

    /// Further formulas of the Pareto front in a result whose order names no number, 0...10.
    package var alternatives = 3

    /// The checkpoint of the policy that proposes formulas too; none does while there is none.
    ///
    /// Below the spool's folder, or absolute.
    package var policy = "checkpoints/policy/best.ckpt"

    /// The rates as the composer takes them.
    package var exchangeRates: ExchangeRates {
      ExchangeRates(unitsPerDollar: [.usd: 1, .eur: eurosPerDollar, .krw: wonPerDollar])
    }
  }
}

extension Setting {
  static let brief: [Setting] = [
    Setting(
      "brief.default_category", "BRIEF_DEFAULT_CATEGORY", \.brief.defaultCategory, .choice,
      for: .briefReader, "The kind of product a brief means when it names none."),
    Setting(
      "brief.default_max_allergens_ppm", "BRIEF_DEFAULT_MAX_ALLERGENS_PPM",
      \.brief.defaultMaxAllergensPpm, .optional(.number(0...1_000_000)), for: .briefReader,
      "The most ppm of allergens in the product when a brief names none; empty is no limit."),
  ]

  static let composer: [Setting] = [
    Setting(
      "composer.krw_per_usd", "COMPOSER_KRW_PER_USD", \.composer.wonPerDollar,
      .number(100...10_000), for: .composer, "The won that one US dollar buys."),
    Setting(
      "composer.eur_per_usd", "COMPOSER_EUR_PER_USD", \.composer.eurosPerDollar, .number(0.1...10),
      for: .composer, "The euros that one US dollar buys."),
    Setting(
      "composer.default_seed", "COMPOSER_DEFAULT_SEED", \.composer.defaultSeed, .seed,
      for: .composer, "The seed of a job that names none."),
    Setting(
      "composer.alternatives", "COMPOSER_ALTERNATIVES", \.composer.alternatives, .integer(0...10),
      for: .composer, "The further formulas a result lists when its order names no number."),
    Setting(
      "composer.policy", "COMPOSER_POLICY", \.composer.policy, .text(limit: 4096), for: .composer,
      "The checkpoint of the policy that proposes formulas too, below the spool's folder."),
  ]
}
