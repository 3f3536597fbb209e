import Testing

@testable import Perfumery

@Suite struct CatalogueTablesTests {
  static let material =
    "citral\tCitral\t\t시트랄\tchemical\t\t5392-40-5\t\ttop\tcitrus:0.7 floral:0.3\t"
    + "0.5\tjudged\t2\tjudged"

  static let oil =
    "oil\tOil\t\t오일\tnatural\t\t8007-02-1\t\ttop\tcitrus:1\t0.5\tjudged\t2\tjudged"

  /// Tables with one material, one figure and one note, some of whose rows are replaced.
  func catalogue(
    material: [String] = [Self.material], composition: [String] = [],
    figure: [String] = ["citral\tlogP\t-0.5\tjudged"],
    note: [String] = ["lemon\tlemon\t레몬\tcitrus:1\tcitral"],
    source: [String] = ["judged\tJudged"]
  ) throws -> Catalogue {
    func table(_ name: String, _ columns: [String], _ rows: [String]) throws -> TableReader {
      let lines = [columns.joined(separator: "\t")] + rows
      return try TableReader(name: name, text: lines.joined(separator: "\n"), columns: columns)
    }
    return try CatalogueTables(
      materials: table("materials", CatalogueTables.materialColumns, material),
      compositions: table("compositions", CatalogueTables.compositionColumns, composition),
      figures: table("figures", CatalogueTables.figureColumns, figure),
      notes: table("notes", CatalogueTables.noteColumns, note),
      sources: table("sources", CatalogueTables.sourceColumns, source)
    ).catalogue()
  }

  @Test func `The smallest tables make a catalogue`() throws {
    let catalogue = try catalogue()
    let citral = try #require(catalogue.materials.first)
    #expect(citral.families == FamilyVector([.citrus: 0.7, .floral: 0.3]))
    #expect(citral.figures["logP"] == SourcedValue(-0.5, source: "judged"))
    #expect(citral.annexName == nil && citral.grade == nil && citral.synonyms.isEmpty)
    #expect(catalogue.notes.first?.materials == [citral.id])
  }

