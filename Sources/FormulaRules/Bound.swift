internal import Perfumery

/// One limited quantity: a substance, a group or a sum of fractions, with its limit by use.
///
/// A use is a product, in the order of `ProductCategory.allCases`, or after those an IFRA category
/// taken alone.
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

  /// The id of the standard, `sum:` and the name of a sum, or `law:` and the substance.
  var id: String
  var substance: String

  /// The IFRA Standard that sets the rule, or the law where IFRA sets none.
  var standard: String

  /// Ids of all standards that count, that of the rule first; empty where the law stands alone.
  var standards: [String]

  /// The edition of the standard that sets the rule.
  var edition: StandardEdition?
  var members: [Member] = []

  /// Registry numbers that count where the law alone limits the substance.
  var casNumbers: Set<String> = []

  /// Whether the quantity is a sum of fractions of different limits.
  var isFractions = false

  /// By use; nil where nothing limits the quantity.
  var limits: [Limit?] = []
}

/// Joins the standards, the sums and the law into bounds.
struct BoundBuilder {
  let tables: RuleTables
  private let uses: [RuleTables.ProductRule]

  init(tables: RuleTables) throws(RuleError) {
    self.tables = tables
    var uses: [RuleTables.ProductRule] = []
    for product in ProductCategory.allCases {
      guard let rule = tables.products[product] else { throw .missingProduct(product.rawValue) }
      uses.append(rule)
    }
    self.uses = uses + tables.categories
  }

  /// Every bound that limits some use: standards, then sums, then law alone.
  func bounds() -> [Bound] {
    var found: [Bound] = []
    for (place, standard) in tables.standards.enumerated() where !standard.limits.isEmpty {
      found.append(
        Bound(
          id: standard.id, substance: standard.name, standard: standard.id,
          standards: [standard.id], edition: standard.edition,
          members: [Bound.Member(standard: place, weight: 1)],
          limits: limits(of: place, joining: standard.id)))
    }
    for sum in tables.sums {
      switch sum.kind {
      case .sum: found.append(plain(sum))
      case .fractions: found += fractions(sum)
      }
    }
    var seen: Set<String> = []
    for law in tables.lawLimits where law.joins == nil && seen.insert(law.substance).inserted {
      let rows = tables.lawLimits.filter { $0.joins == nil && $0.substance == law.substance }
      found.append(
        Bound(
          id: "law:\(law.substance)", substance: law.substance, standard: law.basis,
          standards: [], casNumbers: Set(law.casNumbers),
          limits: uses.map { limit(in: $0, laws: rows) { _ in nil } }))
    }
    return found.filter { bound in bound.limits.contains { $0 != nil } }
  }

  private func bound(of sum: RuleTables.Sum, _ members: [Bound.Member]) -> Bound {
    let place = tables.standardPlaces[sum.standard]
    return Bound(
      id: "sum:\(sum.id)", substance: sum.name, standard: sum.standard,
      standards: [sum.standard] + sum.members.filter { $0 != sum.standard },
      edition: place.map { tables.standards[$0].edition }, members: members)
  }

  private func plain(_ sum: RuleTables.Sum) -> Bound {
    let members = sum.members.compactMap { tables.standardPlaces[$0] }
    var bound = bound(of: sum, members.map { Bound.Member(standard: $0, weight: 1) })
    if let limiting = tables.standardPlaces[sum.standard] {
      bound.limits = limits(of: limiting, joining: sum.id)
    }
    return bound
  }

  /// A bound for each set of limits that the members have in some use.
  ///
  /// sum(share_i / limit_i) <= 1 is sum(share_i * strictest / limit_i) <= strictest, so the weights
  /// depend on the limits: uses with equal limits share a bound, and no use has two. The strictest
  /// is that of the naturals; what the sum's own standard limits, such as bergapten, weighs more.
  private func fractions(_ sum: RuleTables.Sum) -> [Bound] {
    let places = (sum.members + [sum.standard]).compactMap { tables.standardPlaces[$0] }
    let percents = uses.map { use in
      places.map { place in
        let cells = use.categories.compactMap {
          tables.standards[place].limits.isEmpty
            ? 0 : tables.standards[place].limits[$0.index].highestPercent
        }
        return cells.min() ?? 0
      }
    }
    var found: [Bound] = []
    var seen: Set<[Double]> = []
    for own in percents where own.contains(where: { $0 > 0 }) && seen.insert(own).inserted {
      // A member that is free or prohibited in these uses has no fraction to add.
      let naturals = own.dropLast().filter { $0 > 0 }
      guard let strictest = naturals.min() ?? own.last else { continue }
      var bound = bound(
        of: sum,
        zip(places, own).filter { $0.1 > 0 }.map {
          Bound.Member(standard: $0, weight: strictest / $1)
        })
      bound.isFractions = true
      bound.limits = zip(uses, percents).map { use, percents in
        guard percents == own else { return nil }
        return limit(in: use, laws: []) { category in
          places.contains {
            !tables.standards[$0].limits.isEmpty
              && tables.standards[$0].limits[category.index].highestPercent != nil
          } ? strictest : nil
        }
      }
      found.append(bound)
    }
    return found
  }

  /// The limits of a standard in every use, with the law that joins it or its sum.
  private func limits(of standard: Int, joining id: String) -> [Bound.Limit?] {
    let laws = tables.lawLimits.filter { $0.joins == id }
    let cells = tables.standards[standard].limits
    return uses.map { use in
      limit(in: use, laws: laws) { cells.isEmpty ? nil : cells[$0.index].highestPercent }
    }
  }

  /// The lower of IFRA's limit and the law's in one use.
  private func limit(
    in use: RuleTables.ProductRule, laws: [RuleTables.LawLimit], ifra: (IFRACategory) -> Double?
  ) -> Bound.Limit? {
    var limit: Bound.Limit?
    for name in use.categories {
      guard let percent = ifra(name), percent < limit?.percent ?? .infinity else { continue }
      let basis = "IFRA Amendment \(tables.edition.number), category \(name.rawValue)"
      limit = Bound.Limit(percent: percent, basis: basis, ifraPercent: percent)
    }
    for law in laws where use.lawClass.map(law.classes.contains) ?? false {
      guard law.percent < limit?.percent ?? .infinity else { continue }
      limit = Bound.Limit(percent: law.percent, basis: law.basis, ifraPercent: limit?.ifraPercent)
    }
    return limit
  }
}
