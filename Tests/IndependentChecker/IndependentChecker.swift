import Foundation

/// A second implementation of the legality rules, to check the first by.
///
/// It reads the table files of the tree itself and shares no code with the program. It sums each
/// standard's substance in percent of the finished product and compares sums and fractions with
/// limits it looks up by category, where the program multiplies precomputed coefficients.
package struct IndependentChecker {
  /// What the rules look at in a material.
  package struct Substance {
    package var casNumbers: [String]
    package var annexName: String?
    package var grade: String?

    /// The numbers of each constituent of its typical composition, with the percent.
    var composition: [(casNumbers: [String], percent: Double)] = []
  }

  /// A material after every standard has looked at it.
  package struct Examined {
    /// Percent of the material that the substance of a standard makes up, by its position.
    var percents: [(standard: Int, percent: Double)] = []

    /// Percent of the material that is what a row of the law speaks of, by its position.
    var lawPercents: [(row: Int, percent: Double)] = []
    var allergenPercents: [(allergen: Int, percent: Double)] = []
    var refused: [String] = []

    /// Refused for its grade in the products that the standard limits.
    var refusedWhereLimited: [Int] = []
  }

  /// A line of a formula; the fraction is of the concentrate.
  package struct Line {
    var material: Examined
    var fraction: Double
    var bergaptenPpm: Double?

    package init(material: Examined, fraction: Double, bergaptenPpm: Double? = nil) {
      self.material = material
      self.fraction = fraction
      self.bergaptenPpm = bergaptenPpm
    }
  }

  enum Verdict: String { case applies, prohibited, exempt, unknown }

  struct Sum {
    var id: String
    var isFractions: Bool
    var members: [Int]
    var standard: Int
  }

  /// The limits of one product or category in percent, by the position of a standard or sum.
  struct Limits {
    var standards: [Double?]
    var ifraAlone: [Double?]
    var sums: [Double?]
    var law: [Double?]
  }

  let standards: [TableLine]
  let sums: [Sum]
  let law: [TableLine]
  let allergens: [TableLine]
  let koreanNames: [TableLine]
  private let bans: [TableLine]
  private var limitCells: [String: TableLine] = [:]
  private var numbers: [String: Set<String>] = [:]
  private var naturals: [String: Set<String>] = [:]
  private var grades: [String: [TableLine]] = [:]
  private var shares: [String: [String: Double]] = [:]
  private var freed: [String: [String: Double]] = [:]
  private var allergenShares: [String: [TableLine]] = [:]

  /// By the code of a product or the name of a category.
  private(set) var limits: [String: Limits] = [:]

  /// The materials of the catalogue by id.
  package private(set) var materials: [String: Substance] = [:]

  /// Reads the tables of this source tree, with the files of a further amendment by their names.
  package init(amendment: Int = 51, adding files: [String: String] = [:]) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = TableFolder(
      folder: root.appending(path: "Sources/PerfumeryTables/tables"), amendment: amendment,
      added: files)
    let standards = try folder.rows("standards", latestBy: "id")
      .filter { $0["type"] != "withdrawn" }
    self.standards = standards
    let ids = standards.map { $0["id"] }
    sums = try folder.rows("sums").compactMap { row in
      guard let standard = ids.firstIndex(of: row["standard"]) else { return nil }
      return Sum(
        id: "sum:" + row["id"], isFractions: row["kind"] == "fractions",
        members: row.list("members", " ").compactMap { ids.firstIndex(of: $0) },
        standard: standard)
    }
    law = try folder.rows("law_limits")
    bans = try folder.rows("bans")
    allergens = try folder.rows("allergens")
    koreanNames = try folder.rows("allergens_korea")
    try readSubstances(folder)
    for row in try folder.rows("limits", latestBy: "standard") {
      let standard = standards.first { $0["id"] == row["standard"] }
      if standard?["type"].contains("restriction") == true { limitCells[row["standard"]] = row }
    }
    for row in try folder.rows("products") {
      limits[row["product"]] = limits(in: row.list("categories", " "), law: row["law"])
    }
    for row in try folder.rows("categories") {
      limits[row["category"]] = limits(in: [row["category"]], law: row["law"])
    }
  }

  private mutating func readSubstances(_ folder: TableFolder) throws {
    for row in try folder.rows("standard_cas", latestBy: "standard") {
      numbers[row["standard"], default: []].insert(row["cas"])
    }
    for row in try folder.rows("members") {
      if row["kind"] == "natural" {
        naturals[row["of"], default: []].insert(row["key"])
      } else {
        numbers[row["of"], default: []].insert(row["key"])
      }
    }
    for row in law { numbers[row["joins"], default: []].formUnion(row.list("cas")) }
    for row in allergens { numbers[row["label"], default: []].formUnion(row.list("cas")) }
    for row in try folder.rows("grades") { grades[row["standard"], default: []].append(row) }
    for row in try folder.rows("contributions", latestBy: "natural") {
      let known = shares[row["natural"]]?[row["cas"]] ?? 0
      shares[row["natural"], default: [:]][row["cas"]] = max(known, row.number("percent"))
    }
    for row in try folder.rows("schiff_bases") {
      freed[row["cas"], default: [:]][row["released"]] = row.number("percent")
    }
    for row in try folder.rows("allergen_shares") {
      allergenShares[row["key"], default: []].append(row)
    }
    for row in try folder.rows("materials") {
      materials[row["id"]] = Substance(
        casNumbers: row.list("cas"), annexName: row["annexName"].isEmpty ? nil : row["annexName"],
        grade: row["grade"].isEmpty ? nil : row["grade"])
    }
    for row in try folder.rows("compositions") {
      let numbers = materials[row["constituent"]]?.casNumbers ?? []
      materials[row["material"]]?.composition.append((numbers, row.number("percent")))
    }
  }

  private func limits(in categories: [String], law lawClass: String) -> Limits {
    func lowest(_ standard: String, joins: String) -> Double? {
      var found: [Double] = []
      for category in categories {
        guard let cell = limitCells[standard]?[category], cell != "free" else { continue }
        found.append(cell == "prohibited" ? 0 : TableLine.number(cell))
      }
      for row in law where row["joins"] == joins && row.list("classes", " ").contains(lawClass) {
        found.append(row.number("percent"))
      }
      return found.min()
    }
    let ids = standards.map { $0["id"] }
    return Limits(
      standards: ids.map { limitCells[$0] == nil ? nil : lowest($0, joins: $0) },
      ifraAlone: ids.map { lowest($0, joins: "-") },
      sums: sums.map {
        lowest(ids[$0.standard], joins: $0.id.replacingOccurrences(of: "sum:", with: ""))
      },
      law: law.map { row in
        let isAlone = row["joins"].isEmpty || !knows(row["joins"])
        let covers = row.list("classes", " ").contains(lawClass)
        return isAlone && covers ? row.number("percent") : nil
      })
  }

  private func knows(_ id: String) -> Bool {
    standards.contains { $0["id"] == id } || sums.contains { $0.id == "sum:" + id }
  }

  /// Looks at a material once, for use in any number of formulas.
  package func examine(_ substance: Substance) -> Examined {
    var parts = substance.annexName.flatMap { shares[$0] } ?? [:]
    for cas in substance.casNumbers { parts.merge(freed[cas] ?? [:], uniquingKeysWith: max) }
    func inside(_ cas: Set<String>) -> Double {
      min(100, parts.filter { cas.contains($0.key) }.values.sorted().reduce(0, +))
    }
    var examined = Examined()
    for (place, standard) in standards.enumerated() {
      let verdict = verdict(of: standard, on: substance)
      let percent = verdict == .applies ? 100 : inside(numbers[standard["id"]] ?? [])
      if percent > 0 { examined.percents.append((place, percent)) }
      note(verdict, of: place, percent: percent, in: &examined)
    }
    for (place, row) in law.enumerated() {
      let cas = row.list("cas")
      let isNeat = substance.casNumbers.contains(where: cas.contains)
      let percent = isNeat ? 100 : inside(Set(cas))
      if percent > 0 { examined.lawPercents.append((place, percent)) }
    }
    let touched = substance.casNumbers + substance.casNumbers.flatMap { (freed[$0] ?? [:]).keys }
    for ban in bans where touched.contains(ban["cas"]) {
      examined.refused.append(ban["standard"].isEmpty ? ban["basis"] : ban["standard"])
    }
    examined.allergenPercents = allergenPercents(of: substance, parts: parts)
    return examined
  }

  private func note(
    _ verdict: Verdict?, of place: Int, percent: Double, in examined: inout Examined
  ) {
    let standard = standards[place]
    let id = standard["id"]
    switch verdict {
    case .prohibited: examined.refused.append(id)
    case .unknown:
      if standard["type"].contains("prohibition") {
        examined.refused.append(id)
      } else {
        examined.refusedWhereLimited.append(place)
      }
    case .applies, .exempt, nil:
      let isForbidden = isForbiddenNeat(standard) && limitCells[id] == nil && grades[id] == nil
      if isForbidden && percent > 0 { examined.refused.append(id) }
    }
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
      && (limitCells[standard["id"]] == nil || standard["scope"] == "traces")
  }

  private func allergenPercents(
    of substance: Substance, parts: [String: Double]
  ) -> [(allergen: Int, percent: Double)] {
    func owners(_ cas: String) -> [Int] {
      allergens.indices.filter { numbers[allergens[$0]["label"]]?.contains(cas) ?? false }
    }
    let own = substance.casNumbers.map(owners)
    let certain = own.filter { $0.count == 1 }.flatMap { $0 }
    let whole = Set(certain.isEmpty ? own.flatMap { $0 } : certain)
    var percents: [Int: Double] = [:]
    for (cas, percent) in parts {
      for owner in owners(cas) { percents[owner, default: 0] += percent }
    }
    let keys = [substance.annexName ?? ""] + substance.casNumbers
    for row in keys.lazy.compactMap({ allergenShares[$0] }).first ?? [] {
      guard let owner = allergens.firstIndex(where: { $0["label"] == row["label"] }) else {
        continue
      }
      percents[owner, default: 0] += row.number("percent")
    }
    var composed: [Int: Double] = [:]
    for (casNumbers, percent) in substance.composition {
      for owner in Set(casNumbers.flatMap(owners)) { composed[owner, default: 0] += percent }
    }
    percents.merge(composed, uniquingKeysWith: max)
    for owner in whole { percents[owner] = 100 }
    return percents.keys.sorted().map { ($0, min(100, percents[$0] ?? 0)) }
  }
}
