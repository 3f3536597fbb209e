package import Perfumery

extension RuleBook {
  /// How a formula stands to every limit in its finished product.
  ///
  /// Lines that do not sum to 1000 parts are read as shares of their actual total; a formula
  /// without mass has no verdicts.
  package func report(on formula: Formula) -> LegalityReport {
    let weighed = weigh(formula)
    let product = formula.product
    let excluded = exclusions(in: weighed, product: product)
    // Where a standard's substance is excluded its limit has nothing left to say.
    let prohibited = Set(excluded.map(\.verdict.standard))
    let limited = verdicts(on: weighed, product: product)
      .filter { !prohibited.contains($0.standard) }
    let overLimit = limited.filter { !$0.pass }.map { verdict in
      Violation(
        kind: .overLimit, substance: verdict.substance, standard: verdict.standard,
        basis: verdict.basis, percentInProduct: verdict.percentInProduct,
        limitPercent: verdict.limitPercent, materials: verdict.sources.map(\.material))
    }
    return LegalityReport(
      amendment: amendment, category: categoryName(of: product),
      verdicts: excluded.map(\.verdict) + limited,
      violations: excluded.map(\.violation) + overLimit,
      certificates: weighed.flatMap(\.rules.certificates),
      notices: notices(for: formula, weighed: weighed))
  }

  private func verdicts(
    on weighed: [WeighedMaterial], product: Product
  ) -> [Verdict] {
    var loads = Array(repeating: 0.0, count: bounds.count)
    var amounts = loads
    for item in weighed {
      for entry in item.rules.entries {
        loads[entry.bound] += entry.coefficient * item.share
        amounts[entry.bound] += entry.share * item.share
      }
    }
    let percentPerShare = 100 * product.dosage.fraction
    var found: [Verdict] = []
    for (place, bound) in bounds.enumerated() where loads[place] > 0 {
      guard let limit = limit(of: place, in: product) else { continue }
      let cap = LegalRegion.Cap(
        id: bound.id, substance: bound.substance, standard: bound.standard, basis: limit.basis,
        coefficients: [],
        limit: Self.concentrateLimit(percent: limit.percent, product: product))
      let percentOfLimit = 100 * loads[place] * percentPerShare / limit.percent
      found.append(
        Verdict(
          substance: bound.substance, standard: bound.standard, basis: limit.basis,
          percentInProduct: amounts[place] * percentPerShare,
          limitPercent: bound.isFractions ? nil : limit.percent,
          percentOfLimit: limit.percent > 0 ? percentOfLimit : nil,
          ifraLimitPercent: bound.isFractions ? nil : limit.ifraPercent,
          sources: sources(of: place, in: weighed, percentPerShare: percentPerShare),
          pass: cap.holds(loads[place])))
    }
    return found
  }

  private func sources(
    of bound: Int, in weighed: [WeighedMaterial], percentPerShare: Double
  ) -> [Contribution] {
    weighed.compactMap { item -> Contribution? in
      guard let entry = item.rules.entries.first(where: { $0.bound == bound }) else { return nil }
      return Contribution(
        material: item.material.id, name: item.material.name,
        percentInProduct: entry.share * item.share * percentPerShare)
    }.mostFirst
  }

  private func exclusions(
    in weighed: [WeighedMaterial], product: Product
  ) -> [(verdict: Verdict, violation: Violation)] {
    weighed.flatMap { item in
      exclusions(of: item.rules, in: product).map { exclusion in
        let percent = 100 * product.dosage.fraction * item.share
        let source = Contribution(
          material: item.material.id, name: item.material.name, percentInProduct: percent)
        let verdict = Verdict(
          substance: exclusion.substance, standard: exclusion.standard, basis: exclusion.basis,
          percentInProduct: percent, limitPercent: 0, percentOfLimit: nil, ifraLimitPercent: nil,
          sources: [source], pass: false)
        let violation = Violation(
          kind: .excluded(exclusion.kind), substance: exclusion.substance,
          standard: exclusion.standard, basis: exclusion.basis, percentInProduct: percent,
          limitPercent: 0, materials: [item.material.id])
        return (verdict, violation)
      }
    }
  }

  private func notices(for formula: Formula, weighed: [WeighedMaterial]) -> [String] {
    var found = [
      "Not legal advice. Constituents of naturals are counted by typical shares; supplier "
        + "documents prevail.",
      "Limits are those of IFRA Amendment \(amendment); a later amendment may be in force.",
    ]
    if tables.products[formula.product.category]?.lawClass == nil {
      found.append(
        "Of the law, only the EU and GB lists of prohibited cosmetic ingredients were applied: "
          + "this product is not a cosmetic, and classification and labelling of mixtures (CLP) "
          + "is not covered.")
    } else {
      found.append(
        "EU and GB law is covered for \(tables.lawLimits.count) limits and \(tables.bans.count) "
          + "prohibited registry numbers of Annexes II and III, not for the whole annexes, and "
          + "for no other country.")
    }
    let unknown = weighed.filter(\.rules.lacksConstituents).map(\.material.name)
    if !unknown.isEmpty {
      found.append(
        "No shares of restricted constituents are known for \(unknown.joined(separator: ", ")): "
          + "ask the supplier.")
    }
    if !weighed.isEmpty && formula.total != .one {
      let parts = Double(formula.total.millionths) / 1000
      found.append(
        "The lines sum to \(parts) parts per thousand; shares are of that total.")
    }
    if weighed.isEmpty { found.append("The formula has no mass, so there is nothing to judge.") }
    return found
  }
}
