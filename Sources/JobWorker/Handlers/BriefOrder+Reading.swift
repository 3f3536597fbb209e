import FormulaSearch
import JobDocuments
import ModelEnsemble
import Perfumery

extension BriefOrder {
  /// What the ensemble is asked to read.
  func request(_ defaults: ComposeFormula.Defaults) -> BriefRequest {
    BriefRequest(
      text: text, mode: mode.flatMap { EnsembleMode(rawValue: $0.rawValue) } ?? defaults.mode,
      seed: seed ?? defaults.seed)
  }
}

extension Brief {
  /// Lets the order overrule the text, and the defaults fill what both leave open.
  mutating func apply(_ order: BriefOrder, _ defaults: ComposeFormula.Defaults) {
    if let language = order.language { self.language = language }
    if let wished = order.category {
      category = Reading(wished, confidence: 1, because: ["product.category"])
    } else if category.because.isEmpty {
      category.value = defaults.category
    }
    if let wished = order.dosagePercent {
      dosagePercent = Reading(wished, confidence: 1, because: ["product.dosagePercent"])
    } else if dosagePercent.because.isEmpty {
      dosagePercent.value = category.value.usualDosagePercent
    }
    if allergenLimitPpm == nil, let limit = defaults.allergenLimitPpm {
      allergenLimitPpm = Reading(limit, confidence: 0.5, because: [])
    }
  }
}

extension CompositionError {
  /// The stable word for programs.
  var code: String {
    switch self {
    case .infeasible: "brief-infeasible"
    case .unusable: "brief-out-of-range"
    case .noExchangeRate: "currency-without-rate"
    case .noSolvent, .unsolved: "composer-failed"
    }
  }
}
