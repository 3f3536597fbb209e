import Perfumery
package import StabilityRules
package import StrictJSON

extension StabilityAdvice {
  /// One entry of a result's `stability`.
  package var json: JSONValue {
    .object([
      "rule": .string(rule), "severity": .string(severity.rawValue),
      "materials": .array(materials.map { .string($0.rawValue) }),
      "text": .string(text), "korean": .string(koreanText), "source": .string(source),
    ])
  }
}
