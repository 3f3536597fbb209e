/// A concentrate as a search moves it: few lines above zero, the solvent taking what they leave.
///
/// Invariant: `lines` ascend by index, each once and above zero; the solvent is not among them.
struct Blend: Sendable, Equatable {
  struct Line: Sendable, Equatable {
    /// Position among the eligible materials of the space.
    var index: Int

    /// Part of the concentrate, 0...1.
    var share: Double
  }

  var lines: [Line]

  /// What the lines leave of the concentrate.
  var solventShare: Double { 1 - lines.reduce(0) { $0 + $1.share } }

  /// Lines of the formula, the solvent's included.
  var lineCount: Int { lines.count + 1 }

  func share(of index: Int) -> Double {
    position(of: index).map { lines[$0].share } ?? 0
  }

  func holds(_ index: Int) -> Bool { position(of: index) != nil }

  private func position(of index: Int) -> Int? {
    lines.firstIndex { $0.index >= index }.flatMap { lines[$0].index == index ? $0 : nil }
  }

  /// The blend after `length` steps; lines that end at zero are gone.
  func moved(along steps: [Step], by length: Double) -> Blend {
    var lines = lines
    for step in steps where step.rate != 0 {
      if let place = lines.firstIndex(where: { $0.index >= step.index }) {
        if lines[place].index == step.index {
          lines[place].share += length * step.rate
        } else {
          lines.insert(Line(index: step.index, share: length * step.rate), at: place)
        }
      } else {
        lines.append(Line(index: step.index, share: length * step.rate))
      }
    }
    lines.removeAll { $0.share <= 0 }
    return Blend(lines: lines)
  }

  /// What to step along, once, to come to `other`.
  func steps(to other: Blend) -> [Step] {
    var steps: [Step] = []
    var rest = other.lines[...]
    for line in lines {
      while let next = rest.first, next.index < line.index {
        steps.append(Step(index: next.index, rate: next.share))
        rest.removeFirst()
      }
      var rate = -line.share
      if let next = rest.first, next.index == line.index {
        rate += next.share
        rest.removeFirst()
      }
      steps.append(Step(index: line.index, rate: rate))
    }
    return steps + rest.map { Step(index: $0.index, rate: $0.share) }
  }
}

/// How one line of a blend changes along a direction; the solvent takes up the sum.
struct Step: Sendable, Equatable {
  var index: Int
  var rate: Double
}
