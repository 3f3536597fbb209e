package import Perfumery

/// A formula as a table that a perfumer can open, change and hand back.
///
/// The columns are those that formula files in CSV are read by; parts and percent are of the neat
/// material, and parts to weigh of its dilution, whose solvent is taken off the solvent line.
package struct FormulaTable: Sendable {
  private let formula: Formula
  private let reasons: [MaterialID: String]

  /// - Parameter reasons: why a material is in, where the composer said so.
  package init(_ formula: Formula, reasons: [MaterialID: String] = [:]) {
    self.formula = formula
    self.reasons = reasons
  }

  /// The lines in their order; the column of bergapten only where a lot was analysed.
  package func table(in language: BriefLanguage) -> SheetTable {
    let hasBergapten = formula.lines.contains { $0.bergaptenPpm != nil }
    let weighed = partsToWeigh
    let total = formula.lines.reduce(0) { $0 + (cost(of: $1) ?? 0) }
    var header = language == .korean ? Self.koreanHeader : Self.englishHeader
    if hasBergapten { header.append(language == .korean ? "베르갑텐 ppm" : "bergapten ppm") }
    let rows = zip(formula.lines, weighed).map { line, parts in
      let material = line.material
      let share = cost(of: line).map { total > 0 ? (100 * $0 / total).text(places: 2) : "" }
      var row = [
        material.id.rawValue, material.name, material.koreanName ?? "",
        material.casNumbers.joined(separator: " "), material.grade ?? "",
        line.share.partsPerThousand.text(places: 3), line.share.percent.text(places: 4),
        line.dilutionPercent.text(places: 6), parts.text(places: 3),
        material.noteName(in: language), material.mainFamily?.rawValue ?? "", share ?? "",
        reasons[material.id] ?? "",
      ]
      if hasBergapten { row.append(line.bergaptenPpm?.text(places: 4) ?? "") }
      return row
    }
    return SheetTable(header: header, rows: rows)
  }

  /// The table with its product in comment lines; reading it gives the same formula.
  package func csv(name: String? = nil, in language: BriefLanguage) -> String {
    let product = formula.product
    var comments = [
      "category: \(product.category.rawValue)", "dosage: \(product.dosage.percent.text(places: 4))",
    ]
    if let name { comments.insert("name: \(name)", at: 0) }
    return table(in: language).csv(comments: comments)
  }

  private static let englishHeader = [
    "material", "name", "Korean name", "CAS", "grade", "parts per 1000", "% of concentrate",
    "dilution %", "parts to weigh", "note", "family", "cost share %", "because",
  ]
  private static let koreanHeader = [
    "재료 ID", "이름", "한글 이름", "CAS", "등급", "부 (1000)", "원액 중 %", "희석 %", "계량 부", "노트", "계열",
    "원가 비율 %", "이유",
  ]

  private func cost(of line: FormulaLine) -> Double? {
    line.material.dollarsPerKilogram.map { $0.value * line.share.fraction }
  }

  /// Per thousand, of what is weighed.
  private var partsToWeigh: [Double] {
    var parts = formula.lines.map { $0.share.partsPerThousand * 100 / $0.dilutionPercent }
    let carried = zip(parts, formula.lines).reduce(0) { $0 + $1.0 - $1.1.share.partsPerThousand }
    if let solvent = formula.solventIndex, parts[solvent] >= carried { parts[solvent] -= carried }
    return parts
  }
}

extension Formula {
  /// The largest line of solvent weighed as it is: what dilutions are made in.
  var solventIndex: Int? {
    lines.indices.filter { lines[$0].material.kind == .solvent && lines[$0].dilutionPercent == 100 }
      .max { (lines[$0].share, $1) < (lines[$1].share, $0) }
  }
}

extension Material {
  /// Its name in a language, the English one where there is no Korean.
  func name(in language: BriefLanguage) -> String {
    language == .korean ? koreanName ?? name : name
  }

  /// Its note, or that it is solvent.
  func noteName(in language: BriefLanguage) -> String {
    let isKorean = language == .korean
    guard kind != .solvent else { return isKorean ? "용매" : "solvent" }
    switch note {
    case .top: return isKorean ? "탑" : "top"
    case .heart: return isKorean ? "미들" : "heart"
    case .base: return isKorean ? "베이스" : "base"
    }
  }

  /// The family it has most of; nil for a solvent.
  var mainFamily: Family? {
    let best = Family.allCases.max { (families[$0], $1.index) < (families[$1], $0.index) }
    return best.flatMap { families[$0] > 0 ? $0 : nil }
  }
}
