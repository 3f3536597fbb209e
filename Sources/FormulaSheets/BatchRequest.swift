import Perfumery

/// A batch that was asked for, in whole steps of its scale.
struct BatchRequest {
  /// Steps of the concentrate and of all that is made; equal when only concentrate is made.
  struct Steps: Hashable {
    var concentrate: Int
    var whole: Int
  }

  let formula: Formula
  let amount: BatchSheet.Amount
  let scale: Scale
  let stepMicrograms: Int
  let leastSteps: Int
  let limited: Set<MaterialID>

  /// - Throws: `invalidAmount` when it is less than a step or more than the largest batch.
  func steps(of amount: BatchSheet.Amount) throws(SheetError) -> Steps {
    let grams = amount.grams
    guard grams.isFinite, (0...BatchSheet.largestGrams).contains(grams) else {
      throw .invalidAmount(grams: grams, stepGrams: scale.stepGrams)
    }
    let whole = Int((grams * 1e6 / Double(stepMicrograms)).rounded())
    var steps = Steps(concentrate: whole, whole: whole)
    if case .product = amount {
      // Rounded down, so that the product never holds more concentrate than was judged.
      let dosage = Int128(min(1_000_000, formula.product.dosage.millionths))
      steps.concentrate = Int(Int128(whole) * dosage / 1_000_000)
    }
    guard steps.concentrate > 0 else {
      throw .invalidAmount(grams: grams, stepGrams: scale.stepGrams)
    }
    return steps
  }

  /// - Throws: `emptyFormula`, `batchTooSmall` without an amount that would do, `nothingToFillUp`.
  func plan(_ steps: Steps, grams: Double) throws(SheetError) -> BatchPlan {
    var items = merged
    guard !items.isEmpty else { throw .emptyFormula }
    let solvent = items.indices.filter {
      items[$0].line.material.kind == .solvent && items[$0].strength == BatchPlan.neat
        && !items[$0].isLimited
    }.max { (items[$0].line.share, $1) < (items[$1].line.share, $0) }
    let filling = solvent.map { items.remove(at: $0) }
    return try BatchPlan(
      items: items, solvent: filling, stepCount: steps.concentrate, leastSteps: leastSteps,
      grams: grams)
  }

  /// One item for each material and lot, weighed in the strength of its largest line.
  private var merged: [BatchPlan.Item] {
    var items: [BatchPlan.Item] = []
    var largest: [MassFraction] = []
    for line in formula.lines where line.share > .zero {
      let strength = max(1, min(BatchPlan.neat, Int((line.dilutionPercent * 1000).rounded())))
      let place = items.firstIndex {
        $0.line.material == line.material && $0.line.bergaptenPpm == line.bergaptenPpm
      }
      if let place {
        items[place].line.share = items[place].line.share + line.share
        if line.share > largest[place] {
          items[place].strength = strength
          largest[place] = line.share
        }
      } else {
        items.append(
          BatchPlan.Item(
            line: line, isLimited: limited.contains(line.material.id), strength: strength))
        largest.append(line.share)
      }
    }
    return items
  }

  /// An amount of the same kind, of two digits, that can be weighed; nil when none can.
  func sufficientGrams() -> Double? {
    func suffices(_ grams: Double) -> Bool {
      let larger: BatchSheet.Amount
      switch amount {
      case .concentrate: larger = .concentrate(grams: grams)
      case .product: larger = .product(grams: grams)
      }
      do throws(SheetError) {
        _ = try plan(steps(of: larger), grams: grams)
        return true
      } catch {
        return false
      }
    }
    var unit = 1e-6
    while unit < BatchSheet.largestGrams {
      for digits in 10..<100 {
        let grams = Double(digits) * unit
        if grams > amount.grams, suffices(grams) { return grams }
      }
      unit *= 10
    }
    return nil
  }

  /// Steps of what is added to the concentrate, by largest remainders; nothing without a product.
  func productSteps(_ steps: Steps) -> [(line: ProductSheet.Line, stepCount: Int)] {
    let missing = steps.whole - steps.concentrate
    guard missing > 0 else { return [] }
    let lines = ProductSheet(product: formula.product).lines.filter { $0.role != .concentrate }
    let total = lines.reduce(0) { $0 + Int128($1.share.millionths) }
    guard total > 0 else { return [] }
    let exact = lines.map { Int128($0.share.millionths) * Int128(missing) }
    var counts = exact.map { Int($0 / total) }
    let byRemainder = exact.indices.sorted {
      (exact[$1] % total, $0) < (exact[$0] % total, $1)
    }
    for place in byRemainder.prefix(missing - counts.reduce(0, +)) { counts[place] += 1 }
    return Array(zip(lines, counts))
  }
}
