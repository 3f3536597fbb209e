import Perfumery
import SeededRandom
import Testing

@testable import FormulaRules

/// A made-up 52nd amendment beside the 51st.
@Suite struct AmendmentTests {
  let sample: Sample

  init() throws { sample = try Sample() }

  private static let standardHeader = [
    "set", "id", "amendment", "year", "newFrom", "existingFrom", "name", "type", "scope", "source",
  ].joined(separator: "\t")

  private static let limitHeader =
    (["set", "standard", "amendment", "newFrom", "existingFrom", "source"]
    + IFRACategory.allCases.map(\.rawValue)).joined(separator: "\t")

  private static func standard(_ id: String, _ name: String, _ type: String) -> String {
    "52\t\(id)\t52\t2026\t2027-08-31\t2029-03-31\t\(name)\t\(type)\t\tmade-up\n"
  }

  private static func limits(_ id: String, _ cell: String) -> String {
    "52\t\(id)\t52\t2027-08-31\t2029-03-31\tmade-up"
      + String(repeating: "\t" + cell, count: IFRACategory.allCases.count) + "\n"
  }

  /// An amendment that does each thing one can do.
  ///
  /// Citral is stricter, coumarin prohibited, isoeugenol withdrawn, Hedione added, bergamot oil
  /// stricter in all categories, patchouli oil has another constituent.
  static let files = [
    AmendmentFile(
      name: "amendments.tsv",
      text: "number\tnotified\tnewCreations\texistingCreations\tsource\n"
        + "52\t2026-11-30\t2027-08-31\t2029-03-31\tmade-up\n"),
    AmendmentFile(
      name: "standards.tsv",
      text: standardHeader + "\n" + standard("IFRA_STD_021", "Citral", "restriction")
        + standard("IFRA_STD_023", "Coumarin", "prohibition")
        + standard("IFRA_STD_048", "Isoeugenol", "withdrawn")
        + standard("IFRA_STD_087", "Bergamot oil expressed", "restriction")
        + standard("IFRA_STD_901", "Methyl dihydrojasmonate", "restriction")),
    AmendmentFile(
      name: "standard_cas.tsv",
      text: "set\tstandard\tcas\tamendment\tsource\n52\tIFRA_STD_901\t24851-98-7\t52\tmade-up\n"),
    AmendmentFile(
      name: "limits.tsv",
      text: limitHeader + "\n" + limits("IFRA_STD_021", "0.3") + limits("IFRA_STD_087", "0.2")
        + limits("IFRA_STD_901", "5")),
    AmendmentFile(
      name: "contributions.tsv",
      text: "set\tnatural\tconstituent\tcas\tpercent\tsource\n"
        + "52\tRose oil\tMethyl eugenol\t93-15-2\t1\tmade-up\n"),
  ]

  private func book(_ amendment: Int? = nil) throws -> RuleBook {
    try RuleBook(
      catalogue: sample.catalogue, addingAmendmentFrom: Self.files, amendment: amendment)
  }

