import StabilityRules
import Testing

@Suite struct StabilityAdviceTests {
  @Test func severitiesHaveNames() {
    #expect(StabilityAdvice.Severity.warning.rawValue == "warning")
  }
}
