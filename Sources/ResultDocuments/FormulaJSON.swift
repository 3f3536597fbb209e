package import Perfumery
package import StrictJSON

extension Formula {
  /// The `formula` object of a result: lines in parts per thousand and percent of the concentrate.
  ///
  /// - Parameters:
  ///   - pyramid: where each material belongs; its label's note where it says nothing.
  ///   - reasons: why a line is there, in a few English words.
  package func json(
    pyramid: [MaterialID: Note] = [:], reasons: [MaterialID: String] = [:]
  ) -> JSONValue {
    .object([
      "product": .object([
        "category": .string(product.category.rawValue),
        "dosagePercent": .number(product.dosage.percent),
      ]),
      "totalPartsPerThousand": .number(total.partsPerThousand),
      "lines": .array(
        lines.map { line in
          line.json(
            note: pyramid[line.material.id] ?? line.material.note,
            reason: reasons[line.material.id])
        }),
    ])
  }
}

extension FormulaLine {
  fileprivate func json(note: Note, reason: String?) -> JSONValue {
    var members: [String: JSONValue] = [
      "material": .string(material.id.rawValue),
      "name": .string(material.name),
      "cas": .array(material.casNumbers.map(JSONValue.string)),
      "partsPerThousand": .number(share.partsPerThousand),
      "percentOfConcentrate": .number(share.percent),
      "dilutionPercent": .number(dilutionPercent),
      "note": .string(material.kind == .solvent ? "solvent" : note.rawValue),
    ]
    members["koreanName"] = material.koreanName.map(JSONValue.string)
    members["grade"] = material.grade.map(JSONValue.string)
    members["because"] = reason.map(JSONValue.string)
    members["cost"] = material.dollarsPerKilogram.map {
      .number(($0.value * share.fraction).rounded(toPlaces: 4))
    }
    return .object(members)
  }
}
