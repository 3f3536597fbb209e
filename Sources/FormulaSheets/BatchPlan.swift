import Perfumery

/// Whole steps of a scale for each line of a formula, in exact arithmetic.
///
/// Every amount is a fraction of whole numbers, compared and rounded without binary error. Lines
/// that are limited are rounded down. With a solvent the others go to the nearest step and the
/// solvent takes what is left; without one the largest remainders are rounded up.
struct BatchPlan {
  struct Item {
    var line: FormulaLine

    /// Whether it may never be weighed above its share.
    var isLimited: Bool

    /// Strength in which it is weighed, in thousandths of a percent.
    var strength = BatchPlan.neat
    var stepCount = 0
  }

  static let neat = 100_000

  /// Dilutions that are prescribed: 10, 1 and 0.1 %.
  static let prescribed = [10_000, 1_000, 100]

  /// In the order of the formula, without the solvent.
  private(set) var items: [Item]

  /// What dilutions are made in and what fills up; nil where the formula has none.
  private(set) var solvent: Item?

  let stepCount: Int
  private let total: Int128
  private let leastSteps: Int

  /// - Throws: `batchTooSmall` without an amount that would do, or `nothingToFillUp`.
  init(
    items: [Item], solvent: Item?, stepCount: Int, leastSteps: Int, grams: Double
  ) throws(SheetError) {
    self.items = items
    self.solvent = solvent
    self.stepCount = stepCount
    self.leastSteps = leastSteps
    total = (items + [solvent].compactMap(\.self)).reduce(0) {
      $0 + Int128($1.line.share.millionths)
    }
    func tooSmall(_ place: Int) -> SheetError {
      .batchTooSmall(material: items[place].line.material.name, grams: grams, sufficientGrams: nil)
    }
    for place in items.indices {
      guard let strength = weakEnough(items[place]) else { throw tooSmall(place) }
      self.items[place].strength = strength
    }
    if let place = strengthenDilutions() { throw tooSmall(place) }
    round()
    guard weighedSteps == stepCount else { throw .nothingToFillUp }
  }

  /// The neat amount that the formula asks for, in steps: a fraction.
  private func ideal(_ item: Item) -> (numerator: Int128, denominator: Int128) {
    (Int128(item.line.share.millionths) * Int128(stepCount), total)
  }

  private func floorSteps(_ item: Item, strength: Int) -> Int {
    let ideal = ideal(item)
    return Int(ideal.numerator * Int128(Self.neat) / (ideal.denominator * Int128(strength)))
  }

  /// The line's own strength where that can be weighed, else the next weaker that can.
  private func weakEnough(_ item: Item) -> Int? {
    let own = item.strength
    return ([own] + Self.prescribed.filter { $0 < own }).first {
      floorSteps(item, strength: $0) >= leastSteps
    }
  }

  /// Solvent inside the dilutions, in steps times `neat`, rounded so that it is never too little.
  private var carried: Int128 {
    items.reduce(0) { $0 + carried(by: $1) }
  }

  private func carried(by item: Item) -> Int128 {
    let ideal = ideal(item)
    let weight = ideal.numerator * Int128(Self.neat) * Int128(Self.neat - item.strength)
    let divisor = ideal.denominator * Int128(item.strength)
    return (weight + divisor - 1) / divisor
  }

  /// Weighs lines stronger until the solvent they bring is no more than the formula holds.
  ///
  /// - Returns: the line that brings most solvent when nothing can be made stronger any more.
  private mutating func strengthenDilutions() -> Int? {
    let available: Int128
    if let solvent {
      let ideal = ideal(solvent)
      available = ideal.numerator * Int128(Self.neat) / ideal.denominator
    } else {
      available = 0
    }
    while carried > available {
      let byCarried = items.indices.filter { items[$0].strength < Self.neat }.sorted {
        (carried(by: items[$1]), $0) < (carried(by: items[$0]), $1)
      }
      var stronger: (place: Int, strength: Int)?
      for place in byCarried where stronger == nil {
        let item = items[place]
        stronger = ([Self.neat] + Self.prescribed).first {
          $0 > item.strength && floorSteps(item, strength: $0) >= leastSteps
        }.map { (place, $0) }
      }
      guard let (place, strength) = stronger else { return byCarried.first ?? 0 }
      items[place].strength = strength
    }
    return nil
  }

