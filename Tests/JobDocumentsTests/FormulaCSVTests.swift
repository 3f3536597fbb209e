import Perfumery
import SeededRandom
import StrictJSON
import Testing

@testable import JobDocuments

@Suite struct FormulaCSVTests {
  private let reading: FormulaReading

  init() throws { reading = try FormulaReading() }

  private func read(_ text: String) throws(JSONProblem) -> Formula {
    try reading.read(text, named: "a.csv", product: FormulaProduct(category: .eauDeParfum)).formula
  }

  @Test func aTableWithItsProductIsRead() throws {
    let named = try reading.read(
      """
      # name: Summer, 3rd trial
      # category: edt
      # dosage: 7.5
      Name,CAS,Grade,Parts,Dilution,bergapten ppm
      Citral,5392-40-5,,28,,
      Bergamot oil,8007-75-8,expressed,100,,1800
      Indole,,,10,10,
      """, named: "trial.CSV")
    #expect(named.name == "Summer, 3rd trial")
    #expect(named.formula.product.category == .eauDeToilette)
    #expect(named.formula.product.dosage.percent == 7.5)
    #expect(
      named.formula.lines.summary == [
        "citral:28000", "bergamot-oil-expressed:100000", "indole:1000", "dipropylene-glycol:9000",
      ])
    #expect(named.formula.lines[1].bergaptenPpm == 1800)
  }

  @Test(arguments: [
    "material;%;희석\nCitral;2,5;\nIndole;0,5 %;10\n",
    "\u{FEFF}재료\t%\t희석\r\n시트랄\t2.5\t\r\n인돌\t0.5\t10%\r\n",
    "\"이름\",\"부\",\"희석 %\"\r\"Citral\",\"25\",\"\"\r\r\"indole\",5,10",
    "cas, percent ,DILUTION\n5392-40-5,2.5,100\n120-72-9,0.5,10\n,,\n",
    "name,parts,percent,dilution,supplier,\nCitral,25,2.5,,X,\nIndole,5,0.5,10,,\nTotal,30,,,,",
    "# exported,,,\nname,parts,dilution,dilution solvent\nCitral,25\nIndole,5,10,DPG\n",
  ])
  func spreadsheetsWriteTheSameFormulaInManyWays(text: String) throws {
    let formula = try read(text)
    #expect(
      formula.lines.summary == ["citral:25000", "indole:500", "dipropylene-glycol:4500"])
  }

  @Test func cellsMayBeQuotedOverLinesAndGuarded() throws {
    let formula = try read(
      """
      name,parts,comment,cas
      "Citral",1,"two
      lines, ""quoted""\"
      '@Citral,'2,
      ,3,,'60-12-8
      """)
    #expect(
      formula.lines.summary == ["citral:1000", "citral:2000", "phenethyl-alcohol:3000"])
  }

  @Test func theFirstCharacterDecidesWhereTheNameDoesNot() throws {
    let csv = "name,parts\nCitral,1"
    let product = FormulaProduct(category: .eauDeParfum)
    #expect(try reading.read(csv, named: "-", product: product).formula.lines.count == 1)
    let json = #" {"lines":[{"name":"Citral","partsPerThousand":1}]}"#
    #expect(try reading.read(json, named: "-", product: product).formula.lines.count == 1)
  }

  @Test(arguments: [
    ("", 1, 1, ""),
    ("name,parts", 1, 1, ""),
    ("name,note\nCitral,1", 1, 1, "parts"),
    ("note,parts\nCitral,1", 1, 1, "name"),
    ("name,parts,dilluton\nCitral,1,10", 1, 12, "dilluton"),
    ("name,parts,이름\nCitral,1,", 1, 12, "이름"),
    ("# dosage: 120\nname,parts\nCitral,1", 1, 1, "dosage"),
    ("# category: XXL\nname,parts\nCitral,1", 1, 1, "category"),
    ("name,parts\n\nCitral,1\nHedione,many", 4, 9, "parts"),
    ("name,parts\nCitral,1001", 2, 8, "parts"),
    ("name,parts\nCitral,\"1,5\"", 2, 8, "parts"),
    ("name,parts\nCitral,-1", 2, 8, "parts"),
    ("name,parts\nCitral,1,2", 2, 10, ""),
    ("name,parts\nCitral,", 2, 1, "Citral"),
    ("name,parts\nGalaxolyde,1", 2, 1, "Galaxolyde"),
    ("name,parts,percent\nCitral,10,2", 2, 1, "Citral"),
    ("name,parts\n\"Citral,1", 2, 1, ""),
    ("name,parts\n\"Citral\"x,1", 2, 9, ""),
    ("name,parts,dilution\nCitral,1,0", 2, 10, "dilution"),
    ("name;parts\n향;1,2,3", 2, 3, "parts"),
  ])
  func whatIsWrongIsNamedByLineAndColumn(
    text: String, line: Int, column: Int, field: String
  ) {
    let problem = #expect(throws: JSONProblem.self) { try read(text) }
    #expect(problem?.position == SourcePosition(line: line, column: column))
    #expect(problem?.field == field)
  }

  @Test func withoutACategoryTheFileSaysHowToNameOne() {
    let problem = #expect(throws: JSONProblem.self) {
      try reading.read("name,parts\nCitral,1", named: "a.csv")
    }
    #expect(problem?.allowed.contains("# category: EDP") == true)
  }

  @Test func sizesAreBounded() {
    let lines = String(repeating: "Citral,1\n", count: 301)
    let many = #expect(throws: JSONProblem.self) { try read("name,parts\n" + lines) }
    #expect(many?.position.line == 302)
    let long = String(repeating: "x", count: 2001)
    let cell = #expect(throws: JSONProblem.self) { try read("name,parts,note\nCitral,1,\(long)") }
    #expect(cell?.position == SourcePosition(line: 2, column: 10))
    let name = #expect(throws: JSONProblem.self) {
      try read("name,parts\n\(long.prefix(300)),1")
    }
    #expect(name?.found == "300 characters")
    let notText = #expect(throws: JSONProblem.self) {
      try FormulaDocument.read([0xC0, 0xC1], named: "a.csv", catalogue: reading.catalogue)
    }
    #expect(notText?.allowed.contains("UTF-8") == true)
  }

  private static let samples = [
    """
    # category: EDT
    # dosage: 7,5
    name;parts;dilution;CAS;dilution solvent
    Citral;28;;5392-40-5;
    "Indole";"10,5";10;;TEC
    합계;38,5;;;
    """,
    """
    {"product": {"category": "EDP", "dosagePercent": 20}, "lines": [
      {"name": "Citral", "cas": ["5392-40-5"], "partsPerThousand": 28},
      {"formula": {"name": "Base", "lines": [{"name": "Indole", "partsPerThousand": 10,
        "dilutionPercent": 10}]}, "partsPerThousand": 200}]}
    """,
  ]

  /// Bytes changed, dropped, doubled and moved: what comes out is a formula or a problem.
  @Test(arguments: 0..<200) func damagedFilesAreReadOrRefused(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for (sample, name) in zip(Self.samples, ["a.csv", "a.json"]) {
      var bytes = Array(sample.utf8)
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(Array("\",;#{}[]0.e-'\n\r\t".utf8)[place % 16], at: place)
        case 3: bytes.insert(contentsOf: bytes[place..<min(place + 9, bytes.count)], at: place)
        default: bytes.removeSubrange(place..<min(place + 9, bytes.count))
        }
        if bytes.isEmpty { bytes = [0x23] }
      }
      do throws(JSONProblem) {
        let formula = try FormulaDocument.read(bytes, named: name, catalogue: reading.catalogue)
          .formula
        #expect(!formula.lines.isEmpty)
        #expect(formula.lines.allSatisfy { (0...1_000_000).contains($0.share.millionths) })
      } catch {
        #expect(error.position.line >= 1 && error.position.column >= 1)
        #expect(!error.allowed.isEmpty)
      }
    }
  }
}
