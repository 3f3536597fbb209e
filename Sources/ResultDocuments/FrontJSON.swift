import FormulaAppraisal
package import FormulaSearch
import Perfumery
package import StrictJSON

extension Front {
  /// The `alternatives` array of a result: the members after the composed formula itself.
  package var json: JSONValue { .array(members.dropFirst().map(\.json)) }

  /// The `front` object of a result: what was compared by, and how far the search went.
  package var summaryJSON: JSONValue {
    .object([
      "objectives": .array(objectives.map { .string($0.rawValue) }),
      "evaluations": .int(evaluationCount),
      "hypervolume": .number(hypervolume.rounded(toPlaces: 6)),
    ])
  }
}

extension Front.Member {
  var json: JSONValue {
    .object([
      "reason": .string(reason), "appraisal": appraisal.json, "formula": formula.json(),
    ])
  }
}

extension Appraisal {
  /// The numbers formulas are compared by.
  package var json: JSONValue {
    .object([
      "fit": .number(fit.rounded(toPlaces: 6)),
      "impression": impression.json,
      "costPerKilogram": .number(dollarsPerKilogram.rounded(toPlaces: 4)),
      "longevityHours": .number(longevityHours.rounded(toPlaces: 2)),
      "sillage": .number(sillage.rounded(toPlaces: 3)),
      "naturalPercent": .number(naturalPercent.rounded(toPlaces: 3)),
    ])
  }
}
