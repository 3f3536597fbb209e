import Glibc
import SeededRandom
import Testing

@testable import ParetoSearch

@Suite struct IntegerRootTests {
  @Test(arguments: [1, 2, 3, 6, 11, 16, 21, 31, 51, 64, 101])
  func rootsAreThoseOfTheCLibraryWithinAFewLastBits(degree: Int) {
    var generator = SplitMix64(seed: UInt64(degree))
    for exponent in stride(from: -60, through: 60, by: 1) {
      let value = (1 + generator.nextUnit()) * pow(2, Double(exponent))
      let expected = pow(value, 1 / Double(degree))
      #expect(abs(IntegerRoot.root(value, degree) - expected) <= 4e-15 * expected)
      let both = IntegerRoot.root(SIMD2(value, 1 / value), degree)
      #expect(both == SIMD2(IntegerRoot.root(value, degree), IntegerRoot.root(1 / value, degree)))
    }
  }

  @Test func rootsOfNoughtAndOneAreThemselves() {
    for degree in 1...101 {
      #expect(IntegerRoot.root(0.0, degree) == 0)
      #expect(IntegerRoot.root(1.0, degree) == 1)
    }
  }

  @Test func powersAreRepeatedProducts() {
    #expect(IntegerRoot.power(2.0, 10) == 1024)
    #expect(IntegerRoot.power(0.0, 0) == 1)
    #expect(IntegerRoot.power(SIMD2(3, -3), 3) == SIMD2(27, -27))
    #expect(1 / IntegerRoot.power(1e200, 16) == 0)
  }
}
