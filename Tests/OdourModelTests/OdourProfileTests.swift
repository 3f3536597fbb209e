import OdourModel
import Testing

@Suite struct OdourProfileTests {
  @Test func anEstimateKeepsItsRange() {
    let estimate = Estimate(value: 2, low: 1, high: 3)
    #expect(estimate.low < estimate.value && estimate.value < estimate.high)
  }
}
