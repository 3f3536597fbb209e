package import BriefReading

/// The always-there member: the rules that read briefs without a language model.
package struct RuleMember: Member {
  package let name = "rules"
  private let reader: RuleReader

  package init(reader: RuleReader) {
    self.reader = reader
  }

  /// Reads by rules, at once.
  package func read(
    _ request: BriefRequest, deadline: ContinuousClock.Instant
  ) async -> MemberReading {
    MemberReading(brief: reader.read(request.text))
  }
}