  @Test func `The same formula is judged under either amendment`() throws {
    let formula = try sample.formula(
      .eauDeParfum, percent: 20,
      ["citral": 20, "coumarin": 10, "isoeugenol": 2, "hedione": 300, "bergamot-oil-expressed": 15])
    let before = try book(51).report(on: formula)
    #expect(before == sample.book.report(on: formula))
    #expect(before.amendment == "51" && before.edition.notified == "2023-06-30")
    #expect(before.violated == ["IFRA_STD_048"])
    let after = try book().report(on: formula)
    #expect(after.amendment == "52" && after.edition.existingCreationsFrom == "2029-03-31")
    // The law still limits isoeugenol to 0.02 %, alone.
    #expect(
      after.violated == [
        "IFRA_STD_021", "IFRA_STD_023", "IFRA_STD_087", "IFRA_STD_901", "law:Isoeugenol",
        "sum:phototoxic",
      ])
    let citral = try #require(after.verdict("IFRA_STD_021"))
    #expect(citral.limitPercent == 0.3 && citral.edition?.amendment == "52")
    #expect(citral.basis == "IFRA Amendment 52, category 4")
    #expect(before.verdict("IFRA_STD_021")?.edition?.amendment == "49")
    #expect(after.notices.contains { $0.contains("Amendment 52, notified 2026-11-30") })
  }

  @Test func `What an amendment does not name stays as it was`() throws {
    let formula = try sample.formula(
      .eauDeParfum, percent: 20, ["oakmoss-absolute": 3, "eugenol": 20, "rose-oil": 10])
    let before = try book(51).report(on: formula)
    let after = try book(52).report(on: formula)
    #expect(before.verdict("IFRA_STD_035")?.limitPercent == 2.5)
    #expect(after.verdict("IFRA_STD_035")?.limitPercent == 2.5)
    #expect(
      after.verdict("sum:mosses")?.percentOfLimit == before.verdict("sum:mosses")?.percentOfLimit)
    // 1 % of rose oil is 2 % methyl eugenol before, 1 % after.
    let eugenol = [before, after].map { $0.verdict("IFRA_STD_100")?.percentInProduct ?? 0 }
    #expect(abs(eugenol[0] - 0.004) < 1e-12 && abs(eugenol[1] - 0.002) < 1e-12)
  }

  @Test(arguments: UInt64(1)...200)
  func `A second implementation agrees under the added amendment`(seed: UInt64) throws {
    let (book, second) = try Self.both.get()
    var dice = SplitMix64(seed: seed)
    let formula = dice.formula(from: sample.catalogue, analysed: seed % 2 == 0)
    try second.expectSame(book.report(on: formula), on: formula)
  }

  private static let both = Result {
    (
      try RuleBook(catalogue: Catalogue.builtIn(), addingAmendmentFrom: files),
      try SecondOpinion(amendment: 52, adding: files)
    )
  }

  @Test func `A sum of fractions follows limits that differ between categories`() throws {
    let cells = IFRACategory.allCases.map { $0 == .faceMoisturiser ? "0.1" : "0.2" }
    var files = Self.files
    files[3] = AmendmentFile(
      name: "limits.tsv",
      text: Self.limitHeader + "\n" + Self.limits("IFRA_STD_021", "0.3")
        + Self.limits("IFRA_STD_901", "5")
        + "52\tIFRA_STD_087\t52\t2027-08-31\t2029-03-31\tmade-up\t" + cells.joined(separator: "\t"))
    let book = try RuleBook(catalogue: sample.catalogue, addingAmendmentFrom: files)
    let formula = try sample.formula(
      .eauDeParfum, percent: 10, ["bergamot-oil-expressed": 10, "lemon-oil-expressed": 100])
    let sum = try #require(book.report(on: formula).verdict("sum:phototoxic"))
    #expect(abs((sum.percentOfLimit ?? 0) - 100) < 1e-9)
    let face = try #require(book.categories(of: formula).first { $0.category == "5B" })
    #expect(abs((face.deciding?.percentOfLimit ?? 0) - 150) < 1e-9 && !face.pass)
    #expect(face.deciding?.standard == "IFRA_STD_089")
  }

  @Test func `The built-in rules know the 51st Amendment and no other`() throws {
    #expect(sample.book.amendments.map(\.number) == [51])
    #expect(sample.book.edition.newCreationsFrom == "2024-03-30")
    #expect(sample.book.edition.existingCreationsFrom == "2025-10-30")
    #expect(throws: RuleError.unknownAmendment(52, known: [51])) {
      try RuleBook.builtIn(catalogue: sample.catalogue, amendment: 52)
    }
    #expect(try book().amendments.map(\.number) == [51, 52])
  }

  /// What is wrong with one file, and what the error has to say about it.
  @Test(arguments: [
    ("limits.tsv", limitHeader + "\n" + limits("IFRA_STD_021", ""), "limits.tsv, line 2: 1 is"),
    ("limits.tsv", limitHeader + "\n" + limits("IFRA_STD_021", "0"), "write prohibited"),
    ("limits.tsv", limitHeader + "\n" + limits("IFRA_STD_021", "0,4"), "1 is \"0,4\""),
    ("limits.tsv", limitHeader + "\n" + limits("IFRA_STD_021", "101"), "not 0 to 100"),
    ("limits.tsv", limitHeader + "\n" + limits("IFRA_STD_999", "1"), "no standard"),
    ("limits.tsv", limitHeader + "\n" + limits("IFRA_STD_035", "1"), "without a new row"),
    ("limits.tsv", limitHeader + "\n", "line 6: IFRA_STD_901 is a restriction without limits"),
    ("limits.tsv", "standard\n", "line 1: the header"),
    ("limits.tsv", limitHeader + "\n52\tIFRA_STD_021\n", "line 2: 2 cells"),
    ("standards.tsv", standardHeader + "\n" + standard("X1", "X", "restriction"), "id is \"X1\""),
    ("standards.tsv", standardHeader + "\n" + standard("IFRA_STD_021", "X", "free"), "type is"),
    (
      "standards.tsv",
      standardHeader + "\n"
        + standard("IFRA_STD_021", "X", "restriction").replacing("52\tI", with: "51\tI"),
      "set is \"51\", not 52"
    ),
    (
      "standard_cas.tsv", "set\tstandard\tcas\tamendment\tsource\n52\tIFRA_STD_021\t1-2-3\t52\tx\n",
      "line 2: cas is \"1-2-3\""
    ),
    (
      "amendments.tsv",
      "number\tnotified\tnewCreations\texistingCreations\tsource\n51\t2026-11-30\t\t\tx\n",
      "line 2: number is \"51\""
    ),
    (
      "amendments.tsv",
      "number\tnotified\tnewCreations\texistingCreations\tsource\n52\t30 Nov 2026\t\t\tx\n",
      "line 2: notified is"
    ),
    ("amendments.tsv", "number\tnotified\tnewCreations\texistingCreations\tsource\n", "0 rows"),
    ("secrets.tsv", "", "is no file of an amendment"),
    ("limits.tsv", String(repeating: "x", count: 4_194_305), "4194305 bytes"),
  ])
  func `A broken file is an error that names the file, the line and the column`(
    name: String, text: String, message: String
  ) throws {
    var files = Self.files.filter { $0.name != name }
    files.append(AmendmentFile(name: name, text: text))
    let error = #expect(throws: (any Error).self) {
      try RuleBook(catalogue: sample.catalogue, addingAmendmentFrom: files)
    }
    #expect(error.map { "\($0)".contains(message) } == true, "\(error as Any)")
  }

  @Test func `Without its row of amendments a folder is no amendment`() {
    let files = Array(Self.files.dropFirst())
    #expect(throws: RuleError.missingFile("amendments.tsv")) {
      try RuleBook(catalogue: sample.catalogue, addingAmendmentFrom: files)
    }
    #expect(throws: RuleError.repeatedFile("limits.tsv")) {
      try RuleBook(
        catalogue: sample.catalogue, addingAmendmentFrom: Self.files + [Self.files[3]])
    }
  }
}
