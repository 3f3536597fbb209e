package import FormulaRules
import OdourModel
package import Perfumery

/// Finds what can legally stand in for one material of a formula with the least change of its
/// odour.
///
/// Every permitted material of a related odour is tried alone at the dose at which the profile over
/// time stays nearest, inside what the law and its highest percent leave; then the best in pairs.
package struct Substitution: Sendable {
  package static let counts = 1...20

  private let catalogue: Catalogue
  private let rules: RuleBook

  /// Materials tried alone, nearest in family first.
  var singleCount = 150

  /// Of the best alone, how many are tried in pairs.
  var pairedCount = 12

  /// A pair has to come this much nearer than each of its parts to be worth a line more.
  private static let pairGain = 0.9

  package init(catalogue: Catalogue, rules: RuleBook) {
    self.catalogue = catalogue
    self.rules = rules
  }

  /// The nearest substitutes, nearest first; none when nothing is better than leaving it out.
  ///
  /// The formula may be illegal: no substitute adds to a limit that is exceeded without it.
  ///
  /// - Parameters:
  ///   - count: 1...20.
  ///   - target: wished odour by family, to judge the change of fit by.
  package func candidates(
    in formula: Formula, replacing id: MaterialID, count: Int = 5, target: FamilyVector? = nil
  ) throws(SubstitutionError) -> [Substitute] {
    guard Self.counts.contains(count) else { throw .count(count) }
    let ground = try SubstitutionGround(
      formula, replacing: id, target: target, catalogue: catalogue, rules: rules,
      mostCandidates: singleCount)
    var scratch = ground.panel.makeScratch()
    let nothing = ground.distance(of: ground.rest, scratch: &scratch)
    let singles = ground.candidates
      .compactMap { ground.single($0, scratch: &scratch) }
      .filter { $0.distance < nothing }
      .sorted { ($0.distance, $0.parts[0].index) < ($1.distance, $1.parts[0].index) }
    var answers = singles
    let best = singles.prefix(pairedCount)
    for (place, first) in best.enumerated() {
      for second in best.dropFirst(place + 1) {
        let pair = ground.pair(first, second, scratch: &scratch)
        guard let pair, pair.distance < Self.pairGain * first.distance else { continue }
        answers.append(pair)
      }
    }
    answers.sort { ($0.distance, $0.parts.count) < ($1.distance, $1.parts.count) }
    return answers.prefix(count).compactMap {
      ground.substitute($0, rules: rules, scratch: &scratch)
    }
  }
}
