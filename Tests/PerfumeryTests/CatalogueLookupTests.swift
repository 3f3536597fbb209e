import Testing

@testable import Perfumery

@Suite struct CatalogueLookupTests {
  let catalogue: Catalogue

  init() throws {
    catalogue = try Catalogue.builtIn()
  }

  func found(
    id: String? = nil, cas: [String] = [], grade: String? = nil, name: String? = nil
  ) throws -> String {
    try catalogue.find(material: id, cas: cas, grade: grade, name: name).id.rawValue
  }

  @Test(arguments: [
    ("Hedione", "hedione"), ("methyl dihydrojasmonate", "hedione"), ("HEDIONE HC", "hedione"),
    ("phenylethyl alcohol", "phenethyl-alcohol"), ("PEA", "phenethyl-alcohol"),
    ("galaxolide 50", "galaxolide"), ("OTNE", "iso-e-super"), ("BMHCA", "lilial"),
    ("HICC", "lyral"), ("citral", "citral"), ("α-Ionone", "alpha-ionone"),
    ("Alpha Ionone", "alpha-ionone"), ("c-12  mna", "aldehyde-c12-mna"),
    ("헤디온", "hedione"), ("파출리 오일", "patchouli-oil"), ("DPG", "dipropylene-glycol"),
  ])
  func `A name, a synonym and a Korean name find the material`(name: String, id: String) throws {
    #expect(try found(name: name) == id)
  }

  @Test func `Every material is found by its own id and by its own CAS, grade and name`() throws {
    for material in catalogue.materials {
      #expect(try catalogue.find(material: material.id.rawValue) == material)
      #expect(
        try catalogue.find(
          cas: [material.casNumbers[0]], grade: material.grade, name: material.name) == material)
    }
  }

  @Test func `No name belongs to two materials, save those only a grade can part`() {
    for (name, places) in catalogue.placesByName where places.count > 1 {
      let grades = Set(places.map { catalogue.materials[$0].grade ?? "" })
      #expect(grades.count == places.count && !grades.contains(""), "\(name)")
    }
  }

  @Test func `The id decides over CAS and name`() throws {
    #expect(try found(id: "vetiver-oil", cas: ["5392-40-5"], name: "Citral") == "vetiver-oil")
  }

  @Test func `A CAS number with a grade picks the grade`() throws {
    let cas = ["8007-75-8"]
    #expect(try found(cas: cas, grade: "expressed") == "bergamot-oil-expressed")
    #expect(try found(cas: cas, grade: "Furocoumarin-Free") == "bergamot-oil-fcf")
    #expect(try found(cas: cas, name: "Bergamot FCF") == "bergamot-oil-fcf")
  }

  @Test func `A material without a grade answers to any grade`() throws {
    #expect(try found(cas: ["8014-09-3"], grade: "distilled") == "patchouli-oil")
  }

  @Test func `A shared CAS number alone is ambiguous and names the candidates`() {
    #expect(
      throws: CatalogueError.ambiguousMaterial(
        asked: "8013-10-3", candidates: ["cade-oil-crude", "cade-oil-rectified"])
    ) { try found(cas: ["8013-10-3"]) }
    #expect(
      throws: CatalogueError.ambiguousMaterial(
        asked: "72968-50-4",
        candidates: ["bitter-orange-oil", "neroli-oil", "petitgrain-oil"])
    ) { try found(cas: ["72968-50-4"]) }
  }

  @Test func `A name shared by two grades is ambiguous until the grade is given`() throws {
    #expect(throws: CatalogueError.self) { try found(name: "Basil oil") }
    #expect(try found(grade: "linalool", name: "Basil oil") == "basil-oil-linalool")
  }

  @Test func `A grade nobody sells is refused with the grades there are`() {
    #expect(
      throws: CatalogueError.unknownGrade(
        asked: "8013-10-3", grade: "golden", allowed: ["crude", "rectified"])
    ) { try found(cas: ["8013-10-3"], grade: "golden") }
  }

  @Test func `A CAS number nobody carries is passed over for the name`() throws {
    #expect(try found(cas: ["7732-18-5"], name: "Hedione") == "hedione")
  }

  @Test func `A CAS number nobody carries is unknown when there is no name`() {
    #expect(throws: CatalogueError.unknownMaterial(asked: "7732-18-5", nearest: nil)) {
      try found(cas: ["7732-18-5"])
    }
  }

  @Test func `A wrong check digit is refused before anything is looked up`() {
    #expect(throws: CatalogueError.invalidCAS("5392-40-6")) {
      try found(cas: ["5392-40-6"], name: "Citral")
    }
  }

  @Test func `A name and a CAS number of different materials contradict each other`() throws {
    let error = #expect(throws: CatalogueError.self) {
      try found(cas: ["5392-40-5"], name: "Hedione")
    }
    #expect(error?.description == "\"Hedione\" is hedione, but 5392-40-5 is citral")
  }

  @Test(arguments: [
    ("Hedoine", "Hedione"), ("Patchuli oil", "Patchouli oil"), ("Iso E Supper", "Iso E Super"),
    ("Vannilin", "Vanillin"),
  ])
  func `An unknown name is refused with the nearest`(name: String, nearest: String) {
    #expect(throws: CatalogueError.unknownMaterial(asked: name, nearest: nearest)) {
      try found(name: name)
    }
    #expect(catalogue.nearestMaterial(toName: name)?.name == nearest)
  }

  @Test func `An unknown id is refused with the nearest id`() {
    #expect(throws: CatalogueError.unknownMaterial(asked: "hedion", nearest: "hedione")) {
      try found(id: "hedion")
    }
  }

  @Test func `Nothing like the name means no suggestion`() {
    #expect(catalogue.nearestMaterial(toName: "qqqqqqqqqqqqqqqqqqqq") == nil)
  }

  @Test func `A name of a million letters is cut in the error`() {
    let error = #expect(throws: CatalogueError.self) {
      try found(name: String(repeating: "a", count: 1_000_000))
    }
    #expect((error?.description.count ?? .max) < 200)
  }

  @Test func `A line that names nothing is refused`() {
    #expect(throws: CatalogueError.nothingAsked) { try found() }
  }

  @Test func `Notes are found by id, English and Korean`() {
    for name in ["fresh-laundry", "Fresh Laundry", "갓 세탁한 빨래"] {
      #expect(catalogue.note(named: name)?.name.rawValue == "fresh-laundry")
    }
    #expect(catalogue.note(named: "wet dog") == nil)
  }
}
