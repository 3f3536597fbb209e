package import FormulaRules
package import Perfumery

/// What a formula's maker hands on with it: every limit, what is reached of it, and what follows.
package struct Certificate: Sendable {
  package var formulaName: String

  /// As it is to be printed, such as `2026-11-23`.
  package var date: String
  package var product: Product
  package var report: LegalityReport

  /// What the label has to name in each market.
  package var allergens: [LabelMarket: [AllergenDeclaration]]

  /// Empty when only the product's own category was judged.
  package var categories: [CategoryVerdict]

  package init(
    formulaName: String, date: String, product: Product, report: LegalityReport,
    allergens: [LabelMarket: [AllergenDeclaration]], categories: [CategoryVerdict] = []
  ) {
    self.formulaName = formulaName
    self.date = date
    self.product = product
    self.report = report
    self.allergens = allergens
    self.categories = categories
  }

  /// A part of the certificate under its own heading.
  struct Section {
    var title: String
    var table: SheetTable

    /// The columns that hold numbers, from 0.
    var numeric: Set<Int>

    /// One for each row of a table that says pass or fail, else empty.
    var passes: [Bool] = []
  }

  /// The verdicts as rows: what fails first, then what is nearest to its limit.
  package func verdicts(in language: BriefLanguage) -> SheetTable {
    let words = CertificateWords(language)
    return SheetTable(
      header: words.verdictHeader,
      rows: orderedVerdicts.map { verdict in
        [
          words.result(verdict.pass), verdict.substance, verdict.percentInProduct.text(places: 6),
          verdict.limitPercent?.text(places: 6) ?? "–",
          verdict.percentOfLimit?.text(places: 1) ?? "–", Self.standards(of: verdict),
          verdict.basis,
          Self.text(verdict.sources),
        ]
      })
  }

  private var orderedVerdicts: [Verdict] {
    report.verdicts.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.pass != other.pass { return other.pass }
      // A prohibition has no percentage of its limit: it is infinitely over it.
      let load = one.percentOfLimit ?? .infinity
      let otherLoad = other.percentOfLimit ?? .infinity
      return load != otherLoad ? load > otherLoad : left.offset < right.offset
    }.map(\.element)
  }

  private static func text(_ sources: [Contribution]) -> String {
    sources.map { source in
      let grade = source.grade.map { " [\($0)]" } ?? ""
      return "\(source.name)\(grade) \(source.percentInProduct.text(places: 6)) %"
    }.joined(separator: "; ")
  }

  /// Every standard that counts, the deciding one first with the amendment that last changed it.
  private static func standards(of verdict: Verdict) -> String {
    let edition = verdict.edition.map { " (\($0.amendment))" } ?? ""
    return (["\(verdict.standard)\(edition)"] + verdict.standards.filter { $0 != verdict.standard })
      .joined(separator: "; ")
  }

  /// What the certificate is about, as pairs of a name and a value.
  func facts(_ words: CertificateWords) -> [[String]] {
    [
      [words.formula, formulaName], [words.date, date],
      [words.product, product.category.rawValue],
      [words.dosage, "\(product.dosage.percent.text(places: 4)) %"],
      [words.category, report.category],
      [words.amendment, "\(report.amendment) (\(report.edition.notified))"],
      [words.verdict, report.isLegal ? words.conforms : words.conformsNot],
    ]
  }

  func sections(_ words: CertificateWords, language: BriefLanguage) -> [Section] {
    var sections: [Section] = []
    if !report.violations.isEmpty {
      let rows = report.violations.map { violation in
        [
          violation.substance, violation.percentInProduct.text(places: 6),
          violation.limitPercent?.text(places: 6) ?? "–", violation.standard, violation.basis,
          violation.materials.map(\.rawValue).joined(separator: "; "),
        ]
      }
      sections.append(
        Section(
          title: words.violations, table: SheetTable(header: words.violationHeader, rows: rows),
          numeric: [1, 2]))
    }
    sections.append(
      Section(
        title: words.verdicts, table: verdicts(in: language), numeric: [2, 3, 4],
        passes: orderedVerdicts.map(\.pass)))
    if !categories.isEmpty {
      let rows = categories.map { verdict in
        [
          verdict.category, words.result(verdict.pass),
          verdict.highestDosage?.percent.text(places: 4) ?? "0",
          verdict.deciding?.substance ?? "", verdict.deciding?.standard ?? "",
          verdict.deciding.map { $0.percentOfLimit?.text(places: 1) ?? "–" } ?? "",
        ]
      }
      sections.append(
        Section(
          title: words.categories, table: SheetTable(header: words.categoryHeader, rows: rows),
          numeric: [2, 5], passes: categories.map(\.pass)))
    }
    if !report.certificates.isEmpty {
      let rows = report.certificates.map { [$0.material.rawValue, $0.requirement, $0.standard] }
      sections.append(
        Section(
          title: words.certificates,
          table: SheetTable(header: words.requirementHeader, rows: rows), numeric: []))
    }
    for market in LabelMarket.allCases {
      guard let named = allergens[market], !named.isEmpty else { continue }
      let rows = named.map { allergen in
        [
          allergen.label, allergen.percentInProduct.text(places: 6),
          allergen.thresholdPercent.text(places: 6), allergen.annexEntry,
          Self.text(allergen.sources),
        ]
      }
      sections.append(
        Section(
          title: words.allergens(in: market),
          table: SheetTable(header: words.allergenHeader, rows: rows),
          numeric: [1, 2]))
    }
    return sections
  }

  /// The certificate for a spreadsheet: facts, then each section under its title, then notices.
  package func csv(in language: BriefLanguage) -> String {
    let words = CertificateWords(language)
    var rows = facts(words)
    for section in sections(words, language: language) {
      rows += [[], [section.title], section.table.header] + section.table.rows
    }
    rows += [[], [words.disclaimer]] + report.notices.map { [$0] }
    let width = rows.map(\.count).max() ?? 1
    func padded(_ row: [String]) -> [String] {
      row + Array(repeating: "", count: width - row.count)
    }
    return SheetTable(header: padded([words.title]), rows: rows.map(padded)).csv()
  }
}
