import BenchmarkReport
import FormulaAppraisal
import FormulaRules
import OdourModel
import Perfumery

/// One evaluation of a 20-line formula, thirteen of them naturals, at all six times on one core.
enum OdourSection: BenchmarkSection {
  static let name = "odour"
  static let abstract = "the odour model and the rules on a formula of 20 lines, in µs a call"

  private static let lines = [
    "bergamot-oil-expressed", "lemon-oil-expressed", "lavender-oil", "rosemary-oil",
    "petitgrain-oil", "neroli-oil", "rose-oil", "jasmine-grandiflorum-absolute", "geranium-oil",
    "patchouli-oil", "vetiver-oil", "sandalwood-oil", "oakmoss-absolute", "coumarin", "hedione",
    "galaxolide", "linalool", "phenethyl-alcohol", "vanillin", "dipropylene-glycol",
  ]
  private static let callCount = 2000

  static func run(_ options: BenchmarkOptions) throws {
    let catalogue = try Catalogue.builtIn()
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    let materials = lines.compactMap { catalogue.material(MaterialID(rawValue: $0)) }
    let product = Product(category: .eauDeParfum, dosage: MassFraction(roundingDown: 0.15))
    let formula = Formula(
      product: product,
      lines: materials.map { FormulaLine(material: $0, share: MassFraction(millionths: 50_000)) })
    let shares = formula.lines.map(\.share.fraction)
    let panel = OdourPanel(materials: materials, catalogue: catalogue, product: product)
    let appraiser = Appraiser(
      panel: panel, target: FamilyVector([.citrus: 0.5, .floral: 0.3, .woody: 0.2]))
    var scratch = panel.makeScratch()
    // The sum keeps the calls from being optimised away; it is printed for the same reason.
    var sum = 0.0
    let works: [(name: String, count: Int, work: () -> Void)] = [
      (
        "impression at six times", callCount,
        { sum += panel.impression(of: shares, scratch: &scratch).longevityHours }
      ),
      (
        "appraisal (fit, cost, hours …)", callCount,
        { sum += appraiser.appraise(shares, scratch: &scratch).fit }
      ),
      ("profile with its bands", 20, { sum += panel.profile(of: shares).sillage.value }),
      (
        "legality report", callCount / 4,
        { sum += Double(rules.report(on: formula).verdicts.count) }
      ),
    ]
    Report.line("\(materials.count) lines, µs a call, \(options.roundCount) rounds")
    Report.table(
      ["", "minimum", "median", "maximum"],
      works.map { name, count, work in
        let rounds = (0..<options.roundCount).map { _ in
          1e6 * timed { for _ in 0..<count { work() } }.seconds / Double(count)
        }
        return [name] + Spread(rounds).cells(1)
      })
    Report.line("(sum of all answers \(sum))")
  }
}
