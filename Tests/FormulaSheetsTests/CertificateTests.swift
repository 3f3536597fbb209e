import GoldenFiles
import Perfumery
import Testing

@testable import FormulaRules
@testable import FormulaSheets

@Suite struct CertificateTests {
  /// With the characters that HTML and CSV give a meaning.
  private static let citral = Contribution(
    Material(
      id: MaterialID(rawValue: "citral"), name: "Citral <b>", kind: .chemical, grade: "fine",
      casNumbers: ["5392-40-5"], note: .top, families: FamilyVector([.citrus: 1]),
      usualPercent: SourcedValue(1, source: "judged"),
      highestPercent: SourcedValue(1, source: "judged")),
    percentInProduct: 0.7)

  private static func verdict(
    _ substance: String, _ percent: Double, limit: Double?, ofLimit: Double?, pass: Bool
  ) -> Verdict {
    Verdict(
      id: substance, substance: substance, standard: "IFRA_STD_001",
      standards: ["IFRA_STD_001", "IFRA_STD_002"],
      edition: StandardEdition(
        amendment: "49", year: "2020", newCreationsFrom: nil, existingCreationsFrom: nil),
      basis: "IFRA Amendment 51, category 4", percentInProduct: percent, limitPercent: limit,
      percentOfLimit: ofLimit, ifraLimitPercent: limit, sources: [citral], pass: pass)
  }

  private static func allergen(_ label: String, _ entry: String) -> AllergenDeclaration {
    AllergenDeclaration(
      label: label, englishName: "Citral", annexEntry: entry, percentInProduct: 0.7,
      thresholdPercent: 0.001, sources: [citral])
  }

  private var certificate: Certificate {
    let violation = Violation(
      kind: .overLimit, substance: "Citral & isomers", standard: "IFRA_STD_001",
      verdict: "citral", basis: "IFRA Amendment 51, category 4", percentInProduct: 0.7,
      limitPercent: 0.6,
      materials: [MaterialID(rawValue: "citral")])
    return Certificate(
      formulaName: "Trial <script>alert(\"1\")</script> '3'", date: "2026-11-23",
      product: Product(category: .eauDeParfum, dosage: MassFraction(millionths: 200_000)),
      report: LegalityReport(
        amendment: "51",
        edition: Amendment(
          number: 51, notified: "2023-06-30", newCreationsFrom: "2024-03-30",
          existingCreationsFrom: "2025-10-30", source: "ifra-51"),
        category: "4",
        verdicts: [
          Self.verdict("Low", 0.1, limit: 1, ofLimit: 10, pass: true),
          Self.verdict("High", 0.9, limit: 1, ofLimit: 90, pass: true),
          Self.verdict("Citral & isomers", 0.7, limit: 0.6, ofLimit: 116.6667, pass: false),
          Self.verdict("Banned", 0.001, limit: 0, ofLimit: nil, pass: false),
          Self.verdict("Fractions", 0.2, limit: nil, ofLimit: 50, pass: true),
        ],
        violations: [violation],
        certificates: [
          CertificateNeeded(
            material: MaterialID(rawValue: "limonene"), standard: "IFRA_STD_100",
            requirement: "peroxide value below 20 mmol/l")
        ], notices: ["Not legal advice."]),
      allergens: [.eu: [Self.allergen("Citral", "70")], .korea: [Self.allergen("시트랄", "6")]],
      categories: [
        CategoryVerdict(
          category: "1", pass: false,
          deciding: CategoryVerdict.Decision(
            substance: "Banned", standard: "IFRA_STD_002", basis: "IFRA", percentOfLimit: nil),
          highestDosage: nil),
        CategoryVerdict(
          category: "4", pass: false,
          deciding: CategoryVerdict.Decision(
            substance: "Citral & isomers", standard: "IFRA_STD_001", basis: "IFRA",
            percentOfLimit: 116.6667),
          highestDosage: MassFraction(millionths: 171_428)),
        CategoryVerdict(category: "12", pass: true, deciding: nil, highestDosage: .one),
      ])
  }

  @Test func whatFailsComesFirst() {
    let table = certificate.verdicts(in: .english)
    #expect(table.rows.map { $0[1] } == ["Banned", "Citral & isomers", "High", "Fractions", "Low"])
    #expect(
      table.rows[1] == [
        "FAIL", "Citral & isomers", "0.7", "0.6", "116.7",
        "IFRA_STD_001 (49); IFRA_STD_002", "IFRA Amendment 51, category 4",
        "Citral <b> [fine] 0.7 %",
      ])
    #expect(table.rows[3][3] == "–")
  }

  @Test(arguments: [BriefLanguage.english, .korean])
  func thePageIsAsRecorded(language: BriefLanguage) throws {
    let page = certificate.page(in: language)
    let golden = GoldenFile("certificate-\(language.rawValue).html")
    #expect(try golden.recorded(insteadOf: page) == page)
  }

  @Test(arguments: [BriefLanguage.english, .korean])
  func theSheetIsAsRecorded(language: BriefLanguage) throws {
    let sheet = certificate.csv(in: language)
    let golden = GoldenFile("certificate-\(language.rawValue).csv")
    #expect(try golden.recorded(insteadOf: sheet) == sheet)
  }

  @Test(arguments: [BriefLanguage.english, .korean])
  func nothingOnThePageRunsOrLoads(language: BriefLanguage) {
    let page = certificate.page(in: language)
    for word in ["<script", "<b>", "src=", "href=", "url(", "http:", "https:", "onload"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &#39;3&#39;"))
    #expect(page.contains("Citral &amp; isomers"))
    #expect(page.contains("size: A4"))
    let disclaimer = language == .korean ? "법률 자문이 아니며" : "not legal advice"
    #expect(page.contains(disclaimer))
    #expect(certificate.csv(in: language).contains(disclaimer))
  }

  @Test func everyTagIsClosed() {
    var open: [Substring] = []
    for tag in certificate.page(in: .korean).split(separator: "<").dropFirst() {
      let name = tag.prefix { $0 != " " && $0 != ">" }
      if ["!DOCTYPE", "meta"].contains(name) { continue }
      if name.first == "/" {
        #expect(open.popLast() == name.dropFirst())
      } else {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test func aFormulaThatConformsHasNoViolations() throws {
    let sample = try Sample()
    let formula = try sample.formula(["hedione": 500, "dipropylene-glycol": 500])
    let certificate = Certificate(
      formulaName: "Plain", date: "2026-11-23", product: formula.product,
      report: sample.rules.report(on: formula),
      allergens: [.eu: sample.rules.allergens(in: formula)],
      categories: sample.rules.categories(of: formula))
    let page = certificate.page(in: .english)
    #expect(page.contains("<td>conforms</td>"))
    #expect(!page.contains("Violations") && !page.contains("class=\"fail\""))
    #expect(page.contains("IFRA categories at this dosage"))
  }

  @Test func controlCharactersDoNotReachThePage() {
    #expect(Certificate.escaped("a\u{0}b\n<c>") == "a b &lt;c&gt;")
  }
}
