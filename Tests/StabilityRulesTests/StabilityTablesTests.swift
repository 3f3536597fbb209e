import Perfumery
import PerfumeryTables
import Testing

@testable import StabilityRules

@Suite struct StabilityTablesTests {
  private let catalogue: Catalogue

  init() throws { catalogue = try Catalogue.builtIn() }

  private static let classHeader = "material\tclass\tsource\tpage\n"
  private static let ruleHeader = StabilityTables.ruleColumns.joined(separator: "\t") + "\n"

  private func tables(
    classes: String = "", rules: String = "", sources: String = "a\tA book\n"
  ) throws(CatalogueError) -> StabilityTables {
    try StabilityTables(
      classes: TableReader(
        name: "classes", text: Self.classHeader + classes, columns: StabilityTables.classColumns),
      rules: TableReader(
        name: "rules", text: Self.ruleHeader + rules, columns: StabilityTables.ruleColumns),
      sources: TableReader(
        name: "sources", text: "id\tcitation\n" + sources, columns: StabilityTables.sourceColumns),
      catalogue: catalogue)
  }

  @Test(arguments: [
    "nothing\tair\ta\t1\n", "citral\tsour\ta\t1\n", "citral\tair\tb\t1\n",
    "citral\tair\ta\t1\ncitral\tair\ta\t2\n",
  ])
  func rowsOfClassesAreChecked(rows: String) {
    #expect(throws: CatalogueError.self) { try tables(classes: rows) }
  }

  @Test(arguments: [
    "r\tair\t\t\t1\t2\te\tk\tb\t1\n", "r\tsour\t\t\t1\t2\te\tk\ta\t1\n",
    "r\tair\tmoon\t\t1\t2\te\tk\ta\t1\n", "r\tair\twaterAbove\t\t1\t2\te\tk\ta\t1\n",
    "r\tair\tproduct\tXXL\t1\t2\te\tk\ta\t1\n", "r\tair\t\t\t2\t1\te\tk\ta\t1\n",
    "r\tair\t\t\t1\t2\te\t\ta\t1\n",
  ])
  func rowsOfRulesAreChecked(rows: String) {
    #expect(throws: CatalogueError.self) { try tables(rules: rows) }
  }

  @Test func aSoundTableIsRead() throws {
    let found = try tables(
      classes: "citral\tair\ta\t1\n", rules: "r\tair\tproduct\tSOAP\t1\t2\te\tk\ta\t7\n")
    #expect(found.classes[MaterialID(rawValue: "citral")] == [.air])
    #expect(found.rules.map(\.source) == ["A book, page 7"])
    #expect(found.rules.map(\.condition) == [.product(.soap)])
  }

  @Test func everyClassIsUsedByARuleAndTextsNameTheirGroups() throws {
    let rules = try TableReader(
      name: "stability_rules", embedded: table_stability_rules(),
      columns: StabilityTables.ruleColumns
    ).rows
    let used = Set(rules.flatMap { $0.list("classes", separator: " ") })
    #expect(used == Set(StabilityClass.allCases.map(\.rawValue)))
    for row in rules {
      for (mark, _) in zip(["{a}", "{b}"], row.list("classes", separator: " ")) {
        #expect(row["english"].contains(mark) && row["korean"].contains(mark))
      }
    }
  }

  @Test func everyRowFromTheBookHasItsPage() throws {
    let rows = try TableReader(
      name: "stability_classes", embedded: table_stability_classes(),
      columns: StabilityTables.classColumns
    ).rows
    #expect(rows.count > 150)
    for row in rows { #expect((row["source"] == "curtis-williams") == !row["page"].isEmpty) }
  }
}
