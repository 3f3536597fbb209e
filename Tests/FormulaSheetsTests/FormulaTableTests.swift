import JobDocuments
import Perfumery
import SeededRandom
import Testing

@testable import FormulaSheets

@Suite struct FormulaTableTests {
  private let sample: Sample

  init() throws { sample = try Sample() }

  private func formula() throws -> Formula {
    var formula = try sample.formula([
      "citral": 28, "indole": 0.1, "dipropylene-glycol": 971.9,
    ])
    formula.lines[1].dilutionPercent = 10
    return formula
  }

  @Test func theColumnsSayWhatIsWeighedAndWhy() throws {
    let table = FormulaTable(
      try formula(), reasons: [MaterialID(rawValue: "citral"): "citrus, zesty"]
    ).table(in: .english)
    #expect(
      table.header == [
        "material", "name", "Korean name", "CAS", "grade", "parts per 1000", "% of concentrate",
        "dilution %", "parts to weigh", "note", "family", "cost share %", "because",
      ])
    #expect(
      table.rows[1].prefix(10) == [
        "indole", "Indole", "인돌", "120-72-9", "", "0.1", "0.01", "10", "1",
        try sample.material("indole").note.rawValue,
      ])
    #expect(table.rows[2][8] == "971")
    #expect(table.rows[2][9] == "solvent")
    #expect(table.rows[0][12] == "citrus, zesty")
    let shares = table.rows.compactMap { Double($0[11]) }
    #expect(abs(shares.reduce(0, +) - 100) < 0.1)
  }

  @Test func theTextOpensInSpreadsheets() throws {
    let text = FormulaTable(
      try formula(), reasons: [MaterialID(rawValue: "citral"): "=1+1, \"zesty\""]
    ).csv(name: "Rose \"9\"\nA", in: .korean)
    #expect(text.unicodeScalars.first == "\u{FEFF}")
    #expect(text.contains("\"# name: Rose '9' A\"\r\n\"# category: EDP\"\r\n\"# dosage: 15\"\r\n"))
    #expect(text.contains(",\"'=1+1, \"\"zesty\"\"\"\r\n"))
    #expect(text.contains("재료 ID,이름,한글 이름"))
    #expect(!text.replacing("\r\n", with: "").contains { $0.isNewline })
  }

  @Test(arguments: [
    ("=SUM(A1)", "'=SUM(A1)"), ("+1", "'+1"), ("@x", "'@x"), ("-x", "'-x"), ("-0.5", "-0.5"),
    ("plain", "plain"), ("a;b", "\"a;b\""), ("\tx", "\"'\tx\""), ("", ""), ("#1", "\"#1\""),
    ("60-12-8", "'60-12-8"), ("5392-40-5", "5392-40-5"),
    ("2026-11-23", "2026-11-23"),
  ])
  func cellsAreQuotedAndGuarded(cell: String, written: String) {
    let text = SheetTable(header: ["h"], rows: [[cell]]).csv()
    #expect(text == "\u{FEFF}h\r\n\(written)\r\n")
  }

  @Test(arguments: [
    (0.1, 3, "0.1"), (2.0, 2, "2"), (1.005, 1, "1"), (-0.004, 2, "0"), (-1.25, 1, "-1.3"),
    (0.0005, 3, "0.001"), (123.456, 0, "123"), (1e15, 0, "1000000000000"),
  ])
  func numbersAreWrittenWithoutNoise(value: Double, places: Int, text: String) {
    #expect(value.text(places: places) == text)
  }

  @Test(arguments: 0..<200) func readingTheTableGivesTheSameFormula(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var formula = try sample.randomFormula(&random)
    if seed % 3 == 0 { formula.lines[0].bergaptenPpm = Double(seed) / 8 }
    if seed % 5 == 0 { formula.lines.append(formula.lines[0]) }
    let language: BriefLanguage = seed % 2 == 0 ? .korean : .english
    let text = FormulaTable(formula).csv(name: "시험 \(seed), a", in: language)
    let read = try FormulaDocument.read(
      Array(text.utf8), named: "trial.csv", catalogue: sample.catalogue)
    #expect(read.name == "시험 \(seed), a")
    #expect(read.formula == formula)
  }
}
