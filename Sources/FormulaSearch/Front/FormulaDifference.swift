import FormulaAppraisal
package import FormulaRules
import OdourModel
package import Perfumery

/// What changed from one formula to another: lines, odour over time, cost, lasting and law.
package struct FormulaDifference: Sendable, Equatable {
  /// A material whose share of the concentrate differs.
  package struct Line: Sendable, Equatable {
    package var material: Material

    /// Parts per thousand of each formula's actual total; 0 where it is not in the formula.
    package var partsBefore: Double
    package var partsAfter: Double
  }

  /// Odour of both at one moment, by family, on the scale of the measured curves.
  package struct Moment: Sendable, Equatable {
    package var minutes: Double
    package var before: FamilyVector
    package var after: FamilyVector

    /// Intensity gained by each family, below zero where it was lost.
    package var change: FamilyVector { after + before * -1 }
  }

  /// By the size of the change, largest first.
  package var added: [Line]
  package var removed: [Line]
  package var changed: [Line]

  /// One for each of `OdourPanel.minutes`.
  package var profile: [Moment]

  /// Cosine between the two impressions over time, 0...1.
  package var likeness: Double

  /// US dollars a kilogram of concentrate over the lines that have a price.
  package var dollarsBefore: Double
  package var dollarsAfter: Double
  package var hoursBefore: Double
  package var hoursAfter: Double

  /// Broken by the first and not by the second, and the other way round, by standard.
  package var mended: [Violation]
  package var broken: [Violation]
  package var isLegalBefore: Bool
  package var isLegalAfter: Bool

  /// Compares two formulas; each is judged in its own product.
  package init(from before: Formula, to after: Formula, catalogue: Catalogue, rules: RuleBook) {
    let old = Side(before, catalogue: catalogue)
    let new = Side(after, catalogue: catalogue)
    var ids: [MaterialID] = []
    for id in old.panel.materials.map(\.id) + new.panel.materials.map(\.id)
    where !ids.contains(id) { ids.append(id) }
    let lines = ids.compactMap { id -> Line? in
      guard let material = (old.material(id) ?? new.material(id)) else { return nil }
      return Line(
        material: material, partsBefore: old.parts(of: id), partsAfter: new.parts(of: id))
    }.sorted { left, right in
      let sizes = (
        abs(left.partsAfter - left.partsBefore), abs(right.partsAfter - right.partsBefore)
      )
      return (sizes.1, left.material.id) < (sizes.0, right.material.id)
    }
    added = lines.filter { $0.partsBefore == 0 && $0.partsAfter > 0 }
    removed = lines.filter { $0.partsBefore > 0 && $0.partsAfter == 0 }
    changed = lines.filter {
      $0.partsBefore > 0 && $0.partsAfter > 0 && $0.partsBefore != $0.partsAfter
    }
    let appraisals = (old.appraisal(), new.appraisal(target: old.impressionOverTime))
    likeness = appraisals.1.fit
    (dollarsBefore, dollarsAfter) = (
      appraisals.0.dollarsPerKilogram, appraisals.1.dollarsPerKilogram
    )
    (hoursBefore, hoursAfter) = (appraisals.0.longevityHours, appraisals.1.longevityHours)
    profile = OdourPanel.minutes.enumerated().map { index, minutes in
      Moment(
        minutes: minutes, before: old.impression.families(at: index),
        after: new.impression.families(at: index))
    }
    let reports = (rules.report(on: before), rules.report(on: after))
    func standards(_ report: LegalityReport) -> Set<String> {
      Set(report.violations.map { $0.standard })
    }
    mended = reports.0.violations.filter { !standards(reports.1).contains($0.standard) }
    broken = reports.1.violations.filter { !standards(reports.0).contains($0.standard) }
    isLegalBefore = reports.0.isLegal
    isLegalAfter = reports.1.isLegal
  }

  /// One of the two formulas, with each material once.
  private struct Side {
    let panel: OdourPanel
    let shares: [Double]
    let impression: Impression

    init(_ formula: Formula, catalogue: Catalogue) {
      let parts = formula.proportions
      shares = parts.map(\.share)
      panel = OdourPanel(
        materials: parts.map(\.material), catalogue: catalogue, product: formula.product)
      var scratch = panel.makeScratch()
      impression = panel.impression(of: shares, scratch: &scratch)
    }

    var impressionOverTime: FamilyVector {
      impression.overTime
    }

    func material(_ id: MaterialID) -> Material? { panel.materials.first { $0.id == id } }

    func parts(of id: MaterialID) -> Double {
      panel.materials.firstIndex { $0.id == id }.map { 1000 * shares[$0] } ?? 0
    }

    func appraisal(target: FamilyVector = .zero) -> Appraisal {
      var scratch = panel.makeScratch()
      return Appraiser(panel: panel, target: target).appraise(shares, scratch: &scratch)
    }
  }
}
