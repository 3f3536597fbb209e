package import Perfumery

/// How much of a substance one material brings into the finished product.
package struct Contribution: Sendable, Hashable {
  package let material: MaterialID
  package let name: String

  /// Process or quality of the material; with the id it says which material was judged.
  package let grade: String?

  /// Of the finished product.
  package let percentInProduct: Double

  init(_ material: Material, percentInProduct: Double) {
    self.material = material.id
    name = material.name
    grade = material.grade
    self.percentInProduct = percentInProduct
  }
}

/// How a formula stands to one limit.
package struct Verdict: Sendable, Hashable {
  /// Names the limit, the same from run to run; a name of this program, not of IFRA.
  package let id: String

  /// What the limit is on: a substance, a group summed, or a natural.
  package let substance: String

  /// Id of the IFRA Standard that sets the rule, or the law where IFRA sets no limit.
  package let standard: String

  /// Ids of every standard whose substances count, the one above first; empty for law alone.
  package let standards: [String]

  /// The edition of the standard, often older than the report's amendment; nil for law alone.
  package let edition: StandardEdition?

  /// Where the limit that decides is set, such as `IFRA Amendment 51, category 4`.
  package let basis: String

  /// The substance summed over every material, in percent of the finished product.
  package let percentInProduct: Double

  /// Most of the finished product; nil for a sum of fractions, which has no single limit; 0 when
  /// prohibited.
  package let limitPercent: Double?

  /// 100 is the limit itself; nil when any amount is prohibited.
  package let percentOfLimit: Double?

  /// IFRA's own limit where the law's is stricter and decides; else the same as `limitPercent`.
  package let ifraLimitPercent: Double?

  /// The materials that bring the substance, most first.
  package let sources: [Contribution]
  package let pass: Bool
}

/// A reason why a formula may not be sold: a verdict that failed, or a material that may not be in.
package struct Violation: Sendable, Hashable {
  /// What is wrong: too much of a limited quantity, or a material that may not be in at all.
  package enum Kind: Sendable, Hashable {
    case overLimit
    case excluded(Exclusion.Kind)
  }

  package let kind: Kind
  package let substance: String

  /// Id of the IFRA Standard that sets the rule, or the law where IFRA sets no limit.
  package let standard: String

  /// The id of the verdict that failed.
  package let verdict: String
  package let basis: String
  package let percentInProduct: Double

  /// 0 when any amount is one too much; nil for a sum of fractions.
  package let limitPercent: Double?
  package let materials: [MaterialID]
}

/// Why a material may not be in a product at all.
package struct Exclusion: Sendable, Hashable {
  /// What excludes the material.
  package enum Kind: String, Sendable {
    case prohibited
    case prohibitedGrade
    case unknownGrade

    /// It contains or sets free a substance that is prohibited without a limit for traces.
    case prohibitedConstituent
  }

  package let kind: Kind
  package let substance: String

  /// Id of the IFRA Standard, or the law where there is none.
  package let standard: String
  package let basis: String

  /// The exclusion in one sentence.
  package var reason: String {
    switch kind {
    case .prohibited: "\(substance) is prohibited (\(basis))"
    case .prohibitedGrade: "this grade of \(substance) is prohibited (\(basis))"
    case .unknownGrade:
      "\(substance) is judged by its grade, and this grade is not stated (\(basis))"
    case .prohibitedConstituent: "it contains \(substance), which is prohibited (\(basis))"
    }
  }
}

/// A purity or quality that only the supplier can vouch for.
package struct CertificateNeeded: Sendable, Hashable {
  package let material: MaterialID
  package let standard: String

  /// What the supplier has to confirm, such as `peroxide value below 20 mmol/l`.
  package let requirement: String
}

/// What the rules say about a formula in its finished product.
package struct LegalityReport: Sendable, Hashable {
  /// Of the IFRA Standards, such as `51`.
  package let amendment: String

  /// The same amendment with its dates.
  package let edition: Amendment

  /// The IFRA category of the product, such as `4`, or `4 and 7B` where the lower limit holds.
  package let category: String

  /// One for each limited or prohibited substance in the formula, in the order of the standards.
  package let verdicts: [Verdict]
  package let violations: [Violation]
  package let certificates: [CertificateNeeded]

  /// What the reader must know about the reach of the verdicts.
  package let notices: [String]

  package var isLegal: Bool { violations.isEmpty }
}
