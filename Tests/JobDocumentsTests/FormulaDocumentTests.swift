import Perfumery
import StrictJSON
import Testing

@testable import JobDocuments

/// Reads formulas against the built-in catalogue.
struct FormulaReading {
  let catalogue: Catalogue

  init() throws { catalogue = try Catalogue.builtIn() }

  func read(
    _ text: String, named name: String = "", product: FormulaProduct = FormulaProduct()
  ) throws(JSONProblem) -> NamedFormula {
    try FormulaDocument.read(
      Array(text.utf8), named: name, catalogue: catalogue, product: product)
  }

  func lines(_ lines: String) throws(JSONProblem) -> [FormulaLine] {
    try read(#"{"product": {"category": "EDP"}, "lines": [\#(lines)]}"#).formula.lines
  }
}

extension [FormulaLine] {
  /// `id:millionths`, in order.
  var summary: [String] { map { "\($0.material.id.rawValue):\($0.share.millionths)" } }
}

@Suite struct FormulaDocumentTests {
  private let reading: FormulaReading

  init() throws { reading = try FormulaReading() }

  @Test func aLineIsFoundByIdByCASOrByName() throws {
    let named = try reading.read(
      """
      {"product": {"category": "EDP", "dosagePercent": 20}, "name": "Trial 3",
       "lines": [{"material": "citral", "partsPerThousand": 1.5},
                 {"cas": ["24851-98-7"], "partsPerThousand": 100},
                 {"name": "하바놀라이드", "partsPerThousand": 30, "bergaptenPpm": 2.5}]}
      """)
    #expect(named.name == "Trial 3")
    #expect(named.formula.lines.summary == ["citral:1500", "hedione:100000", "habanolide:30000"])
    #expect(named.formula.lines.map(\.bergaptenPpm) == [nil, nil, 2.5])
    #expect(named.formula.product.dosage.percent == 20)
  }

  @Test func aMissingDosageIsTheCategorysUsualOne() throws {
    let text = #"{"product":{"category":"EDC"},"lines":[{"name":"Citral","partsPerThousand":5}]}"#
    let product = try reading.read(text).formula.product
    #expect(product.dosage.percent == ProductCategory.eauDeCologne.usualDosagePercent)
  }

  @Test func theCallersProductHoldsInsteadOfTheFiles() throws {
    let text = #"{"product":{"category":"EDC"},"lines":[{"name":"Citral","partsPerThousand":5}]}"#
    let soap = try reading.read(
      text, product: FormulaProduct(category: .soap, dosagePercent: 2)
    ).formula.product
    #expect(soap == Product(category: .soap, dosage: MassFraction(millionths: 20_000)))
    let bare = #"{"lines":[{"name":"Citral","partsPerThousand":5}]}"#
    #expect(
      try reading.read(bare, product: FormulaProduct(category: .soap)).formula.lines.count == 1)
  }

