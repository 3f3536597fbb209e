import FormulaAppraisal
import FormulaPolicy
import FormulaSearch
import Perfumery
import ResultDocuments

extension ComposeFormula {
  /// Asks the trained policy, where there is one, and compares.
  func propose(_ brief: Brief, for result: inout FormulaResult) async throws {
    switch policy {
    case .absent: return
    case .unusable(let reason): result.degraded.append("The policy was not asked: \(reason)")
    case .ready(let proposer, let rates):
      let seed = result.seed
      let (proposal, time) = try await timed("proposing") {
        // What the palette has nothing for is no fault of the brief.
        try await threads.run { try? proposer.propose(brief, rates: rates, seed: seed) }
      }
      result.timings["proposing"] = time
      guard let proposal, judge.isLegal(proposal.formula) else {
        result.degraded.append("The policy found no formula for this brief.")
        return
      }
      let members = result.front?.members ?? []
      result.proposals = [
        FormulaProposal(
          .composer, fit: members.first?.appraisal.fit ?? result.composition.fit.cosine)
      ]
      if let best = members.dropFirst().map(\.appraisal.fit).max() {
        result.proposals.append(FormulaProposal(.nsga2, fit: best))
      }
      result.proposals.append(
        FormulaProposal(
          .policy, fit: proposal.appraisal.fit, checkpoint: proposer.digest,
          formula: (proposal.formula, proposal.appraisal)))
    }
  }
}
