import SeededRandom

/// Random moves inside a space: what a search samples, crosses and mutates with.
///
/// Every move is a direction with a ratio test; one that finds no way leaves the blend as it was.
struct BlendMoves: Sendable {
  let space: BlendSpace

  /// Running sums of the chances of the pool's materials to be tried, the last one 1.
  private let chances: [Double]

  /// - Parameter interest: how much each eligible material has to do with what is looked for, above
  ///   0, by eligible position.
  init(space: BlendSpace, interest: [Double]) {
    self.space = space
    var sum = 0.0
    var sums: [Double] = []
    for index in space.pool {
      sum += max(1e-6, interest[index])
      sums.append(sum)
    }
    chances = sums.map { $0 / sum }
  }

  /// Steps of hit-and-run: a random direction through the blend, a uniform point on its chord.
  func walked(_ blend: Blend, steps count: Int, using random: inout SplitMix64) -> Blend {
    var blend = blend
    for _ in 0..<count {
      var steps = direction(of: blend, lines: blend.lines.count, using: &random)
      let forth = space.reach(of: blend, along: steps, upTo: .infinity)
      let turned = steps.map { Step(index: $0.index, rate: -$0.rate) }
      let back = space.reach(of: blend, along: turned, upTo: .infinity)
      var length = random.nextUnit() * (forth + back) - back
      if length < 0 {
        steps = turned
        length = -length
      }
      blend = space.moved(blend, along: steps, upTo: length) ?? blend
    }
    return blend
  }

  /// One to three of the small changes a perfumer tries.
  func mutated(_ blend: Blend, using random: inout SplitMix64) -> Blend {
    var blend = blend
    repeat {
      let draw = random.nextUnit()
      let next =
        if draw < 0.22 {
          replaced(blend, using: &random)
        } else if draw < 0.37 {
          added(blend, using: &random)
        } else if draw < 0.50 {
          removed(blend, using: &random)
        } else if draw < 0.62 {
          transferred(blend, using: &random)
        } else if draw < 0.68 {
          scaled(blend, using: &random)
        } else {
          shifted(blend, using: &random)
        }
      blend = next ?? blend
    } while random.nextUnit() < 0.4
    return blend
  }

  /// A child between its parents, or one that takes some of its lines from each.
  func crossed(_ first: Blend, _ second: Blend, using random: inout SplitMix64) -> Blend {
    if random.nextUnit() < 0.4 {
      return space.blend(first, second, weight: random.nextUnit()) ?? first
    }
    let part = random.nextUnit()
    let steps = first.steps(to: second).filter { _ in random.nextUnit() < part }
    return space.moved(first, along: steps) ?? first
  }

  /// A few lines by a factor each, up or down.
  private func shifted(_ blend: Blend, using random: inout SplitMix64) -> Blend? {
    let count = min(blend.lines.count, 1 + Int(4 * random.nextUnit()))
    return space.moved(
      blend, along: direction(of: blend, lines: count, using: &random),
      upTo: 0.02 + 1.2 * random.nextUnit())
  }

  /// Rates of the size of the lines themselves, or of a dose where that is more, for some lines.
  private func direction(
    of blend: Blend, lines count: Int, using random: inout SplitMix64
  ) -> [Step] {
    var left = blend.lines.count
    var wanted = count
    var steps: [Step] = []
    for line in blend.lines {
      // Each subset of `count` lines has the same chance.
      if Double(wanted) > random.nextUnit() * Double(left) {
        let size = max(line.share, 0.1 * space.doses[line.index])
        steps.append(Step(index: line.index, rate: size * (2 * random.nextUnit() - 1)))
        wanted -= 1
      }
      left -= 1
    }
    return steps
  }

  private func transferred(_ blend: Blend, using random: inout SplitMix64) -> Blend? {
    guard blend.lines.count > 1 else { return nil }
    let from = blend.lines[pick(blend.lines.count, &random)]
    let to = blend.lines[pick(blend.lines.count, &random)]
    guard from.index != to.index else { return nil }
    let mass = from.share * random.nextUnit()
    // Mass for mass, or dose for dose: a gram of musk does not stand for one of aldehyde.
    let factor =
      random.nextUnit() < 0.5 ? 1 : space.doses[to.index] / space.doses[from.index]
    return space.moved(
      blend,
      along: [
        Step(index: from.index, rate: -mass), Step(index: to.index, rate: mass * factor),
      ])
  }

  private func scaled(_ blend: Blend, using random: inout SplitMix64) -> Blend? {
    let factor = 0.6 * random.nextUnit() - 0.3
    return space.moved(
      blend, along: blend.lines.map { Step(index: $0.index, rate: factor * $0.share) })
  }

  private func added(_ blend: Blend, using random: inout SplitMix64) -> Blend? {
    let index = newcomer(&random)
    guard !blend.holds(index) else { return nil }
    let share = space.doses[index] * (0.05 + 1.5 * random.nextUnit())
    return space.moved(blend, along: [Step(index: index, rate: share)])
  }

  private func removed(_ blend: Blend, using random: inout SplitMix64) -> Blend? {
    guard blend.lineCount > Formulation.fewestLines else { return nil }
    return space.without(blend.lines[pick(blend.lines.count, &random)].index, in: blend)
  }

  /// A material of the pool in the place of a line, as many doses or a few more or less.
  private func replaced(_ blend: Blend, using random: inout SplitMix64) -> Blend? {
    let index = newcomer(&random)
    guard !blend.lines.isEmpty, !blend.holds(index) else { return nil }
    let line = blend.lines[pick(blend.lines.count, &random)]
    let factor = space.doses[index] / space.doses[line.index] * (0.3 + 1.4 * random.nextUnit())
    return space.moved(
      blend,
      along: [
        Step(index: line.index, rate: -line.share),
        Step(index: index, rate: factor * line.share),
      ])
  }

  private func newcomer(_ random: inout SplitMix64) -> Int {
    let draw = random.nextUnit()
    var low = 0
    var high = chances.count - 1
    while low < high {
      let middle = (low + high) / 2
      if chances[middle] > draw { high = middle } else { low = middle + 1 }
    }
    return space.pool[low]
  }

  private func pick(_ count: Int, _ random: inout SplitMix64) -> Int {
    Int(random.nextUnit() * Double(count))
  }
}
