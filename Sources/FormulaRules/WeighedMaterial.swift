internal import Perfumery

/// A material with the whole share of the concentrate that a formula's lines give it.
struct WeighedMaterial {
  var material: Material
  var rules: MaterialRules

  /// Share of what the lines add up to, 0...1.
  var share: Double
}

extension RuleBook {
  /// The materials of a formula in the order of their ids, each once.
  ///
  /// Shares are of the actual total, so a formula whose lines do not sum to 1000 parts is read as
  /// the proportions it states. Lines of nothing are left out; without any mass there is nothing.
  func weigh(_ formula: Formula) -> [WeighedMaterial] {
    let lines = formula.lines.filter { $0.share > .zero }
      .sorted { $0.material.id < $1.material.id }
    let total = lines.reduce(MassFraction.zero) { $0 + $1.share }
    var merged: [(material: Material, share: MassFraction)] = []
    for line in lines {
      if let last = merged.last, last.material.id == line.material.id,
        last.material.isLegallySame(as: line.material)
      {
        merged[merged.count - 1].share = last.share + line.share
      } else {
        merged.append((line.material, line.share))
      }
    }
    return merged.map { material, share in
      WeighedMaterial(
        material: material, rules: rules(for: material),
        share: Double(share.millionths) / Double(total.millionths))
    }
  }
}

extension [Contribution] {
  /// Most first; equal ones by id.
  var mostFirst: [Contribution] {
    sorted {
      $0.percentInProduct != $1.percentInProduct
        ? $0.percentInProduct > $1.percentInProduct : $0.material < $1.material
    }
  }
}
