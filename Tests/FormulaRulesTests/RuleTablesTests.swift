import Perfumery
import Testing

@testable import FormulaRules

@Suite struct RuleTablesTests {
  let tables: RuleTables

  init() throws { tables = try RuleTables.embedded() }

  @Test func `The tables hold every standard, limit and share of the 51st Amendment`() {
    #expect(tables.standards.count == 263)
    let prohibitions = tables.standards.filter { $0.types == [.prohibition] }
    #expect(prohibitions.count == 68)
    let numeric = tables.standards.filter { standard in
      guard !standard.limits.isEmpty, !standard.allowsTraces, standard.id != "IFRA_STD_089" else {
        return false
      }
      guard case .percent = standard.limits[IFRACategory.fineFragrance.index] else { return false }
      return true
    }
    #expect(numeric.count == 171)
    #expect(tables.constituents.count == 302)
    #expect(tables.constituents.values.reduce(0) { $0 + $1.count } == 1031)
    #expect(tables.allergens.filter(\.isDeclared).count == 81)
    #expect(tables.products.count == ProductCategory.allCases.count)
  }

  @Test func `Of the 455 registry numbers each belongs to one standard`() throws {
    let checked = try TableFiles.rows("standard_cas")
    #expect(checked.count == 455)
    #expect(Set(checked.map { $0[2] }).count == 455)
    for row in checked { #expect(CASNumber.isValid(row[2])) }
  }

  @Test func `Every row of a rule table names its source, and limits their amendment`() throws {
    let sources = Set(try TableFiles.rows("rule_sources").map { $0[0] })
    for name in TableFiles.names {
      let header = try TableFiles.header(name)
      let place = try #require(header.firstIndex(of: "source"), "\(name)")
      for row in try TableFiles.rows(name) { #expect(sources.contains(row[place]), "\(name)") }
    }
    for name in ["standards", "standard_cas", "limits", "sums"] {
      let place = try #require(TableFiles.header(name).firstIndex(of: "amendment"))
      for row in try TableFiles.rows(name) {
        #expect((1...51).contains(Int(row[place]) ?? 0), "\(name)")
      }
    }
  }

  @Test func `A restriction has a cell for every category and no other standard has one`() {
    for standard in tables.standards {
      let expected = standard.types.contains(.restriction) ? IFRACategory.allCases.count : 0
      #expect(standard.limits.count == expected, "\(standard.id)")
    }
  }

  @Test(arguments: [
    ("IFRA_STD_021", "4", 0.6), ("IFRA_STD_021", "9", 1.2), ("IFRA_STD_076", "4", 0.4),
    ("IFRA_STD_094", "4", 0.1), ("IFRA_STD_089", "4", 0.0015), ("IFRA_STD_100", "5D", 0.000069),
    ("IFRA_STD_264", "8", 0.0000033), ("IFRA_STD_179", "12", 0.01), ("IFRA_STD_015", "1", 0),
  ])
  func `Limits are read as the standards print them`(
    id: String, category: String, percent: Double
  ) throws {
    let standard = try #require(tables.standards.first { $0.id == id })
    let category = try #require(IFRACategory(rawValue: category))
    #expect(standard.limits[category.index].highestPercent == percent)
  }

  @Test func `A category a standard names as free is free, and only then`() throws {
    let bergamot = try #require(tables.standards.first { $0.id == "IFRA_STD_087" })
    #expect(bergamot.limits[IFRACategory.bodyRinseOff.index] == .free)
    let free = tables.standards.flatMap(\.limits).filter { $0 == .free }
    #expect(free.count == 182)
  }

  @Test func `A natural the annex does not know is an error that names it`() throws {
    let material = Sample.material(
      "mystery-oil", kind: .natural, cas: ["8007-75-8"], annexName: "Mystery oil")
    let catalogue = Catalogue(materials: [material], notes: [], sources: [])
    #expect(throws: RuleError.unknownNatural(material: "mystery-oil", natural: "Mystery oil")) {
      try RuleBook(tables: tables, catalogue: catalogue)
    }
  }
}
