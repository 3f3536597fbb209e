import FormulaRules
package import FormulaSearch
import Perfumery
package import StrictJSON

extension Substitute {
  /// One entry of `substitutes`.
  package var json: JSONValue {
    .object([
      "parts": .array(
        parts.map { part in
          .object([
            "material": .string(part.material.id.rawValue), "name": .string(part.material.name),
            "partsPerThousand": .number(part.share.partsPerThousand),
            "reason": .string(part.reason),
          ])
        }),
      "profileDistance": .number(profileDistance.rounded(toPlaces: 6)),
      "modelled": .bool(isModelled),
      "fitChange": .number(fitChange.rounded(toPlaces: 6)),
      "costChange": costChange.map { .number($0.rounded(toPlaces: 4)) } ?? .null,
      "legal": .bool(isLegal),
      "formula": formula.json(),
    ])
  }
}

extension FormulaDifference {
  /// The document of a comparison.
  package var json: JSONValue {
    .object([
      "added": .array(added.map(\.json)), "removed": .array(removed.map(\.json)),
      "changed": .array(changed.map(\.json)),
      "profile": .array(
        profile.map { moment in
          .object([
            "minutes": .number(moment.minutes), "before": moment.before.json,
            "after": moment.after.json, "change": moment.change.json,
          ])
        }),
      "likeness": .number(likeness.rounded(toPlaces: 6)),
      "cost": .object([
        "before": .number(dollarsBefore.rounded(toPlaces: 4)),
        "after": .number(dollarsAfter.rounded(toPlaces: 4)),
      ]),
      "longevityHours": .object([
        "before": .number(hoursBefore.rounded(toPlaces: 2)),
        "after": .number(hoursAfter.rounded(toPlaces: 2)),
      ]),
      "legal": .object(["before": .bool(isLegalBefore), "after": .bool(isLegalAfter)]),
      "mended": .array(mended.map(\.json)), "broken": .array(broken.map(\.json)),
    ])
  }
}

extension FormulaDifference.Line {
  var json: JSONValue {
    .object([
      "material": .string(material.id.rawValue), "name": .string(material.name),
      "partsBefore": .number(partsBefore), "partsAfter": .number(partsAfter),
    ])
  }
}
