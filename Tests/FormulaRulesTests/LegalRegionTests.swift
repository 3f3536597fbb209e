import Perfumery
import Testing

@testable import FormulaRules

@Suite struct LegalRegionTests {
  let sample: Sample

  init() throws { sample = try Sample() }

  private func region(_ ids: [String], _ category: ProductCategory = .eauDeParfum) throws
    -> LegalRegion
  {
    let materials = try ids.map { id in
      try #require(sample.catalogue.material(MaterialID(rawValue: id)))
    }
    return sample.book.region(for: materials, product: Sample.product(category, percent: 20))
  }

  @Test func `A cap is the limit over the dosage and its coefficients are shares`() throws {
    let region = try region(["citral", "lemongrass-oil", "ambroxan"])
    let cap = try #require(region.caps.first { $0.standard == "IFRA_STD_021" })
    #expect(cap.substance == "Citral")
    #expect(abs(cap.limit - 0.03) < 1e-15)
    #expect(cap.coefficients.count == 3)
    #expect(cap.coefficients[0] == 1)
    #expect(abs(cap.coefficients[1] - 0.7196) < 1e-12)
    #expect(cap.coefficients[2] == 0)
  }

  @Test func `A sum of fractions is one cap weighed by the strictest limit`() throws {
    let region = try region(["bergamot-oil-expressed", "lemon-oil-expressed"])
    let cap = try #require(region.caps.first { $0.id == "sum:phototoxic" })
    // Rue oil's 0.15 % is the strictest; bergamot has 0.4 % and lemon 2 %.
    #expect(abs(cap.coefficients[0] - 0.375) < 1e-12)
    #expect(abs(cap.coefficients[1] - 0.075) < 1e-12)
    #expect(abs(cap.limit - 0.0075) < 1e-15)
    #expect(cap.standard == "IFRA_STD_089")
  }

  @Test func `Coefficients are between 0 and 1 and ids are unique for the whole catalogue`() {
    for category in ProductCategory.allCases {
      let region = sample.book.region(
        for: sample.catalogue.materials, product: Sample.product(category, percent: 10))
      #expect(Set(region.caps.map(\.id)).count == region.caps.count)
      for cap in region.caps {
        #expect(cap.limit > 0 && cap.coefficients.contains { $0 > 0 })
        #expect(cap.coefficients.allSatisfy { (0...1).contains($0) }, "\(cap.id)")
      }
    }
  }

  @Test func `Prohibited materials and grades are excluded with a reason`() throws {
    let region = try region(["lilial", "birch-tar-crude", "birch-tar-rectified", "citral"])
    #expect(region.excluded.keys.map(\.rawValue).sorted() == ["birch-tar-crude", "lilial"])
    let lilial = try #require(region.excluded[MaterialID(rawValue: "lilial")])
    #expect(lilial.reason == "Lilial (BMHCA) is prohibited (EU Annex II 1666)")
    let tar = try #require(region.excluded[MaterialID(rawValue: "birch-tar-crude")])
    #expect(tar.kind == .prohibitedGrade && tar.standard == "IFRA_STD_114")
  }

  @Test func `Only well-formed shares are admitted`() throws {
    let region = try region(["citral", "ambroxan"])
    let percent = MassFraction(millionths: 10_000)
    #expect(region.admits([percent, percent]))
    #expect(!region.admits([percent]))
    #expect(!region.admits([percent, MassFraction(millionths: -1)]))
    #expect(!region.admits([MassFraction(millionths: 30_001), .zero]))
    #expect(region.admits([MassFraction(millionths: 30_000), .zero]))
  }

  @Test func `An excluded material is admitted only with no share`() throws {
    let region = try region(["lilial", "ambroxan"])
    #expect(region.admits([.zero, .one]))
    #expect(!region.admits([MassFraction(millionths: 1), .zero]))
  }
}
