import Testing

@testable import Perfumery

@Suite struct TableReaderTests {
  func read(_ text: String) throws -> TableReader {
    try TableReader(name: "people", text: text, columns: ["name", "age", "pets"])
  }

  @Test func `Cells are read by column and rows know their lines`() throws {
    let table = try read("name\tage\tpets\nAda\t36\tcat;dog\n\t0\t\n")
    #expect(table.rows.map(\.line) == [2, 3])
    #expect(table.rows[0]["name"] == "Ada")
    #expect(table.rows[0].list("pets") == ["cat", "dog"])
    #expect(try table.rows[0].number("age") == 36)
    #expect(table.rows[1].optional("name") == nil)
    #expect(table.rows[1].list("pets").isEmpty)
    #expect(table.rows[0]["shoe size"] == "")
  }

  @Test func `The last line may lack its line feed`() throws {
    #expect(try read("name\tage\tpets\nAda\t36\t").rows.count == 1)
  }

  @Test(arguments: [
    ("", 1), ("name\tage\n", 1), ("age\tname\tpets\n", 1), ("name\tage\tpets\nAda\t36\n", 2),
    ("name\tage\tpets\nAda\t36\tcat\nBob\t1\t\textra\n", 3),
    ("name\tage\tpets\nAda\t36\tcat\n\nBob\t1\t\n", 3),
  ])
  func `A header or row of another form is refused with its line`(text: String, line: Int) {
    let error = #expect(throws: CatalogueError.self) { try read(text) }
    guard case .malformedTable("people", line, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `An empty required cell and a word for a number are refused`() throws {
    let row = try read("name\tage\tpets\n\told\t\n").rows[0]
    #expect(
      throws: CatalogueError.malformedTable(table: "people", line: 2, problem: "name is empty")
    ) { try row.required("name") }
    let error = #expect(throws: CatalogueError.self) { try row.number("age") }
    #expect(error?.description == "table people, line 2: age is \"old\", not a number")
  }
}
