package import FormulaSearch
import Perfumery
package import StrictJSON

extension Composition {
  /// The `formula` object of a result: lines in parts per thousand and percent of the concentrate.
  package var json: JSONValue {
    .object([
      "product": .object([
        "category": .string(formula.product.category.rawValue),
        "dosagePercent": .number(formula.product.dosage.percent),
      ]),
      "totalPartsPerThousand": .number(formula.total.partsPerThousand),
      "lines": .array(formula.lines.map { line($0) }),
    ])
  }

  private func line(_ line: FormulaLine) -> JSONValue {
    let material = line.material
    var members: [String: JSONValue] = [
      "material": .string(material.id.rawValue),
      "name": .string(material.name),
      "cas": .array(material.casNumbers.map(JSONValue.string)),
      "partsPerThousand": .number(line.share.partsPerThousand),
      "percentOfConcentrate": .number(line.share.percent),
      "dilutionPercent": .number(line.dilutionPercent),
      "note": .string(material.kind == .solvent ? "solvent" : material.note.rawValue),
    ]
    members["koreanName"] = material.koreanName.map(JSONValue.string)
    members["grade"] = material.grade.map(JSONValue.string)
    members["because"] = reasons[material.id].map(JSONValue.string)
    members["cost"] = material.dollarsPerKilogram.map {
      .number(($0.value * line.share.fraction).rounded(toPlaces: 4))
    }
    return .object(members)
  }
}

extension Fit {
  /// The `fit` object of a result: what was aimed at and what the formula reaches, by family.
  package var json: JSONValue {
    .object([
      "target": target.json, "achieved": achieved.json,
      "cosine": .number(cosine.rounded(toPlaces: 6)),
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
