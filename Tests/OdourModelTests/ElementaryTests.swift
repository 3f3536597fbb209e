import Foundation
import OdourKernels
import Testing

@testable import OdourModel

@Suite struct ElementaryTests {
  @Test func theExponentialAgreesWithTheLibrary() {
    for step in -70_000...70_000 {
      let argument = Double(step) / 100
      #expect(abs(Elementary.exp(argument) / Foundation.exp(argument) - 1) <= 1e-14)
    }
  }

  @Test func theLogarithmAgreesWithTheLibrary() {
    for step in -6_000...6_000 where step != 0 {
      let argument = Foundation.exp(Double(step) / 10)
      let expected = Foundation.log(argument)
      #expect(abs(Elementary.ln(argument) / expected - 1) <= 1e-14)
    }
    #expect(Elementary.ln(1) == 0)
  }

  @Test func argumentsBeyondTheRangeAreHeldAtItsEnds() {
    #expect(Elementary.exp(1e6) == Elementary.exp(700))
    #expect(Elementary.exp(-1e6) == Elementary.exp(-700))
    #expect(Elementary.exp(-.infinity) == Elementary.exp(-700))
  }

  @Test func wholeVectorsAndRemaindersHaveTheBitsOfSingleNumbers() {
    let arguments = (0..<21).map { Double($0) * 0.37 - 4 }
    var together = arguments
    odour_exponentials(&together, together.count)
    #expect(together == arguments.map(Elementary.exp))
  }

  @Test func knownBitsStayTheSame() {
    // Recorded with the plain x86-64 code path; wider vectors must not change them.
    #expect(Elementary.exp(1).bitPattern == 0x4005_BF0A_8B14_576A)
    #expect(Elementary.ln(10).bitPattern == 0x4002_6BB1_BBB5_5516)
  }
}