  @Test func theSolventOfADilutionKeepsTheMassWhole() throws {
    let lines = try reading.lines(
      """
      {"name": "Indole", "partsPerThousand": 10, "dilutionPercent": 10},
      {"name": "Citral", "partsPerThousand": 5, "dilutionPercent": 50,
       "dilutionSolvent": "triethyl citrate"},
      {"name": "Hedione", "partsPerThousand": 985}
      """)
    #expect(
      lines.summary == [
        "indole:1000", "citral:2500", "hedione:985000", "dipropylene-glycol:9000",
        "triethyl-citrate:2500",
      ])
    #expect(lines.map(\.dilutionPercent) == [10, 50, 100, 100, 100])
  }

  @Test func theSolventJoinsTheSolventLineOfTheFile() throws {
    let lines = try reading.lines(
      """
      {"name": "DPG", "partsPerThousand": 990},
      {"name": "Indole", "partsPerThousand": 10, "dilutionPercent": 1}
      """)
    #expect(lines.summary == ["dipropylene-glycol:999900", "indole:100"])
  }

  @Test func partsThatEqualThePercentOfConcentrateAreNeat() throws {
    let indole = #""name": "Indole", "partsPerThousand": 10, "dilutionPercent": 10"#
    #expect(
      try reading.lines(#"{\#(indole), "percentOfConcentrate": 1.0}"#).summary == ["indole:10000"])
    #expect(
      try reading.lines(#"{\#(indole), "percentOfConcentrate": 0.1}"#).summary
        == ["indole:1000", "dipropylene-glycol:9000"])
    let problem = #expect(throws: JSONProblem.self) {
      try reading.lines(#"{\#(indole), "percentOfConcentrate": 0.5}"#)
    }
    #expect(problem?.field == "/lines/0")
  }

  @Test func aTraceNeverRoundsToNothing() throws {
    #expect(
      try reading.lines(
        #"{"name": "Indole", "partsPerThousand": 0.002, "dilutionPercent": 0.1}"#
      ).summary == ["indole:1", "dipropylene-glycol:1"])
    #expect(
      try reading.lines(#"{"name": "Citral", "partsPerThousand": 0.0001}"#).summary
        == ["citral:1"])
  }

  @Test func aResultDocumentStandsForItsFormula() throws {
    let named = try reading.read(
      """
      {"schema": "fragrance.result/1", "seed": 4, "formula": {
        "product": {"category": "EDT", "dosagePercent": 8}, "totalPartsPerThousand": 1000,
        "lines": [{"material": "indole", "partsPerThousand": 0.1, "percentOfConcentrate": 0.01,
                   "dilutionPercent": 10, "note": "base", "because": "fit", "cost": 1},
                  {"material": "dipropylene-glycol", "partsPerThousand": 999.9}]}}
      """, named: "result.json")
    #expect(named.formula.lines.summary == ["indole:100", "dipropylene-glycol:999900"])
    #expect(named.formula.lines[0].dilutionPercent == 10)
    #expect(named.formula.product.category == .eauDeToilette)
  }

  @Test(arguments: [
    (#"{"lines":[]}"#, "/lines"),
    (#"{"lines":[{"name":"Citral","partsPerThousand":1}]}"#, "/product"),
    (
      #"{"product":{"dosagePercent":3},"lines":[{"name":"Citral","partsPerThousand":1}]}"#,
      "/product/category"
    ),
    (#"{"product":{"category":"XXL"},"lines":[]}"#, "/product/category"),
    (#"{"product":{"category":"EDP","dosagePercent":120},"lines":[]}"#, "/product/dosagePercent"),
    (#"{"product":{"category":"EDP"},"lines":[]}"#, "/lines"),
    (#"{"product":{"category":"EDP"},"lines":[{"name":"Citral"}]}"#, "/lines/0/partsPerThousand"),
    (
      #"{"product":{"category":"EDP"},"lines":[{"name":"Citral","partsPerThousand":-1}]}"#,
      "/lines/0/partsPerThousand"
    ),
    (
      #"{"product":{"category":"EDP"},"lines":[{"name":"Nothing","partsPerThousand":1}]}"#,
      "/lines/0"
    ),
    (
      #"{"product":{"category":"EDP"},"lines":[{"nmae":"Citral","partsPerThousand":1}]}"#,
      "/lines/0/nmae"
    ),
    (#"{"schema":"fragrance.result/1","seed":1}"#, "/formula"),
    ("[]", ""),
  ])
  func whatIsWrongIsNamedByItsField(text: String, field: String) {
    let problem = #expect(throws: JSONProblem.self) { try reading.read(text, named: "a.json") }
    #expect(problem?.field == field)
  }

  @Test func anUnknownMaterialIsNamedWithTheNearest() {
    let problem = #expect(throws: JSONProblem.self) {
      try reading.lines(#"{"name":"Galaxolyde","partsPerThousand":1}"#)
    }
    #expect(problem?.found?.contains("Galaxolide") == true)
  }

  @Test func aFileThatIsTooLargeIsRefused() {
    let bytes = [UInt8](repeating: 0x20, count: FormulaDocument.byteCountLimit + 1)
    let problem = #expect(throws: JSONProblem.self) {
      try FormulaDocument.read(bytes, catalogue: reading.catalogue)
    }
    #expect(problem?.found == "1048577 bytes")
  }
}