  private var weighedSteps: Int {
    items.reduce(solvent?.stepCount ?? 0) { $0 + $1.stepCount }
  }

  private mutating func round() {
    for place in items.indices {
      items[place].stepCount = floorSteps(items[place], strength: items[place].strength)
    }
    let byRemainder = items.indices.filter { !items[$0].isLimited }.sorted {
      (remainder(items[$1]), $0) < (remainder(items[$0]), $1)
    }
    guard solvent != nil else {
      fillUp(byRemainder)
      return
    }
    let floored = items.reduce(0) { $0 + $1.stepCount }
    var spare = stepCount - floored
    for place in byRemainder where spare > 0 && remainder(items[place]) >= 0.5 {
      items[place].stepCount += 1
      spare -= 1
    }
    solvent?.stepCount = max(0, spare)
  }

  /// Gives what rounding down left to the largest remainders, then to the largest line.
  private mutating func fillUp(_ byRemainder: [Int]) {
    var missing = stepCount - weighedSteps
    for place in byRemainder where missing > 0 {
      items[place].stepCount += 1
      missing -= 1
    }
    guard missing > 0 else { return }
    let largest = byRemainder.max {
      (items[$0].stepCount, $1) < (items[$1].stepCount, $0)
    }
    if let largest { items[largest].stepCount += missing }
  }

  /// The part of a step that rounding down dropped, 0..<1.
  private func remainder(_ item: Item) -> Double {
    let ideal = ideal(item)
    let divisor = ideal.denominator * Int128(item.strength)
    let rest =
      ideal.numerator * Int128(Self.neat) - Int128(
        floorSteps(item, strength: item.strength)) * divisor
    return Double(rest) / Double(divisor)
  }

  /// What is really weighed, in relation to what the formula asks for, in percent.
  func deviationPercent(_ item: Item) -> Double {
    let ideal = ideal(item)
    let weighed = Int128(item.stepCount) * Int128(item.strength) * ideal.denominator
    let asked = ideal.numerator * Int128(Self.neat)
    guard asked > 0 else { return 0 }
    return 100 * Double(weighed - asked) / Double(asked)
  }

  /// Solvent weighed alone and inside dilutions, in percent of what the formula asks for, less 100.
  var solventDeviationPercent: Double {
    guard let solvent else { return 0 }
    let inside = items.reduce(0) { $0 + Int128($1.stepCount) * Int128(Self.neat - $1.strength) }
    let ideal = ideal(solvent)
    let weighed = (inside + Int128(solvent.stepCount) * Int128(Self.neat)) * ideal.denominator
    let asked = ideal.numerator * Int128(Self.neat)
    guard asked > 0 else { return 0 }
    return 100 * Double(weighed - asked) / Double(asked)
  }

  /// The lines as weighed, in the order of the formula, the solvent last; they sum to everything.
  ///
  /// Limited lines are rounded up to a millionth, so that a judgement of them is never too mild.
  var weighedLines: [FormulaLine] {
    var lines = items.map { item in
      var line = item.line
      let numerator = 1_000_000 * Int128(item.stepCount) * Int128(item.strength)
      let divisor = Int128(stepCount) * Int128(Self.neat)
      let rounding = item.isLimited ? divisor - 1 : divisor / 2
      line.share = MassFraction(millionths: Int((numerator + rounding) / divisor))
      line.dilutionPercent = Double(item.strength) / 1000
      return line
    }
    let rest = MassFraction.one - lines.reduce(.zero) { $0 + $1.share }
    if var line = solvent?.line, rest >= .zero {
      line.share = rest
      lines.append(line)
    } else if let largest = lines.indices.max(by: { lines[$0].share < lines[$1].share }) {
      // A few millionths from rounding.
      lines[largest].share = lines[largest].share + rest
    }
    return lines
  }
}
