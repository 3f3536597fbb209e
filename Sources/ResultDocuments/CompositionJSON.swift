package import FormulaSearch
import Perfumery
package import StrictJSON

extension Composition {
  /// The `formula` object of a result, each line in its place of the pyramid and with its reason.
  package var json: JSONValue { formula.json(pyramid: pyramid, reasons: reasons) }
}

extension Fit {
  /// The `fit` object of a result: what was aimed at and what the formula reaches, by family.
  package var json: JSONValue {
    .object([
      "target": target.json, "achieved": achieved.json,
      "cosine": .number(cosine.rounded(toPlaces: 6)),
      "doseCosine": .number(doseCosine.rounded(toPlaces: 6)),
    ])
  }
}

extension ExactBound {
  /// The `bound` object of a result: the best static fit that is legal, and what holds it there.
  package var json: JSONValue {
    .object([
      "cosine": .number(cosine.rounded(toPlaces: 6)),
      "upperBound": .number(upperBound.rounded(toPlaces: 6)),
      "limits": .array(
        limits.map { limit in
          .object([
            "id": .string(limit.id), "standard": .string(limit.standard),
            "substance": .string(limit.substance),
            "fitCost": .number(limit.fitCost.rounded(toPlaces: 6)),
            "tenthGain": .number(limit.tenthGain.rounded(toPlaces: 6)),
          ])
        }),
      "wishes": .array(
        wishes.map { wish in
          .object([
            "wish": .string(wish.wish), "fitCost": .number(wish.fitCost.rounded(toPlaces: 6)),
            "tenthGain": .number(wish.tenthGain.rounded(toPlaces: 6)),
          ])
        }),
    ])
  }
}

extension BindingLimit {
  var json: JSONValue {
    .object([
      "id": .string(id), "standard": .string(standard), "substance": .string(substance),
      "percentOfLimit": .number(percentOfLimit.rounded(toPlaces: 4)),
      "fitGain": .number(fitGain.rounded(toPlaces: 6)),
    ])
  }
}

extension BindingWish {
  var json: JSONValue {
    .object(["wish": .string(wish), "fitGain": .number(fitGain.rounded(toPlaces: 6))])
  }
}
