package import FormulaRules
package import FormulaSearch
package import ModelEnsemble
import OdourModel
import Perfumery
package import StabilityRules
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

/// What the rules and the knowledge of materials say about a composed formula.
package struct FormulaJudgement: Sendable {
  package var legality: LegalityReport

  /// How the concentrate stands in every IFRA category at its dosage.
  package var categories: [CategoryVerdict]

  /// To be named on the label in the EU.
  package var allergens: [AllergenDeclaration]

  /// To be named on the label in Korea.
  package var koreanAllergens: [AllergenDeclaration]
  package var stability: [StabilityAdvice]

  package init(
    legality: LegalityReport, categories: [CategoryVerdict], allergens: [AllergenDeclaration],
    koreanAllergens: [AllergenDeclaration], stability: [StabilityAdvice]
  ) {
    self.legality = legality
    self.categories = categories
    self.allergens = allergens
    self.koreanAllergens = koreanAllergens
    self.stability = stability
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
  package var judgement: FormulaJudgement

  /// Nil when no alternatives were asked for.
  package var front: Front?
  package var configuration: ConfigurationStamp

  /// What each way of composing came to; empty when only one was asked.
  package var proposals: [FormulaProposal] = []

  /// Further parts that were left out or done with less, with the reason.
  package var degraded: [String] = []

  /// Time per stage; only written into a job's result.
  package var timings: [String: Duration]

  package init(
    job: String? = nil, text: String, seed: UInt64, reading: EnsembleReading,
    composition: Composition, judgement: FormulaJudgement, front: Front? = nil,
    configuration: ConfigurationStamp, timings: [String: Duration]
  ) {
    self.job = job
    self.text = text
    self.seed = seed
    self.reading = reading
    self.composition = composition
    self.judgement = judgement
    self.front = front
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
      "profile": composition.profile.json,
      "odour": composition.profile.summaryJSON,
      "legality": judgement.legality.json,
      "categories": .array(judgement.categories.map(\.json)),
      "allergens": .array(judgement.allergens.map(\.json)),
      "koreanAllergens": .array(judgement.koreanAllergens.map(\.json)),
      "stability": .array(judgement.stability.map(\.json)),
      "alternatives": front?.json ?? .array([]),
      "cost": .object([
        "perKilogram": .number(composition.dollarsPerKilogram.rounded(toPlaces: 4)),
        "currency": "USD",
        "unpriced": .array(composition.unpriced.map { .string($0.rawValue) }),
      ]),
      "bound": composition.bound?.json ?? .null,
      "binding": .array(composition.binding.map(\.json)),
      "bindingWishes": .array(composition.bindingWishes.map(\.json)),
      "notices": .array(composition.notices.map(JSONValue.string)),
      "models": .array(reading.models.map(\.json)),
      "degraded": .array((reading.degraded + degraded).map(JSONValue.string)),
      "configuration": .object([
        "version": .string(configuration.version), "settings": .string(configuration.settings),
        "tables": .string(configuration.tables),
      ]),
    ]
    members["front"] = front?.summaryJSON
    if !proposals.isEmpty { members["proposals"] = proposals.json }
    if let job {
      members["job"] = .string(job)
      members["timings"] = .object(
        timings.mapValues { .number(($0 / .seconds(1)).rounded(toPlaces: 3)) })
    }
    return .object(members)
  }
}
