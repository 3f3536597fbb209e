extension IndependentChecker {
  /// What was found, by the id of a standard, `sum:` with the name of a sum, or `law:` with the
  /// name of a substance.
  package struct Findings {
    /// 100 is the limit.
    package var percentOfLimit: [String: Double] = [:]

    /// The standard or the law that an id stands for.
    package var standards: [String: String] = [:]

    /// Prohibited, or refused for its grade.
    package var refused: Set<String> = []

    /// Ids that are refused or over their limit, sorted.
    package var violations: [String] {
      let over = percentOfLimit.filter { $0.value > 100 * (1 + 1e-9) }.map(\.key)
      return Set(over).union(refused).sorted()
    }
  }

  /// Judges a formula in a product, or in an IFRA category by its name; the fractions sum to 1.
  package func findings(
    in use: String, dosagePercent: Double, lines: [Line]
  ) -> Findings {
    var findings = Findings()
    guard let limits = limits[use] else { return findings }
    let amounts = amounts(in: lines, dosagePercent: dosagePercent)
    let oils = Set(sums.filter(\.isFractions).flatMap(\.members))
    for line in lines where line.fraction > 0 {
      findings.refused.formUnion(line.material.refused)
      for place in line.material.refusedWhereLimited
      where limits.ifraAlone[place] != nil && !(line.bergaptenPpm != nil && oils.contains(place)) {
        findings.refused.insert(standards[place]["id"])
      }
    }
    func note(_ id: String, _ standard: String, _ percent: Double) {
      findings.percentOfLimit[id] = percent
      findings.standards[id] = standard
    }
    for (place, percent) in amounts.enumerated() where percent > 0 {
      guard let limit = limits.standards[place] else { continue }
      note(standards[place]["id"], standards[place]["id"], 100 * percent / limit)
    }
    for (place, sum) in sums.enumerated() {
      let standard = standards[sum.standard]["id"]
      if sum.isFractions {
        let fractions = (sum.members + [sum.standard]).compactMap { member in
          limits.ifraAlone[member].map { amounts[member] / $0 }
        }
        let total = fractions.reduce(0, +)
        if total > 0 { note(sum.id, standard, 100 * total) }
      } else {
        let total = sum.members.reduce(0) { $0 + amounts[$1] }
        if total > 0, let limit = limits.sums[place] { note(sum.id, standard, 100 * total / limit) }
      }
    }
    var underLaw: [Int: Double] = [:]
    for line in lines {
      for (row, percent) in line.material.lawPercents where limits.law[row] != nil {
        underLaw[row, default: 0] += percent * line.fraction * dosagePercent / 100
      }
    }
    for (row, percent) in underLaw where percent > 0 {
      guard let limit = limits.law[row] else { continue }
      note("law:" + law[row]["substance"], law[row]["basis"], 100 * percent / limit)
    }
    for id in findings.refused { findings.percentOfLimit[id] = nil }
    return findings
  }

  /// The most concentrate in percent that an IFRA category allows; nil when none.
  package func highestDosagePercent(in category: String, lines: [Line]) -> Double? {
    let whole = findings(in: category, dosagePercent: 100, lines: lines)
    guard whole.refused.isEmpty else { return nil }
    guard let worst = whole.percentOfLimit.values.max(), worst > 0 else { return 100 }
    return worst.isFinite ? min(100, 1e4 / worst) : nil
  }

  /// What a label has to name, with its percent of the product; Korean names where asked.
  package func labels(
    korean: Bool, rinsedOff: Bool, dosagePercent: Double, lines: [Line]
  ) -> [String: Double] {
    var amounts = Array(repeating: 0.0, count: allergens.count)
    for line in lines {
      for (allergen, percent) in line.material.allergenPercents {
        amounts[allergen] += percent * line.fraction * dosagePercent / 100
      }
    }
    let column = rinsedOff ? "rinseOffPercent" : "leaveOnPercent"
    var found: [String: Double] = [:]
    for (row, amount) in zip(allergens, amounts) where amount > 0 {
      if korean {
        for name in koreanNames
        where name["allergen"] == row["label"] && amount > name.number(column) * (1 + 1e-9) {
          found[name["label"]] = amount
        }
      } else if row["status"] == "declared" && amount > row.number(column) * (1 + 1e-9) {
        found[row["label"]] = amount
      }
    }
    return found
  }

  /// Percent of the product by the position of a standard.
  ///
  /// A lot with analysed bergapten counts with that, and not for the oil it is.
  private func amounts(in lines: [Line], dosagePercent: Double) -> [Double] {
    var amounts = Array(repeating: 0.0, count: standards.count)
    let fractions = sums.filter(\.isFractions)
    let replaced = Set(fractions.flatMap { $0.members + [$0.standard] })
    for line in lines {
      let factor = line.fraction * dosagePercent / 100
      for (place, percent) in line.material.percents
      where line.bergaptenPpm == nil || !replaced.contains(place) {
        amounts[place] += percent * factor
      }
      for sum in fractions { amounts[sum.standard] += (line.bergaptenPpm ?? 0) / 1e4 * factor }
    }
    return amounts
  }
}
