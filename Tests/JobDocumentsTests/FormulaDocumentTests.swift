import Perfumery
import StrictJSON
import Testing

@testable import JobDocuments

@Suite struct FormulaDocumentTests {
  private let catalogue: Catalogue

  init() throws { catalogue = try Catalogue.builtIn() }

  private func read(_ text: String) throws(JSONProblem) -> Formula {
    try FormulaDocument.read(Array(text.utf8), catalogue: catalogue)
  }

  @Test func aLineIsFoundByIdByCASOrByName() throws {
    let formula = try read(
      """
      {"product": {"category": "EDP", "dosagePercent": 20},
       "lines": [{"material": "citral", "partsPerThousand": 1.5},
                 {"cas": ["24851-98-7"], "partsPerThousand": 100},
                 {"name": "하바놀라이드", "partsPerThousand": 30, "dilutionPercent": 10}]}
      """)
    #expect(formula.lines.map(\.material.id.rawValue) == ["citral", "hedione", "habanolide"])
    #expect(formula.lines.map(\.share.millionths) == [1500, 100_000, 30_000])
    #expect(formula.lines.last?.dilutionPercent == 10)
    #expect(formula.product.dosage.percent == 20)
  }

  @Test func aMissingDosageIsTheCategorysUsualOne() throws {
    let formula = try read(
      #"{"product":{"category":"EDC"},"lines":[{"name":"Citral","partsPerThousand":5}]}"#)
    #expect(formula.product.dosage.percent == ProductCategory.eauDeCologne.usualDosagePercent)
  }

  @Test(arguments: [
    (#"{"lines":[]}"#, "/product"),
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
  ])
  func whatIsWrongIsNamedByItsField(text: String, field: String) {
    let problem = #expect(throws: JSONProblem.self) { try read(text) }
    #expect(problem?.field == field)
  }

  @Test func anUnknownMaterialIsNamedWithTheNearest() {
    let problem = #expect(throws: JSONProblem.self) {
      try read(
        #"{"product":{"category":"EDP"},"lines":[{"name":"Galaxolyde","partsPerThousand":1}]}"#)
    }
    #expect(problem?.found?.contains("Galaxolide") == true)
  }
}
