package import Perfumery
package import SeededRandom

/// Random briefs of the kinds people hand in, for a policy to learn on and to be judged by.
package enum BriefSampler {
  /// Products the briefs are for, each with its usual dosage.
  static let categories: [ProductCategory] = [
    .eauDeParfum, .eauDeToilette, .eauDeCologne, .bodyLotion, .shampoo, .candle,
  ]

  /// The brief that a generator's next numbers stand for.
  ///
  /// One to five families with weights; every fourth rules out another, every third has a budget,
  /// every fifth asks for a strength and every fifth for hours on skin.
  package static func draw(using generator: inout SplitMix64) -> Brief {
    func unit() -> Double { generator.nextUnit() }
    func pick(_ count: Int) -> Int { Int(unit() * Double(count)) }
    let category = categories[pick(categories.count)]
    var brief = Brief(
      language: .english, category: Reading(category, confidence: 1, because: []),
      dosagePercent: Reading(category.usualDosagePercent, confidence: 1, because: []))
    var families = Family.allCases
    for _ in 0..<1 + pick(5) {
      let family = families.remove(at: pick(families.count))
      brief.families[family] = Reading(0.2 + 0.8 * unit(), confidence: 1, because: [])
    }
    if unit() < 0.25 {
      let family = families.remove(at: pick(families.count))
      brief.families[family] = Reading(0, confidence: 1, because: [])
    }
    if unit() < 1.0 / 3 {
      let dollars = (40 + 210 * unit()).rounded()
      brief.budgetPerKilogram = Reading(Money(dollars, .usd), confidence: 1, because: [])
    }
    if unit() < 0.2 { brief.strength = Reading(unit(), confidence: 1, because: []) }
    if unit() < 0.2 {
      brief.longevityHours = Reading((2 + 8 * unit()).rounded(), confidence: 1, because: [])
    }
    return brief
  }
}
