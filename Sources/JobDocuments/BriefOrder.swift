package import Perfumery

/// How much thought the ensemble is asked to spend on a brief.
package enum BriefMode: String, CaseIterable, Sendable { case fast, balanced, creative }

/// What a client orders: a brief in its own words and the wishes given apart from the words.
package struct BriefOrder: Sendable, Hashable {
  /// The brief as it was written, 1...2000 characters.
  package var text: String

  /// Nil leaves the choice to the router.
  package var mode: BriefMode?

  /// Nil lets the text decide.
  package var language: BriefLanguage?

  /// 0...9,007,199,254,740,991 (2⁵³ − 1, what every JSON reader holds exactly); nil leaves it to
  /// the worker.
  package var seed: UInt64?

  /// Overrides what the text says about the product.
  package var category: ProductCategory?

  /// Share of concentrate in the finished product, 0.01...100 percent; overrides the text.
  package var dosagePercent: Double?

  /// How many further formulas of the Pareto front the result lists, 0...10; nil leaves it to the
  /// worker.
  package var alternatives: Int?

  package init(
    text: String, mode: BriefMode? = nil, language: BriefLanguage? = nil, seed: UInt64? = nil,
    category: ProductCategory? = nil, dosagePercent: Double? = nil,
    alternatives: Int? = nil
  ) {
    self.text = text
    self.mode = mode
    self.language = language
    self.seed = seed
    self.category = category
    self.dosagePercent = dosagePercent
    self.alternatives = alternatives
  }
}
