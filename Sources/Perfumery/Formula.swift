/// One line of a formula.
package struct FormulaLine: Sendable, Hashable {
  package var material: Material

  /// Share of the concentrate of the neat material, without any solvent it is diluted in.
  package var share: MassFraction

  /// Strength of the dilution in which the line is weighed, in percent; 100 when weighed neat.
  ///
  /// The solvent of the dilution is part of the formula's solvent line.
  package var dilutionPercent: Double

  /// Bergapten (5-methoxypsoralen) that the supplier found in this lot, in parts per million.
  ///
  /// 0...1,000,000; nil when the lot was not analysed.
  package var bergaptenPpm: Double?

  package init(
    material: Material, share: MassFraction, dilutionPercent: Double = 100,
    bergaptenPpm: Double? = nil
  ) {
    self.material = material
    self.share = share
    self.dilutionPercent = dilutionPercent
    self.bergaptenPpm = bergaptenPpm
  }
}

/// A perfume: what is weighed together into a concentrate, and the product it is made for.
///
/// A composed formula's shares sum to exactly `MassFraction.one`. One read from a file may sum to
/// something else; `total` says.
package struct Formula: Sendable, Hashable {
  package var product: Product
  package var lines: [FormulaLine]

  package init(product: Product, lines: [FormulaLine]) {
    self.product = product
    self.lines = lines
  }

  package var total: MassFraction {
    lines.reduce(.zero) { $0 + $1.share }
  }

  /// Each material of which there is any, once, in the order of the lines.
  ///
  /// `share` is of what the lines add up to, above 0...1, so a formula that does not sum to
  /// 1000 parts is read as the proportions it states. Empty without mass.
  package var proportions: [(material: Material, share: Double)] {
    var places: [MaterialID: Int] = [:]
    var found: [(material: Material, millionths: Int)] = []
    for line in lines where line.share > .zero {
      if let place = places[line.material.id] {
        found[place].millionths += line.share.millionths
      } else {
        places[line.material.id] = found.count
        found.append((line.material, line.share.millionths))
      }
    }
    let total = found.reduce(0) { $0 + $1.millionths }
    return found.map { ($0.material, Double($0.millionths) / Double(total)) }
  }
}
