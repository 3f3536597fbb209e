import FormulaRules
import Perfumery
import SeededRandom
import Testing

/// The built-in catalogue and rules, and short ways to write formulas.
struct Sample {
  let catalogue: Catalogue
  let rules: RuleBook

  private static let shared = Result { try RuleBook.builtIn(catalogue: Catalogue.builtIn()) }

  init() throws {
    catalogue = try Catalogue.builtIn()
    rules = try Self.shared.get()
  }

  func material(_ id: String) throws -> Material {
    try #require(catalogue.material(MaterialID(rawValue: id)), "no \(id)")
  }

  /// An eau de parfum at 15 % of parts per thousand.
  func formula(_ parts: KeyValuePairs<String, Double>) throws -> Formula {
    Formula(
      product: Product(category: .eauDeParfum, dosage: MassFraction(millionths: 150_000)),
      lines: try parts.map { id, amount in
        FormulaLine(
          material: try material(id), share: MassFraction(roundingDown: amount / 1000))
      })
  }

  /// 3 to 25 materials with doses over four powers of ten, a third of them solvent.
  func randomFormula(_ random: inout SplitMix64) throws -> Formula {
    let odorous = catalogue.materials.filter { $0.kind != .solvent }
    let category = ProductCategory.allCases.randomElement(using: &random) ?? .eauDeParfum
    let dosage = MassFraction(millionths: Int.random(in: 1000...300_000, using: &random))
    var left = 600_000
    var lines: [FormulaLine] = []
    let count = Int.random(in: 3...25, using: &random)
    for material in odorous.shuffled(using: &random).prefix(count) {
      let scale = [10, 100, 1000, 10_000][Int.random(in: 0..<4, using: &random)]
      let share = min(left, scale * Int.random(in: 1...9, using: &random))
      guard share > 0 else { continue }
      left -= share
      let dilution = [100.0, 100, 10, 1][Int.random(in: 0..<4, using: &random)]
      lines.append(
        FormulaLine(
          material: material, share: MassFraction(millionths: share),
          dilutionPercent: share < 1000 ? dilution : 100))
    }
    let total = lines.reduce(MassFraction.zero) { $0 + $1.share }
    lines.append(
      FormulaLine(material: try material("dipropylene-glycol"), share: .one - total))
    return Formula(product: Product(category: category, dosage: dosage), lines: lines)
  }
}
