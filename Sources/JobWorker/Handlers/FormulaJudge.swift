package import FormulaRules
import FormulaSearch
import FormulaSheets
import JobSpool
import Perfumery
import ResultDocuments
package import StabilityRules

/// Judges what was composed, once more and apart from the search.
package struct FormulaJudge: Sendable {
  private let rules: RuleBook
  private let stability: StabilityBook

  package init(rules: RuleBook, stability: StabilityBook) {
    self.rules = rules
    self.stability = stability
  }

  func isLegal(_ formula: Formula) -> Bool { rules.report(on: formula).isLegal }

  /// - Throws: `AttemptFailure` when a formula is not legal: it must not get out, even though the
  ///   search never leaves the legal region.
  func judge(_ composition: Composition, _ front: Front?) throws -> FormulaJudgement {
    let formula = composition.formula
    let legality = rules.report(on: formula)
    let alternatives = front?.members.dropFirst() ?? []
    guard legality.isLegal, alternatives.allSatisfy({ rules.report(on: $0.formula).isLegal }) else {
      throw AttemptFailure(
        code: "formula-not-legal", message: "The composed formula broke a standard.", advice: .never
      )
    }
    let sheet = ProductSheet(product: formula.product)
    return FormulaJudgement(
      legality: legality, categories: rules.categories(of: formula),
      allergens: rules.allergens(in: formula),
      koreanAllergens: rules.allergens(in: formula, market: .korea),
      stability: stability.advice(
        on: formula, alcoholPercent: sheet.alcoholPercent, waterPercent: sheet.waterPercent))
  }
}
