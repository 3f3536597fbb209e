package import FormulaRules
import Perfumery
package import StrictJSON

extension LegalityReport {
  /// The `legality` object of a result; percentages are of the finished product.
  package var json: JSONValue {
    .object([
      "amendment": .string(amendment),
      "notified": .string(edition.notified),
      "category": .string(category),
      "violations": .array(violations.map(\.json)),
      "verdicts": .array(verdicts.map(\.json)),
      "certificates": .array(certificates.map(\.json)),
      "notices": .array(notices.map(JSONValue.string)),
    ])
  }
}

extension Verdict {
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "substance": .string(substance),
      "standard": .string(standard),
      "standards": .array(standards.map(JSONValue.string)),
      "basis": .string(basis),
      "percentInProduct": .number(percentInProduct.rounded(toPlaces: 8)),
      "limitPercent": limitPercent.map { .number($0) } ?? .null,
      "percentOfLimit": percentOfLimit.map { .number($0.rounded(toPlaces: 4)) } ?? .null,
      "sources": .array(sources.map(\.json)),
      "pass": .bool(pass),
    ]
    members["edition"] = edition?.json
    if let ifraLimitPercent, ifraLimitPercent != limitPercent {
      members["ifraLimitPercent"] = .number(ifraLimitPercent)
    }
    return .object(members)
  }
}

extension StandardEdition {
  /// Which amendment last changed the standard, and from when it holds.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "amendment": .string(amendment), "year": .string(year),
    ]
    members["newCreationsFrom"] = newCreationsFrom.map(JSONValue.string)
    members["existingCreationsFrom"] = existingCreationsFrom.map(JSONValue.string)
    return .object(members)
  }
}

extension CategoryVerdict {
  /// One entry of `categories`: how the concentrate stands in a category at the formula's dosage.
  package var json: JSONValue {
    var members: [String: JSONValue] = [
      "category": .string(category), "pass": .bool(pass),
      "highestDosagePercent": highestDosage.map { .number($0.percent) } ?? .null,
    ]
    members["deciding"] = deciding.map { deciding in
      .object([
        "substance": .string(deciding.substance), "standard": .string(deciding.standard),
        "basis": .string(deciding.basis),
        "percentOfLimit": deciding.percentOfLimit.map { .number($0.rounded(toPlaces: 4)) }
          ?? .null,
      ])
    }
    return .object(members)
  }
}

extension Contribution {
  var json: JSONValue {
    .object([
      "material": .string(material.rawValue), "name": .string(name),
      "percentInProduct": .number(percentInProduct.rounded(toPlaces: 8)),
    ])
  }
}

extension Violation {
  var json: JSONValue {
    .object([
      "kind": .string(kindName),
      "substance": .string(substance), "standard": .string(standard), "basis": .string(basis),
      "percentInProduct": .number(percentInProduct.rounded(toPlaces: 8)),
      "limitPercent": limitPercent.map { .number($0) } ?? .null,
      "materials": .array(materials.map { .string($0.rawValue) }),
    ])
  }

  private var kindName: String {
    switch kind {
    case .overLimit: "overLimit"
    case .excluded(let kind): kind.rawValue
    }
  }
}

extension CertificateNeeded {
  var json: JSONValue {
    .object([
      "material": .string(material.rawValue), "standard": .string(standard),
      "requirement": .string(requirement),
    ])
  }
}

extension AllergenDeclaration {
  /// One entry of a result's `allergens`; percentages are of the finished product.
  package var json: JSONValue {
    .object([
      "name": .string(label), "english": .string(englishName), "entry": .string(annexEntry),
      "percentInProduct": .number(percentInProduct.rounded(toPlaces: 8)),
      "thresholdPercent": .number(thresholdPercent),
      "sources": .array(sources.map(\.json)),
    ])
  }
}
