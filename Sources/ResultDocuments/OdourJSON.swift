package import OdourModel
import Perfumery
package import StrictJSON

extension OdourProfile {
  /// The `profile` array of a result: one entry a time point, intensities by family with band.
  package var json: JSONValue { .array(points.map(\.json)) }

  /// The `odour` object of a result: longevity, sillage, and on what each material's odour rests.
  package var summaryJSON: JSONValue {
    .object([
      "longevityHours": longevityHours.json(places: 2),
      "sillage": sillage.json(places: 3),
      "evidence": .array(
        evidence.sorted { $0.key < $1.key }.map { material, evidence in
          evidence.json(of: material)
        }),
    ])
  }
}

extension ProfilePoint {
  var json: JSONValue {
    .object([
      "minutes": .number(minutes), "families": families.wholeJSON, "low": low.wholeJSON,
      "high": high.wholeJSON,
    ])
  }
}

extension Estimate {
  func json(places: Int) -> JSONValue {
    .object([
      "value": .number(value.rounded(toPlaces: places)),
      "low": .number(low.rounded(toPlaces: places)),
      "high": .number(high.rounded(toPlaces: places)),
    ])
  }
}

extension OdourEvidence {
  func json(of material: MaterialID) -> JSONValue {
    var members: [String: JSONValue] = [
      "material": .string(material.rawValue), "kind": .string(name),
    ]
    switch self {
    case .measured, .unknown: break
    case .constituents(let percent):
      members["knownPercent"] = .number(percent.rounded(toPlaces: 2))
    case .estimated(let what): members["estimated"] = .string(what)
    }
    return .object(members)
  }

  /// `measured`, `constituents`, `estimated` or `unknown`.
  package var name: String {
    switch self {
    case .measured: "measured"
    case .constituents: "constituents"
    case .estimated: "estimated"
    case .unknown: "unknown"
    }
  }
}
