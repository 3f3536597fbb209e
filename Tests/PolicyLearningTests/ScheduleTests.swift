import Testing

@testable import PolicyLearning

@Suite struct ScheduleTests {
  private let linear = EntropySchedule()

  @Test(arguments: [(0, 0.01), (50_000, 0.0055), (100_000, 0.001), (900_000, 0.001)])
  func entropyFallsLinearlyAndStays(step: Int, weight: Double) {
    #expect(abs(linear.coefficient(atStep: step) - weight) < 1e-15)
  }

  @Test(arguments: [
    (ScheduleShape.cosine, 2_500, 0.001 + 0.009 * 0.5 * (1 + 0.5.squareRoot())),
    (.cosine, 5_000, 0.0055), (.exponential, 5_000, 0.01 * 0.1.squareRoot()),
    (.constant, 5_000, 0.01),
  ])
  func otherShapesFollowTheirFormulas(shape: ScheduleShape, step: Int, weight: Double) {
    let schedule = EntropySchedule(shape: shape, initial: 0.01, final: 0.001, decaySteps: 10_000)
    #expect(abs(schedule.coefficient(atStep: step) - weight) < 1e-12)
  }

  @Test func theOpenedLibraryNamesItsKernels() throws {
    #expect(try !BLAS.core().isEmpty)
  }
}
