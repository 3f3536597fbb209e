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
      .filter { !prohibited.contains($0.id) }
    let overLimit = limited.filter { !$0.pass }.map { verdict in
      Violation(
        kind: .overLimit, substance: verdict.substance, standard: verdict.standard,
        verdict: verdict.id, basis: verdict.basis, percentInProduct: verdict.percentInProduct,
        limitPercent: verdict.limitPercent, materials: verdict.sources.map(\.material))
    }
    return LegalityReport(
      amendment: amendment, edition: tables.edition, category: categoryName(of: product),
      verdicts: excluded.map(\.verdict) + limited,
      violations: excluded.map(\.violation) + overLimit,
      certificates: weighed.flatMap(\.rules.certificates),
      notices: notices(for: formula, weighed: weighed))
  }

  private func verdicts(
    on weighed: [WeighedMaterial], product: Product
  ) -> [Verdict] {
    let use = Self.use(of: product)
    var loads = Array(repeating: 0.0, count: bounds.count)
    var bringers: [[(item: Int, share: Double)]] = Array(repeating: [], count: bounds.count)
    for (place, item) in weighed.enumerated() {
      for entry in item.rules.entries where bounds[entry.bound].limits[use] != nil {
        loads[entry.bound] += entry.coefficient * item.share
        bringers[entry.bound].append((place, entry.share * item.share))
      }
    }
    let percentPerShare = 100 * product.dosage.fraction
    var found: [Verdict] = []
    for place in bounds.indices where loads[place] > 0 {
      let bound = bounds[place]
      guard let limit = bound.limits[use] else { continue }
      let percentOfLimit = 100 * loads[place] * percentPerShare / limit.percent
      found.append(
        Verdict(
          id: bound.id, substance: bound.substance, standard: bound.standard,
          standards: bound.standards, edition: bound.edition, basis: limit.basis,
          percentInProduct: bringers[place].reduce(0) { $0 + $1.share } * percentPerShare,
          limitPercent: bound.isFractions ? nil : limit.percent,
          percentOfLimit: limit.percent > 0 ? percentOfLimit : nil,
          ifraLimitPercent: bound.isFractions ? nil : limit.ifraPercent,
          sources: bringers[place].map { item, share in
            Contribution(weighed[item].material, percentInProduct: share * percentPerShare)
          }.mostFirst,
          pass: LegalRegion.Cap.holds(
            loads[place],
            limit: Self.concentrateLimit(percent: limit.percent, product: product))))
    }
    return found
  }

  private func exclusions(
    in weighed: [WeighedMaterial], product: Product
  ) -> [(verdict: Verdict, violation: Violation)] {
    let use = Self.use(of: product)
    return weighed.flatMap { item in
      exclusions(of: item.rules, in: use).map { exclusion in
        let percent = 100 * product.dosage.fraction * item.share
        let place = tables.standardPlaces[exclusion.standard]
        let verdict = Verdict(
          id: "\(exclusion.standard):\(item.material.id.rawValue)",
          substance: exclusion.substance, standard: exclusion.standard,
          standards: place == nil ? [] : [exclusion.standard],
          edition: place.map { tables.standards[$0].edition }, basis: exclusion.basis,
          percentInProduct: percent, limitPercent: 0, percentOfLimit: nil, ifraLimitPercent: nil,
          sources: [Contribution(item.material, percentInProduct: percent)], pass: false)
        let violation = Violation(
          kind: .excluded(exclusion.kind), substance: exclusion.substance,
          standard: exclusion.standard, verdict: verdict.id, basis: exclusion.basis,
          percentInProduct: percent, limitPercent: 0, materials: [item.material.id])
        return (verdict, violation)
      }
    }
  }

  private func notices(for formula: Formula, weighed: [WeighedMaterial]) -> [String] {
    var found = [
      "Not legal advice. Constituents of naturals are counted by typical shares; supplier "
        + "documents prevail.",
      "Limits are those of IFRA Amendment \(amendment), notified \(tables.edition.notified), for "
        + "new creations from \(tables.edition.newCreationsFrom) and existing ones from "
        + "\(tables.edition.existingCreationsFrom); a later amendment may be in force.",
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
    let analysed = weighed.filter { $0.bergaptenPpm != nil }.map(\.material.name)
    if !analysed.isEmpty {
      found.append(
        "Bergapten was taken as analysed for \(analysed.joined(separator: ", ")), in place of the "
          + "limits on oils whose furocoumarins are not known.")
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