  @Test(arguments: [
    ("5392-40-5", "5392-40-6", "\"5392-40-6\" is not a CAS number"),
    ("5392-40-5", "", "cas is empty"),
    ("chemical", "gas", "kind is \"gas\", not chemical, natural or solvent"),
    ("\ttop\t", "\tmiddle\t", "note is \"middle\", not top, heart or base"),
    ("citrus:0.7", "citrus:0.2", "families sum to 0.5 instead of 1.0"),
    ("citrus:0.7", "sour:0.7", "families has \"sour:0.7\", not a family with a share up to 1"),
    ("floral:0.3", "citrus:0.3", "families has \"citrus:0.3\", not a family with a share up to 1"),
    ("\t0.5\t", "\t5\t", "usualPercent 5.0 is above highestPercent 2.0"),
    ("\t0.5\t", "\t-1\t", "usualPercent is -1.0, not from 0 to 100"),
    ("\t0.5\tjudged\t2\t", "\t0\tjudged\t0\t", "highestPercent is 0.0, not above 0"),
    ("\t2\t", "\tinf\t", "highestPercent is \"inf\", not a number"),
    ("\t2\tjudged", "\t2\thearsay", "no source \"hearsay\""),
    ("citral\tCitral", "Citral\tCitral", "id is \"Citral\", not lower-case words with hyphens"),
    ("\tCitral", "\t", "name is empty"),
    ("chemical", "solvent", "families sum to 1.0 instead of 0.0"),
  ])
  func `A broken material row is refused with its line`(
    old: String, new: String, problem: String
  ) throws {
    let range = try #require(Self.material.firstRange(of: old))
    let broken = Self.material.replacingCharacters(in: range, with: new)
    let good = Self.material.replacingPrefix("citral", with: "limonene")
    #expect(throws: CatalogueError.malformedTable(table: "materials", line: 3, problem: problem)) {
      try catalogue(material: [good, broken])
    }
  }

  @Test func `A second row of a material, note, source or figure is refused`() {
    func refusal(_ table: String, _ problem: String) -> CatalogueError {
      .malformedTable(table: table, line: 3, problem: problem)
    }
    #expect(throws: refusal("materials", "a second material \"citral\"")) {
      try catalogue(material: [Self.material, Self.material])
    }
    let note = "lemon\tlemon\t레몬\tcitrus:1\tcitral"
    #expect(throws: refusal("notes", "a second note \"lemon\"")) {
      try catalogue(note: [note, note])
    }
    #expect(throws: refusal("sources", "a second source \"judged\"")) {
      try catalogue(source: ["judged\tJudged", "judged\tAgain"])
    }
    let price = "citral\tdollarsPerKilogram\t160\tjudged"
    #expect(throws: refusal("figures", "a second dollarsPerKilogram of \"citral\"")) {
      try catalogue(figure: [price, price])
    }
  }

  @Test func `A natural holds its constituents in the order of the table`() throws {
    let catalogue = try catalogue(
      material: [Self.material, Self.oil], composition: ["oil\tcitral\t99.5\tjudged"])
    let oil = try catalogue.find(material: "oil")
    #expect(
      oil.constituents
        == [Constituent(material: MaterialID(rawValue: "citral"), percent: 99.5, source: "judged")])
    #expect(try catalogue.find(material: "citral").constituents.isEmpty)
  }

  @Test(arguments: [
    ("lemon\tcitral\t1\tjudged", "no material \"lemon\""),
    ("oil\tlimonene\t1\tjudged", "no material \"limonene\""),
    ("oil\toil\t1\tjudged", "constituent \"oil\" is a natural, not a chemical"),
    ("citral\tcitral\t1\tjudged", "material \"citral\" is a chemical, not a natural"),
    ("oil\tcitral\t0\tjudged", "percent is 0.0, not above 0"),
    ("oil\tcitral\tmuch\tjudged", "percent is \"much\", not a number"),
    ("oil\tcitral\t1\thearsay", "no source \"hearsay\""),
    ("oil\tnerol\t1\tjudged", "a second \"nerol\" of \"oil\""),
    ("oil\tcitral\t50.5\tjudged", "the constituents of \"oil\" sum to more than 100 percent"),
  ])
  func `A broken composition row is refused with its line`(row: String, problem: String) {
    let nerol = Self.material.replacingPrefix("citral", with: "nerol")
    #expect(
      throws: CatalogueError.malformedTable(table: "compositions", line: 3, problem: problem)
    ) {
      try catalogue(
        material: [Self.material, nerol, Self.oil],
        composition: ["oil\tnerol\t50\tjudged", row])
    }
  }

  @Test(arguments: [
    ("limonene\tlogP\t1\tjudged", "no material \"limonene\""),
    ("citral\tcolour\t1\tjudged", "no figure is called \"colour\""),
    ("citral\tlogP\thigh\tjudged", "value is \"high\", not a number"),
    ("citral\tlogP\tnan\tjudged", "value is \"nan\", not a number"),
    ("citral\tdollarsPerKilogram\t0\tjudged", "dollarsPerKilogram is 0.0, not above 0"),
    ("citral\tlogP\t1\t", "source is empty"),
  ])
  func `A broken figure row is refused with its line`(row: String, problem: String) {
    #expect(throws: CatalogueError.malformedTable(table: "figures", line: 2, problem: problem)) {
      try catalogue(figure: [row])
    }
  }

  @Test(arguments: [
    ("lemon\tlemon\t레몬\tcitrus:1\tlimonene", "no material \"limonene\""),
    ("lemon\tlemon\t레몬\tcitrus:1\tcitral citral", "a material is named twice"),
    ("lemon\tlemon\t\tcitrus:1\tcitral", "korean is empty"),
    ("lemon\tlemon\t레몬\t\tcitral", "families sum to 0.0 instead of 1.0"),
  ])
  func `A broken note row is refused with its line`(row: String, problem: String) {
    #expect(throws: CatalogueError.malformedTable(table: "notes", line: 2, problem: problem)) {
      try catalogue(note: [row])
    }
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: text)
    return copy
  }

  fileprivate func replacingPrefix(_ prefix: String, with text: String) -> String {
    text + dropFirst(prefix.count)
  }
}
