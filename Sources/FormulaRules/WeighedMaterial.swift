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
    let lines = formula.lines
    // A figure that cannot be is no analysis: the oil then counts by its own limit.
    let analyses = lines.map { line in
      line.bergaptenPpm.flatMap { (0...1_000_000).contains($0) ? $0 : nil }
    }
    // Places are sorted, not lines: a line is large, and this runs for every report.
    let order = lines.indices.filter { lines[$0].share > .zero }.sorted { one, other in
      lines[one].material.id == lines[other].material.id
        ? analyses[one] ?? -1 < analyses[other] ?? -1
        : lines[one].material.id < lines[other].material.id
    }
    let total = order.reduce(0) { $0 + lines[$1].share.millionths }
    var lots: [(place: Int, millionths: Int)] = []
    for place in order {
      if let last = lots.last, lines[last.place].material.id == lines[place].material.id,
        analyses[last.place] == analyses[place],
        lines[last.place].material.isLegallySame(as: lines[place].material)
      {
        lots[lots.count - 1].millionths += lines[place].share.millionths
      } else {
        lots.append((place, lines[place].share.millionths))
      }
    }
    return lots.map { place, millionths in
      WeighedMaterial(
        material: lines[place].material, bergaptenPpm: analyses[place],
        rules: rules(for: lines[place].material, bergaptenPpm: analyses[place]),
        share: Double(millionths) / Double(total))
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
