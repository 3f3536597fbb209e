import Foundation

/// A second implementation of the legality rules, to check the first by.
///
/// It reads the table files of the tree itself and shares no code with the program. For every
/// standard it walks the lines anew and sums in percent of the finished product, where the program
/// multiplies precomputed coefficients.
package struct IndependentChecker {
  /// What the rules look at in a material.
  package struct Substance {
    package var casNumbers: [String]
    package var annexName: String?
    package var grade: String?

    package init(casNumbers: [String], annexName: String?, grade: String?) {
      self.casNumbers = casNumbers
      self.annexName = annexName
      self.grade = grade
    }
  }

  /// A material after every standard has looked at it.
  package struct Examined {
    fileprivate var substance: Substance
    fileprivate var verdicts: [String: Verdict]

    /// Percent of the material that a standard's substance makes up.
    fileprivate var percents: [String: Double]
    fileprivate var parts: [String: Double]
  }

  /// What was found, by the id of a standard, `sum:` with the name of a sum, or the law's row.
  package struct Findings {
    /// 100 is the limit.
    package var percentOfLimit: [String: Double] = [:]

    /// Prohibited, or refused for its grade.
    package var refused: Set<String> = []

    /// Ids that are refused or over their limit, sorted.
    package var violations: [String] {
      let over = percentOfLimit.filter { $0.value > 100 * (1 + 1e-9) }.map(\.key)
      return Set(over).union(refused).sorted()
    }
  }

  fileprivate enum Verdict: String { case applies, prohibited, exempt, unknown }

  private let standards: [TableLine]
  private var limits: [String: TableLine] = [:]
  private var numbers: [String: Set<String>] = [:]
  private var naturals: [String: Set<String>] = [:]
  private var grades: [String: [TableLine]] = [:]
  private var shares: [String: [String: Double]] = [:]
  private var freed: [String: [String: Double]] = [:]
  private let sums: [TableLine]
  private let law: [TableLine]
  private let bans: [TableLine]
  private var products: [String: TableLine] = [:]

  /// The materials of the catalogue by id.
  package private(set) var materials: [String: Substance] = [:]

  /// Reads the tables of this source tree.
  package init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    try self.init(tables: root.appending(path: "Sources/PerfumeryTables/tables"))
  }

  /// Reads the tables in a folder.
  package init(tables: URL) throws {
    standards = try TableLine.read("standards", in: tables)
    sums = try TableLine.read("sums", in: tables)
    law = try TableLine.read("law_limits", in: tables)
    bans = try TableLine.read("bans", in: tables)
    for row in try TableLine.read("limits", in: tables) { limits[row["standard"]] = row }
    for row in try TableLine.read("products", in: tables) { products[row["product"]] = row }
    for row in try TableLine.read("standard_cas", in: tables) {
      numbers[row["standard"], default: []].insert(row["cas"])
    }
    for row in try TableLine.read("members", in: tables) {
      if row["kind"] == "natural" {
        naturals[row["of"], default: []].insert(row["key"])
      } else {
        numbers[row["of"], default: []].insert(row["key"])
      }
    }
    for row in law { numbers[row["joins"], default: []].formUnion(row.list("cas")) }
    for row in try TableLine.read("grades", in: tables) {
      grades[row["standard"], default: []].append(row)
    }
    for row in try TableLine.read("contributions", in: tables) {
      let known = shares[row["natural"]]?[row["cas"]] ?? 0
      shares[row["natural"], default: [:]][row["cas"]] = max(known, row.number("percent"))
    }
    for row in try TableLine.read("schiff_bases", in: tables) {
      freed[row["cas"]] = [row["released"]: row.number("percent")]
    }
    for row in try TableLine.read("materials", in: tables) {
      materials[row["id"]] = Substance(
        casNumbers: row.list("cas"), annexName: row["annexName"].isEmpty ? nil : row["annexName"],
        grade: row["grade"].isEmpty ? nil : row["grade"])
    }
  }

  /// Looks at a material once, for use in any number of formulas.
  package func examine(_ substance: Substance) -> Examined {
    var parts = substance.annexName.flatMap { shares[$0] } ?? [:]
    for cas in substance.casNumbers { parts.merge(freed[cas] ?? [:], uniquingKeysWith: max) }
    var examined = Examined(substance: substance, verdicts: [:], percents: [:], parts: parts)
    for standard in standards {
      let id = standard["id"]
      let verdict = verdict(of: standard, on: substance)
      examined.verdicts[id] = verdict
      let inside = parts.filter { numbers[id]?.contains($0.key) ?? false }.values.reduce(0, +)
      let percent = verdict == .applies ? 100 : min(100, inside)
      if percent > 0 { examined.percents[id] = percent }
    }
    return examined
  }

  /// Judges a formula; the fractions are of the concentrate and sum to 1.
  package func findings(
    product: String, dosagePercent: Double, lines: [(material: Examined, fraction: Double)]
  ) -> Findings {
    var findings = Findings()
    guard let rule = products[product] else { return findings }
    let categories = rule.list("categories", " ")
    for line in lines where line.fraction > 0 {
      findings.refused.formUnion(refusals(of: line.material, categories: categories))
    }
    var amounts: [String: Double] = [:]
    for line in lines {
      for (id, percent) in line.material.percents {
        amounts[id, default: 0] += percent * line.fraction * dosagePercent / 100
      }
    }
    for (id, percent) in amounts where percent > 0 {
      let lowest = lowestLimit(id, joins: id, categories: categories, law: rule["law"])
      if let lowest { findings.percentOfLimit[id] = 100 * percent / lowest }
    }
    for sum in sums {
      let members = sum.list("members", " ")
      let total = members.reduce(0) { $0 + (amounts[$1] ?? 0) }
      guard total > 0 else { continue }
      let id = "sum:" + sum["id"]
      if sum["kind"] == "sum" {
        let lowest = lowestLimit(
          sum["limitOf"], joins: sum["id"], categories: categories, law: rule["law"])
        if let lowest { findings.percentOfLimit[id] = 100 * total / lowest }
      } else {
        let fractions = members.compactMap { member in
          lowestLimit(member, joins: member, categories: categories, law: "")
            .map { (amounts[member] ?? 0) / $0 }
        }
        if !fractions.isEmpty { findings.percentOfLimit[id] = 100 * fractions.reduce(0, +) }
      }
    }
    addLawAlone(rule["law"], lines: lines, dosagePercent: dosagePercent, to: &findings)
    for id in findings.refused { findings.percentOfLimit[id] = nil }
    return findings
  }

  private func addLawAlone(
    _ lawClass: String, lines: [(material: Examined, fraction: Double)], dosagePercent: Double,
    to findings: inout Findings
  ) {
    for row in law where row["joins"].isEmpty && covers(row, lawClass) {
      let cas = row.list("cas")
      let percent = lines.reduce(0.0) { total, line in
        let isNeat = line.material.substance.casNumbers.contains(where: cas.contains)
        let inside = cas.reduce(0) { $0 + (line.material.parts[$1] ?? 0) }
        return total + (isNeat ? 100 : inside) * line.fraction * dosagePercent / 100
      }
      if percent > 0 {
        findings.percentOfLimit[row["basis"]] = 100 * percent / row.number("percent")
      }
    }
  }

  private func covers(_ row: TableLine, _ lawClass: String) -> Bool {
    !lawClass.isEmpty && row.list("classes", " ").contains(lawClass)
  }

  /// The lowest limit in percent of the product, nil when nothing limits it.
  private func lowestLimit(
    _ standard: String, joins: String, categories: [String], law lawClass: String
  ) -> Double? {
    var found: [Double] = []
    for category in categories {
      guard let cell = limits[standard]?[category], cell != "free" else { continue }
      found.append(cell == "prohibited" ? 0 : TableLine.number(cell))
    }
    for row in law where row["joins"] == joins && covers(row, lawClass) {
      found.append(row.number("percent"))
    }
    return found.min()
  }

  private func verdict(of standard: TableLine, on substance: Substance) -> Verdict? {
    let id = standard["id"]
    let named = substance.annexName.map { naturals[id]?.contains($0) ?? false } ?? false
    guard named || substance.casNumbers.contains(where: { numbers[id]?.contains($0) ?? false })
    else { return nil }
    guard let rules = grades[id] else {
      return isForbiddenNeat(standard) ? .prohibited : .applies
    }
    let separators = CharacterSet.alphanumerics.union(["-"]).inverted
    for text in [substance.grade, substance.annexName] {
      let words = (text ?? "").lowercased().components(separatedBy: separators)
      for rule in rules where rule.list("words", " ").contains(where: words.contains) {
        return Verdict(rawValue: rule["decision"])
      }
    }
    return rules.contains { $0["words"] == "*" } ? .applies : .unknown
  }

  private func isForbiddenNeat(_ standard: TableLine) -> Bool {
    standard["type"].contains("prohibition")
      && (limits[standard["id"]] == nil || standard["scope"] == "traces")
  }

  private func refusals(of material: Examined, categories: [String]) -> Set<String> {
    var found: Set<String> = []
    for standard in standards {
      let id = standard["id"]
      guard material.verdicts[id] != nil || material.percents[id] != nil else { continue }
      switch material.verdicts[id] {
      case .prohibited: found.insert(id)
      case .unknown:
        let limited = lowestLimit(id, joins: id, categories: categories, law: "") != nil
        if standard["type"].contains("prohibition") || limited { found.insert(id) }
      case .applies, .exempt, nil:
        let isForbidden = isForbiddenNeat(standard) && limits[id] == nil && grades[id] == nil
        if isForbidden && (material.percents[id] ?? 0) > 0 { found.insert(id) }
      }
    }
    let numbers = material.substance.casNumbers
    let touched = numbers + numbers.flatMap { (freed[$0] ?? [:]).keys }
    for ban in bans where touched.contains(ban["cas"]) {
      found.insert(ban["standard"].isEmpty ? ban["basis"] : ban["standard"])
    }
    return found
  }
}
