package import Perfumery
import PerfumeryTables

/// What is known about colour, oxidation, hydrolysis and haze of formulas in their products.
///
/// A material counts for its classes with its whole mass. A natural without a class of its own
/// counts with those of its typical constituents that have one.
package struct StabilityBook: Sendable {
  private let tables: StabilityTables
  private let catalogue: Catalogue

  /// The rules compiled into the program.
  ///
  /// - Throws: `malformedTable` when a table is broken or does not fit the catalogue.
  package static func builtIn(catalogue: Catalogue) throws(CatalogueError) -> StabilityBook {
    StabilityBook(
      tables: try StabilityTables(
        classes: TableReader(
          name: "stability_classes", embedded: table_stability_classes(),
          columns: StabilityTables.classColumns),
        rules: TableReader(
          name: "stability_rules", embedded: table_stability_rules(),
          columns: StabilityTables.ruleColumns),
        sources: TableReader(
          name: "stability_sources", embedded: table_stability_sources(),
          columns: StabilityTables.sourceColumns),
        catalogue: catalogue),
      catalogue: catalogue)
  }

  init(tables: StabilityTables, catalogue: Catalogue) {
    self.tables = tables
    self.catalogue = catalogue
  }

  /// What to know before a formula is bottled, in the order of the rules; empty without mass.
  ///
  /// - Parameters:
  ///   - alcoholPercent: pure ethanol in the finished product, by mass.
  ///   - waterPercent: water in the finished product, by mass.
  package func advice(
    on formula: Formula, alcoholPercent: Double, waterPercent: Double
  ) -> [StabilityAdvice] {
    let amounts = self.amounts(in: formula)
    return tables.rules.compactMap { rule in
      guard
        rule.condition.holds(
          formula.product, alcoholPercent: alcoholPercent, waterPercent: waterPercent)
      else { return nil }
      let groups = rule.classes.map { amounts[$0] ?? [] }
      let least = groups.map { $0.reduce(0) { $0 + $1.percent } }.min() ?? 0
      guard least >= rule.notePercent else { return nil }
      return StabilityAdvice(
        rule: rule.name, severity: least >= rule.warningPercent ? .warning : .note,
        materials: Set(groups.joined().map(\.material.id)).sorted(),
        text: Self.fill(rule.english, groups, more: { "\($0) more" }, name: \.name),
        koreanText: Self.fill(
          rule.korean, groups, more: { "그 밖의 \($0)종" }, name: { $0.koreanName ?? $0.name }),
        source: rule.source)
    }
  }

  private struct Amount {
    var material: Material

    /// Of the finished product.
    var percent: Double
  }

  /// How much of each class the product holds, by material in the order of the ids.
  private func amounts(in formula: Formula) -> [StabilityClass: [Amount]] {
    var found: [StabilityClass: [Amount]] = [:]
    for part in formula.proportions.sorted(by: { $0.material.id < $1.material.id }) {
      let percent = 100 * formula.product.dosage.fraction * part.share
      let shares = self.shares(of: part.material)
      for kind in StabilityClass.allCases {
        guard let share = shares[kind] else { continue }
        found[kind, default: []].append(Amount(material: part.material, percent: percent * share))
      }
    }
    return found
  }

  /// The share of a material that is of each class, 0...1.
  private func shares(of material: Material) -> [StabilityClass: Double] {
    var shares: [StabilityClass: Double] = [:]
    for part in material.constituents {
      for kind in tables.classes[part.material] ?? [] {
        shares[kind, default: 0] += part.percent / 100
      }
    }
    for kind in tables.classes[material.id] ?? [] { shares[kind] = 1 }
    return shares
  }

  private static let namedCount = 5

  private static func fill(
    _ text: String, _ groups: [[Amount]], more: (Int) -> String, name: (Material) -> String
  ) -> String {
    var filled = text
    for (mark, group) in zip(["{a}", "{b}"], groups) {
      guard let place = filled.firstRange(of: mark) else { continue }
      let byAmount = group.enumerated().sorted {
        ($1.element.percent, $0.offset) < ($0.element.percent, $1.offset)
      }.map(\.element)
      var names = byAmount.prefix(namedCount).map { name($0.material) }
      if group.count > namedCount { names.append(more(group.count - namedCount)) }
      filled.replaceSubrange(place, with: names.joined(separator: ", "))
    }
    return filled
  }
}

extension StabilityRule.Condition {
  fileprivate func holds(
    _ product: Product, alcoholPercent: Double, waterPercent: Double
  ) -> Bool {
    switch self {
    case .always: true
    case .waterAbove(let percent): waterPercent > percent
    case .strengthUpTo(let percent):
      alcoholPercent > 0 && waterPercent > 0
        && 100 * alcoholPercent <= percent * (alcoholPercent + waterPercent)
    case .product(let category): product.category == category
    }
  }
}
