import CheckpointArchive
package import FormulaPolicy
package import FormulaRules
package import Perfumery

/// The trained policy of a worker, if it has one.
package enum PolicySource: Sendable {
  /// No checkpoint is there.
  case absent

  /// A checkpoint is there that cannot be used.
  case unusable(String)
  case ready(FormulaProposer, ExchangeRates)

  /// The policy of a checkpoint file.
  package init(path: String, rates: ExchangeRates, catalogue: Catalogue, rules: RuleBook) {
    do {
      let best = try BestPolicy(path: path)
      let proposer = try FormulaProposer(
        policy: best.policy, palette: best.palette.map(MaterialID.init(rawValue:)),
        digest: best.digest, catalogue: catalogue, rules: rules)
      self = proposer.map { .ready($0, rates) } ?? .unusable("It is of another environment.")
    } catch CheckpointError.missing {
      self = .absent
    } catch {
      self = .unusable("\(error)")
    }
  }
}
