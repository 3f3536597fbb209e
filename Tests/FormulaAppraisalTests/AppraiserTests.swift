import FormulaAppraisal
import Perfumery
import Testing

@Suite struct AppraiserTests {
  @Test func anAppraisalKeepsWhatItIsGiven() {
    let appraisal = Appraisal(
      fit: 0.5, impression: .zero, dollarsPerKilogram: 1, longevityHours: 2, sillage: 0.3,
      naturalPercent: 4)
    #expect(appraisal.impression.total == 0)
  }
}
