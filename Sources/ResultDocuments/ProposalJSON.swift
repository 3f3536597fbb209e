package import FormulaAppraisal
import FormulaSearch
package import Perfumery
import StrictJSON

/// The best formula one way of composing came to, by the evaluator all of them share.
package struct FormulaProposal: Sendable {
  /// The ways to compose.
  package enum Proposer: String, Sendable {
    case composer, nsga2, policy
  }

  package var proposer: Proposer

  /// Over time, 0...1.
  package var fit: Double

  /// SHA-256 of the policy's checkpoint; nil for what needs none.
  package var checkpoint: String?

  /// Nil where the formula stands elsewhere in the result.
  package var formula: (formula: Formula, appraisal: Appraisal)?

  package init(
    _ proposer: Proposer, fit: Double, checkpoint: String? = nil,
    formula: (formula: Formula, appraisal: Appraisal)? = nil
  ) {
    self.proposer = proposer
    self.fit = fit
    self.checkpoint = checkpoint
    self.formula = formula
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "proposer": .string(proposer.rawValue), "fit": .number(fit.rounded(toPlaces: 6)),
    ]
    members["checkpoint"] = checkpoint.map { .string($0) }
    if let formula {
      members["appraisal"] = formula.appraisal.json
      members["formula"] = formula.formula.json()
    }
    return .object(members)
  }
}

extension [FormulaProposal] {
  /// The `proposals` object of a result: who proposed what, and who came nearest to the brief.
  var json: JSONValue {
    let winner = self.max { $0.fit < $1.fit }?.proposer.rawValue
    return ["winner": winner.map { .string($0) } ?? .null, "by": .array(map(\.json))]
  }
}
