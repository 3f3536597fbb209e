package import Perfumery

/// Something that may go wrong with a formula in its bottle, with the rule that says so.
package struct StabilityAdvice: Sendable, Hashable {
  /// Name of the rule, such as `schiff-base`.
  package var rule: String

  /// Severity: whether it is to be known or to be acted on.
  package enum Severity: String, Sendable { case note, warning }
  package var severity: Severity

  /// The materials it is about, in the order of their ids.
  package var materials: [MaterialID]

  /// One English sentence: what happens and what helps.
  package var text: String

  /// The same in Korean.
  package var koreanText: String

  /// Where the rule was found.
  package var source: String

  package init(
    rule: String, severity: Severity, materials: [MaterialID], text: String, koreanText: String,
    source: String
  ) {
    self.rule = rule
    self.severity = severity
    self.materials = materials
    self.text = text
    self.koreanText = koreanText
    self.source = source
  }
}
