import Perfumery
import SeededRandom
import Testing

@testable import FormulaRules

@Suite struct RulePropertyTests {
  let sample: Sample

  init() throws { sample = try Sample() }

  @Test(arguments: UInt64(1)...200)
  func `The region admits a formula exactly when the report has no violation`(
    seed: UInt64
  ) {
    var dice = SplitMix64(seed: seed)
    var formula = dice.formula(from: sample.catalogue)
    // Bring half of the formulas near the border, where the two could differ.
    if seed % 2 == 0 { formula = scaledToBorder(formula) }
    let region = sample.book.region(
      for: formula.lines.map(\.material), product: formula.product)
    let report = sample.book.report(on: formula)
    #expect(region.admits(formula.lines.map(\.share)) == report.isLegal)
  }

  @Test(arguments: UInt64(1)...200)
  func `At a constant mass of product more of a material lowers nothing`(seed: UInt64) {
    // Adding to a concentrate dilutes its other materials, so the amount that cannot fall is the
    // absolute one: in a product of unchanged mass, added material takes the place of alcohol.
    var dice = SplitMix64(seed: seed)
    let formula = dice.formula(from: sample.catalogue)
    let place = Int.random(in: formula.lines.indices, using: &dice)
    var richer = formula
    richer.lines[place].share.millionths += Int.random(in: 1...200_000, using: &dice)
    let grown = Double(richer.total.millionths) / 1_000_000
    richer.product.dosage.millionths = Int(
      (Double(formula.product.dosage.millionths) * grown).rounded(.up))
    let before = sample.book.report(on: formula)
    let after = sample.book.report(on: richer)
    for verdict in before.verdicts {
      let other = after.verdict(verdict.id)
      #expect((other?.percentInProduct ?? -1) >= verdict.percentInProduct * (1 - 1e-9))
      #expect(verdict.pass || other?.pass == false)
    }
  }

  @Test(arguments: UInt64(1)...200)
  func `Twice the dosage is twice of every amount`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let formula = dice.formula(from: sample.catalogue)
    var doubled = formula
    doubled.product.dosage.millionths *= 2
    let once = sample.book.report(on: formula).verdicts
    let twice = sample.book.report(on: doubled).verdicts
    #expect(once.map(\.id) == twice.map(\.id))
    for (first, second) in zip(once, twice) {
      let scale = max(first.percentInProduct, 1e-12)
      #expect(abs(second.percentInProduct / scale - 2) < 1e-9)
    }
  }

  @Test(arguments: UInt64(1)...200)
  func `Splitting a line and turning the order of lines change nothing`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let formula = dice.formula(from: sample.catalogue)
    var split = formula
    let place = Int.random(in: split.lines.indices, using: &dice)
    let part = MassFraction(
      millionths: Int.random(in: 0...split.lines[place].share.millionths, using: &dice))
    split.lines[place].share = split.lines[place].share - part
    split.lines.append(FormulaLine(material: split.lines[place].material, share: part))
    split.lines.shuffle(using: &dice)
    #expect(sample.book.report(on: split) == sample.book.report(on: formula))
    #expect(sample.book.allergens(in: split) == sample.book.allergens(in: formula))
  }

  @Test(arguments: UInt64(1)...200)
  func `A material unknown to the catalogue is judged like its twin inside`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let formula = dice.formula(from: sample.catalogue)
    var renamed = formula
    for place in renamed.lines.indices {
      renamed.lines[place].material.id.rawValue += "-twin"
    }
    let twin = sample.book.report(on: renamed)
    let report = sample.book.report(on: formula)
    #expect(twin.verdicts.map(\.standard) == report.verdicts.map(\.standard))
    #expect(twin.violated == report.violated)
  }

  /// Takes the excluded materials out and scales the dosage so that the tightest limit is met,
  /// give or take the rounding of the dosage to a millionth.
  private func scaledToBorder(_ formula: Formula) -> Formula {
    var legal = formula
    let region = sample.book.region(
      for: formula.lines.map(\.material), product: formula.product)
    legal.lines.removeAll { region.excluded[$0.material.id] != nil }
    if let last = legal.lines.indices.last {
      legal.lines[last].share = legal.lines[last].share + (.one - legal.total)
    }
    let worst = sample.book.report(on: legal).verdicts.compactMap(\.percentOfLimit).max() ?? 100
    let dosage = Double(legal.product.dosage.millionths) * 100 / worst
    legal.product.dosage.millionths = max(1, Int(min(1e6, dosage)))
    return legal
  }
}
