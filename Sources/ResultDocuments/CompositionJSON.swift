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
      "doseBound": doseBound.map { .number($0.rounded(toPlaces: 6)) } ?? .null,
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
