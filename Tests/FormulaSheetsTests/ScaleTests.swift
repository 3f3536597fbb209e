import FormulaSheets
import Testing

@Suite struct ScaleTests {
  @Test func aScaleKeepsItsStep() {
    #expect(Scale(stepGrams: 0.01, leastGrams: 0.05).stepGrams == 0.01)
  }
}
