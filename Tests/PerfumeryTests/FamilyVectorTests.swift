import SeededRandom
import Testing

@testable import Perfumery

@Suite struct FamilyVectorTests {
  @Test func `There are seventeen families in a fixed order`() {
    #expect(Family.allCases.count == 17)
    #expect(Family.allCases.map(\.index) == Array(0..<17))
    #expect(Family.citrus.index == 0 && Family.animalic.index == 16)
    #expect(FamilyVector.zero.values.count == 17)
  }

  @Test func `Sums and multiples go family by family`() {
    let vector = FamilyVector([.floral: 1]) + FamilyVector([.floral: 2, .woody: 1]) * 2
    #expect(vector == FamilyVector([.floral: 5, .woody: 2]))
    #expect(vector.total == 7)
  }

  @Test func `A normalised vector sums to one, and zero stays zero`() {
    #expect(
      FamilyVector([.musk: 3, .amber: 1]).normalised == FamilyVector([.musk: 0.75, .amber: 0.25]))
    #expect(FamilyVector.zero.normalised == .zero)
  }

  @Test func `The cosine is one for the same direction, zero for none in common`() {
    let vector = FamilyVector([.citrus: 0.6, .green: 0.4])
    #expect(abs(vector.cosine(to: vector * 7) - 1) < 1e-12)
    #expect(vector.cosine(to: FamilyVector([.leather: 1])) == 0)
    #expect(vector.cosine(to: .zero) == 0)
  }

  @Test(arguments: UInt64(1)...20)
  func `The cosine is symmetric and between zero and one`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var left = FamilyVector.zero
    var right = FamilyVector.zero
    for family in Family.allCases {
      left[family] = Double.random(in: 0...1, using: &random)
      right[family] = Double.random(in: 0...1, using: &random)
    }
    let cosine = left.cosine(to: right)
    #expect((0...(1 + 1e-12)).contains(cosine))
    #expect(abs(cosine - right.cosine(to: left)) < 1e-12)
  }
}
