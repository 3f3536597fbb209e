internal import Perfumery

/// One limited quantity: a substance, a group or a sum of fractions, with its limit by product.
struct Bound: Sendable {
  struct Limit: Sendable, Hashable {
    /// Of the finished product.
    var percent: Double
    var basis: String

    /// What IFRA alone would allow; nil when only the law limits it.
    var ifraPercent: Double?
  }

  /// A standard that counts towards the quantity; the weight is 1 but in a sum of fractions.
  struct Member: Sendable {
    var standard: Int
    var weight: Double
  }

  var id: String
  var substance: String
  var standard: String
  var members: [Member]

  /// Registry numbers that count where the law alone limits the substance.
  var casNumbers: Set<String> = []

  /// Whether the quantity is a sum of fractions of different limits.
  var isFractions = false

  /// By the position of the product category; nil where nothing limits the quantity.
  var limits: [Limit?] = []
}

/// Joins the standards, the sums and the law into bounds.
struct BoundBuilder {
  let tables: RuleTables
  let amendment: String
  private let places: [String: Int]

  init(tables: RuleTables, amendment: String) {
    self.tables = tables
    self.amendment = amendment
    places = Dictionary(
      uniqueKeysWithValues: tables.standards.enumerated().map { ($1.id, $0) })
  }

  /// Every bound that limits some product: standards, then sums, then law alone.
  func bounds() throws(RuleError) -> [Bound] {
    var found: [Bound] = []
    for (place, standard) in tables.standards.enumerated() where !standard.limits.isEmpty {
      var bound = Bound(
        id: standard.id, substance: standard.name, standard: standard.id,
        members: [Bound.Member(standard: place, weight: 1)])
      bound.limits = try limits(joining: standard.id) { standard.limits[$0.index].highestPercent }
      found.append(bound)
    }
    for sum in tables.sums { found.append(try self.sum(sum)) }
    var seen: Set<String> = []
    for law in tables.lawLimits where law.joins == nil && seen.insert(law.substance).inserted {
      var bound = Bound(
        id: "law:\(law.substance)", substance: law.substance, standard: law.basis, members: [],
        casNumbers: Set(law.casNumbers))
      bound.limits = try limits(
        laws: tables.lawLimits.filter { $0.joins == nil && $0.substance == law.substance }
      ) { _ in nil }
      found.append(bound)
    }
    return found.filter { bound in bound.limits.contains { $0 != nil } }
  }

  private func sum(_ sum: RuleTables.Sum) throws(RuleError) -> Bound {
    let members = sum.members.compactMap { places[$0] }
    var bound = Bound(
      id: "sum:\(sum.id)", substance: sum.name, standard: "sum:\(sum.id)", members: [])
    if let limiting = sum.limitOf.flatMap({ places[$0] }) {
      bound.members = members.map { Bound.Member(standard: $0, weight: 1) }
      bound.limits = try limits(joining: sum.id) {
        tables.standards[limiting].limits[$0.index].highestPercent
      }
      return bound
    }
    // sum(share_i / limit_i) <= 1 is sum(share_i * strictest / limit_i) <= strictest; the weights
    // are the same in every category because each oil has one limit wherever light reaches it.
    let tablesOfLimits = members.map { tables.standards[$0].limits }
    let own = tablesOfLimits.map { limits in limits.compactMap(\.highestPercent).max() ?? 0 }
    let strictest = own.min() ?? 0
    for category in IFRACategory.allCases {
      let cells = tablesOfLimits.map { $0[category.index].highestPercent }
      guard cells == own.map(Optional.some) || cells.allSatisfy({ $0 == nil }) else {
        throw .unequalFractions(sum: sum.id, category: category.rawValue)
      }
    }
    bound.isFractions = true
    bound.members = zip(members, own).map {
      Bound.Member(standard: $0, weight: strictest / $1)
    }
    bound.limits = try limits(joining: sum.id) { category in
      tablesOfLimits.first?[category.index].highestPercent.map { _ in strictest }
    }
    return bound
  }

  private func limits(
    joining id: String, ifra: (IFRACategory) -> Double?
  ) throws(RuleError) -> [Bound.Limit?] {
    try limits(laws: tables.lawLimits.filter { $0.joins == id }, ifra: ifra)
  }

  /// The lower of IFRA's limit and the law's for every product.
  private func limits(
    laws: [RuleTables.LawLimit], ifra: (IFRACategory) -> Double?
  ) throws(RuleError) -> [Bound.Limit?] {
    var found: [Bound.Limit?] = []
    for category in ProductCategory.allCases {
      guard let rule = tables.products[category] else {
        throw .missingProduct(category.rawValue)
      }
      var limit: Bound.Limit?
      for name in rule.categories {
        guard let percent = ifra(name), percent < limit?.percent ?? .infinity else { continue }
        let basis = "IFRA Amendment \(amendment), category \(name.rawValue)"
        limit = Bound.Limit(percent: percent, basis: basis, ifraPercent: percent)
      }
      for law in laws where rule.lawClass.map(law.classes.contains) ?? false {
        guard law.percent < limit?.percent ?? .infinity else { continue }
        limit = Bound.Limit(
          percent: law.percent, basis: law.basis, ifraPercent: limit?.ifraPercent)
      }
      found.append(limit)
    }
    return found
  }
}
