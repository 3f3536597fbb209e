import FormulaAppraisal
import FormulaRules
import OdourModel
import Perfumery

extension SubstitutionGround {
  /// Writes an answer down as a formula and judges it; nil when its parts round to nothing.
  func substitute(
    _ answer: Answer, rules: RuleBook, scratch: inout OdourScratch
  ) -> Substitute? {
    let total = formula.total.millionths
    let parts = answer.parts.map { part in
      (
        index: part.index,
        share: MassFraction(
          millionths: FormulaWriter.threeDigits(
            MassFraction(roundingDown: part.share * Double(total) / 1e6).millionths))
      )
    }
    guard parts.allSatisfy({ $0.share > .zero }) else { return nil }
    let formula = written(parts)
    var shares = panel.materials.map { _ in 0.0 }
    for line in formula.lines {
      guard let index = panel.materials.firstIndex(where: { $0.id == line.material.id })
      else { return nil }
      shares[index] += Double(line.share.millionths) / Double(total)
    }
    let before = appraiser.appraise(old, scratch: &scratch)
    let after = appraiser.appraise(shares, scratch: &scratch)
    let touched = [replaced] + parts.map { panel.materials[$0.index].id }
    let isPriced = panel.materials.allSatisfy {
      !touched.contains($0.id) || $0.dollarsPerKilogram != nil
    }
    let report = rules.report(on: formula)
    return Substitute(
      parts: parts.map { part in
        let material = panel.materials[part.index]
        return Substitute.Part(
          material: material, share: part.share, reason: report.reason(for: material))
      },
      profileDistance: distance(of: shares, scratch: &scratch), isModelled: isModelled,
      fitChange: after.fit - before.fit,
      costChange: isPriced ? after.dollarsPerKilogram - before.dollarsPerKilogram : nil,
      isLegal: report.isLegal, formula: formula)
  }

  /// The old lines without the replaced ones, the new in their place, the solvent made up.
  private func written(_ parts: [(index: Int, share: MassFraction)]) -> Formula {
    var lines: [FormulaLine] = []
    var difference = MassFraction.zero
    var isWritten = false
    for line in formula.lines {
      guard line.material.id == replaced else {
        lines.append(line)
        continue
      }
      difference = difference + line.share
      if isWritten { continue }
      isWritten = true
      for part in parts {
        difference = difference - part.share
        lines.append(
          FormulaLine(
            material: panel.materials[part.index], share: part.share,
            dilutionPercent: FormulaWriter.dilution(part.share.millionths)))
      }
    }
    let id = panel.materials[solvent].id
    if let place = lines.lastIndex(where: { $0.material.id == id }) {
      lines[place].share = lines[place].share + difference
    } else if difference > .zero {
      lines.append(FormulaLine(material: panel.materials[solvent], share: difference))
    }
    lines.removeAll { $0.share <= .zero && $0.material.id == id }
    let held = lines.reduce(0) { $0 + ($1.material.id == id ? $1.share.millionths : 0) }
    FormulaWriter.fitDilutions(of: &lines, into: held)
    return Formula(product: formula.product, lines: lines)
  }
}

extension LegalityReport {
  /// Why a material of a formula is allowed, by the limit it comes nearest to.
  fileprivate func reason(for material: Material) -> String {
    let limits = verdicts.filter { verdict in
      verdict.pass && verdict.sources.contains { $0.material == material.id }
    }
    let nearest = limits.max { ($0.percentOfLimit ?? 0) < ($1.percentOfLimit ?? 0) }
    guard let nearest, let percent = nearest.percentOfLimit else {
      return "No limit in category \(category) names it or what it contains."
    }
    return "With it, \(nearest.substance) comes to \((10 * percent).rounded() / 10) % of its limit "
      + "(\(nearest.basis), \(nearest.standard))."
  }
}
