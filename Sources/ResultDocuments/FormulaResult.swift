package import FormulaRules
package import FormulaSearch
package import ModelEnsemble
import Perfumery
package import StrictJSON

/// What decided a result besides the brief and the seed.
package struct ConfigurationStamp: Sendable, Hashable {
  /// Version of the program.
  package var version: String

  /// SHA-256 over the settings that can change a result, 64 hexadecimal digits.
  package var settings: String

  /// SHA-256 over the embedded tables, 64 hexadecimal digits.
  package var tables: String

  package init(version: String, settings: String, tables: String) {
    self.version = version
    self.settings = settings
    self.tables = tables
  }
}

/// The result of a brief: schema `fragrance.result/1`.
///
/// Same brief, seed, configuration and models: the same document, `job` and `timings` apart.
package struct FormulaResult: Sendable {
  package static let schema = "fragrance.result/1"

  /// Id of the job; nil when there was none.
  package var job: String?
  package var text: String
  package var seed: UInt64
  package var reading: EnsembleReading
  package var composition: Composition
  package var legality: LegalityReport
  package var allergens: [AllergenDeclaration]
  package var configuration: ConfigurationStamp

  /// Time per stage; only written into a job's result.
  package var timings: [String: Duration]

  package init(
    job: String? = nil, text: String, seed: UInt64, reading: EnsembleReading,
    composition: Composition, legality: LegalityReport, allergens: [AllergenDeclaration],
    configuration: ConfigurationStamp, timings: [String: Duration]
  ) {
    self.job = job
    self.text = text
    self.seed = seed
    self.reading = reading
    self.composition = composition
    self.legality = legality
    self.allergens = allergens
    self.configuration = configuration
    self.timings = timings
  }

  /// The document, to be written in canonical form.
  package var document: JSONValue {
    var members: [String: JSONValue] = [
      "schema": .string(Self.schema),
      "seed": .int(Int(clamping: seed)),
      "text": .string(text),
      "brief": reading.brief.json,
      "formula": composition.json,
      "fit": composition.fit.json,
      "legality": legality.json,
      "allergens": .array(allergens.map(\.json)),
      "cost": .object([
        "perKilogram": .number(composition.dollarsPerKilogram.rounded(toPlaces: 4)),
        "currency": "USD",
        "unpriced": .array(composition.unpriced.map { .string($0.rawValue) }),
      ]),
      "binding": .array(composition.binding.map(\.json)),
      "bindingWishes": .array(composition.bindingWishes.map(\.json)),
      "notices": .array(composition.notices.map(JSONValue.string)),
      "models": .array(reading.models.map(\.json)),
      "degraded": .array(reading.degraded.map(JSONValue.string)),
      "configuration": .object([
        "version": .string(configuration.version), "settings": .string(configuration.settings),
        "tables": .string(configuration.tables),
      ]),
    ]
    if let job {
      members["job"] = .string(job)
      members["timings"] = .object(
        timings.mapValues { .number(($0 / .seconds(1)).rounded(toPlaces: 3)) })
    }
    return .object(members)
  }
}
