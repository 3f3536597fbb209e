import PerfumeryTables
import Testing

@testable import Perfumery

@Suite struct CompositionTests {
  let catalogue: Catalogue
  let naturals: [Material]

  init() throws {
    catalogue = try Catalogue.builtIn()
    naturals = catalogue.materials.filter { $0.kind == .natural }
  }

  func share(of constituent: String, in natural: String) throws -> Double {
    let constituents = try catalogue.find(material: natural).constituents
    return constituents.first { $0.material.rawValue == constituent }?.percent ?? 0
  }

  @Test func `Every natural has a composition of chemicals, the most first, of at most 100`() {
    for natural in naturals {
      let percents = natural.constituents.map(\.percent)
      #expect(percents.count >= 3, "\(natural.id.rawValue)")
      #expect(percents == percents.sorted(by: >), "\(natural.id.rawValue)")
      #expect(percents.reduce(0, +) <= 100 + 1e-9, "\(natural.id.rawValue)")
      for constituent in natural.constituents {
        #expect(catalogue.material(constituent.material)?.kind == .chemical)
      }
    }
    for other in catalogue.materials where other.kind != .natural {
      #expect(other.constituents.isEmpty)
    }
  }

  @Test func `Nearly all that is listed has a vapour pressure`() {
    for constituent in naturals.flatMap(\.constituents) {
      let figures = catalogue.material(constituent.material)?.figures
      #expect(figures?["vapourPressure"] != nil, "\(constituent.material.rawValue)")
    }
  }

  @Test(arguments: [
    ("lavender-oil", "linalyl-acetate", 25.0...45), ("lavender-oil", "linalool", 25...38),
    ("rose-oil", "citronellol", 20...45), ("rose-oil", "geraniol", 12...25),
    ("rose-oil", "rose-oxide", 0.1...0.8), ("rose-oil", "damascenone", 0.01...0.15),
    ("patchouli-oil", "patchoulol", 27...35), ("patchouli-oil", "norpatchoulenol", 0.3...1),
    ("sandalwood-oil", "alpha-santalol", 41...55), ("sandalwood-oil", "beta-santalol", 16...24),
    ("lemon-oil-expressed", "limonene", 60...80), ("bergamot-oil-fcf", "linalyl-acetate", 22...36),
    ("vetiver-oil", "khusimol", 6...20), ("cedarwood-oil-virginia", "cedrol", 10...40),
    ("vanilla-absolute", "vanillin", 5...15), ("tonka-bean-absolute", "coumarin", 40...70),
    ("clove-bud-oil", "eugenol", 70...85), ("peppermint-oil", "menthol", 30...55),
    ("oakmoss-absolute", "evernyl", 5...25), ("olibanum-oil", "alpha-pinene", 20...50),
    ("jasmine-grandiflorum-absolute", "indole", 1...4), ("orris-butter", "alpha-irone", 8...20),
  ])
  func `A constituent that decides the odour lies in its published range`(
    natural: String, constituent: String, range: ClosedRange<Double>
  ) throws {
    #expect(range.contains(try share(of: constituent, in: natural)))
  }

  @Test func `Shares the annex lists are its own, and all others are judged`() throws {
    let table = try TableReader(
      name: "contributions", embedded: table_contributions(),
      columns: ["set", "natural", "constituent", "cas", "percent", "source"])
    var annex: [String: Double] = [:]
    for row in table.rows { annex[row["natural"] + "/" + row["cas"]] = try row.number("percent") }
    var compared = 0
    for natural in naturals {
      for constituent in natural.constituents {
        let numbers = catalogue.material(constituent.material)?.casNumbers ?? []
        let listed = numbers.compactMap { annex["\(natural.annexName ?? "")/\($0)"] }
        guard !listed.isEmpty else { continue }
        compared += 1
        #expect(constituent.source == "ifra-51-annex", "\(natural.id.rawValue) \(numbers)")
        #expect(
          abs(constituent.percent - listed.reduce(0, +)) < 1e-6, "\(natural.id.rawValue) \(numbers)"
        )
      }
    }
    #expect(compared > 200)
    let sources = Set(naturals.flatMap(\.constituents).map(\.source))
    #expect(sources == ["ifra-51-annex", "judged-composition"])
  }

  @Test func `Citral is the sum of its isomers where the annex splits it`() throws {
    #expect(abs(try share(of: "citral", in: "rose-oil") - (1.06 + 0.79)) < 1e-9)
    #expect(try share(of: "citral", in: "litsea-cubeba-oil") == 69)
  }

  @Test func `A natural smells of what it consists of`() {
    var alike = 0
    for natural in naturals {
      let blend = natural.constituents.reduce(FamilyVector.zero) { sum, constituent in
        guard let material = catalogue.material(constituent.material) else { return sum }
        return sum + material.families * constituent.percent.squareRoot()
      }
      if blend.cosine(to: natural.families) > 0.4 { alike += 1 }
    }
    #expect(Double(alike) >= 0.85 * Double(naturals.count))
  }
}
