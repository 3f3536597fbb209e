internal import Perfumery

/// A material with the whole share of the concentrate that a formula's lines give it.
struct WeighedMaterial {
  var material: Material

  /// Analysed in the lot; nil when not analysed.
  var bergaptenPpm: Double?
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
    var lines: [Lot] = []
    for line in formula.lines where line.share > .zero {
      // A figure that cannot be is no analysis: the oil then counts by its own limit.
      let ppm = line.bergaptenPpm.flatMap { (0...1_000_000).contains($0) ? $0 : nil }
      lines.append(Lot(material: line.material, share: line.share, bergaptenPpm: ppm))
    }
    lines.sort {
      $0.material.id == $1.material.id
        ? ($0.bergaptenPpm ?? -1) < ($1.bergaptenPpm ?? -1) : $0.material.id < $1.material.id
    }
    let total = lines.reduce(MassFraction.zero) { $0 + $1.share }
    var merged: [Lot] = []
    for line in lines {
      if let last = merged.last, last.material.id == line.material.id,
        last.bergaptenPpm == line.bergaptenPpm, last.material.isLegallySame(as: line.material)
      {
        merged[merged.count - 1].share = last.share + line.share
      } else {
        merged.append(line)
      }
    }
    return merged.map { lot in
      WeighedMaterial(
        material: lot.material, bergaptenPpm: lot.bergaptenPpm,
        rules: rules(for: lot.material, bergaptenPpm: lot.bergaptenPpm),
        share: Double(lot.share.millionths) / Double(total.millionths))
    }
  }

  private struct Lot {
    var material: Material
    var share: MassFraction
    var bergaptenPpm: Double?
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
