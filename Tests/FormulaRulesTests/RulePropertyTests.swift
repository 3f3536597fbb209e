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

  @Test(arguments: UInt64(1)...200)
  func `More of a material at the expense of the solvent lowers nothing`(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    var formula = dice.formula(from: sample.catalogue)
    let solvent = try #require(
      sample.catalogue.material(MaterialID(rawValue: "dipropylene-glycol")))
    formula.lines.removeAll { $0.material.id == solvent.id }
    for place in formula.lines.indices { formula.lines[place].share.millionths /= 2 }
    let left = MassFraction.one - formula.total
    formula.lines.append(FormulaLine(material: solvent, share: left))
    let before = sample.book.report(on: formula)
    let place = Int.random(in: 0..<max(1, formula.lines.count - 1), using: &dice)
    let more = Int.random(in: 1...left.millionths, using: &dice)
    formula.lines[place].share.millionths += more
    formula.lines[formula.lines.count - 1].share.millionths -= more
    let after = sample.book.report(on: formula)
    for verdict in before.verdicts where verdict.percentOfLimit != nil {
      guard let other = after.verdict(verdict.id)?.percentOfLimit else {
        // Its substance came to be excluded, which is no easing either.
        #expect(after.violated.contains(verdict.standard))
        continue
      }
      #expect(other >= (verdict.percentOfLimit ?? 0) * (1 - 1e-9))
    }
    #expect(Set(before.violated).isSubset(of: Set(after.violated)))
  }

  @Test(arguments: UInt64(1)...200)
  func `Neat citral counts like the citral of lemongrass`(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    // 10,000 millionths of the oil hold 7196 of citral.
    let oil = Double(Int.random(in: 1...100, using: &dice))
    let category = ProductCategory.allCases.randomElement(using: &dice) ?? .eauDeParfum
    let dosage = Double(Int.random(in: 1...300, using: &dice)) / 10
    let natural = try sample.report(category, percent: dosage, ["lemongrass-oil": oil * 10])
    let neat = try sample.report(category, percent: dosage, ["citral": oil * 7.196])
    let verdicts = [natural, neat].map { $0.verdict("IFRA_STD_021") }
    let loads = verdicts.map { $0?.percentOfLimit ?? -1 }
    #expect(abs(loads[0] - loads[1]) <= 1e-9 * max(1, loads[0]))
    #expect(verdicts[0]?.pass == verdicts[1]?.pass)
  }

  @Test(arguments: UInt64(1)...200)
  func `What is named without a limit never passes`(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    let tables = sample.book.tables
    let blank = tables.standards.filter { $0.limits.isEmpty && $0.types.contains(.prohibition) }
    let standard = try #require(blank.filter { !$0.casNumbers.isEmpty }.randomElement(using: &dice))
    let cas = try #require(standard.casNumbers.sorted().randomElement(using: &dice))
    let report = sample.report(
      on: Sample.material("blank", kind: .natural, cas: [cas]), partsPerThousand: 0.001)
    #expect(report.violated.contains(standard.id), "\(standard.name) \(cas)")
  }

  @Test(arguments: UInt64(1)...200)
  func `Lilial and Lyral are refused in any amount of any product`(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    var formula = dice.formula(from: sample.catalogue)
    for (id, standard) in [("lilial", "IFRA_STD_015"), ("lyral", "IFRA_STD_044")] {
      let material = try #require(sample.catalogue.material(MaterialID(rawValue: id)))
      formula.lines.append(
        FormulaLine(
          material: material,
          share: MassFraction(millionths: Int.random(in: 1...1000, using: &dice))))
      #expect(sample.book.report(on: formula).violated.contains(standard))
      #expect(sample.book.categories(of: formula).allSatisfy { !$0.pass })
    }
  }

  @Test(arguments: UInt64(1)...200)
  func `A chypre after Carles fails on its oakmoss`(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    // Base 55 % with oakmoss 6 : ambergris 4 : musk 1, give or take a third.
    let moss = Double.random(in: 200...400, using: &dice)
    let dosage = Double.random(in: 1...30, using: &dice)
    let report = try sample.report(
      .eauDeParfum, percent: dosage,
      [
        "oakmoss-absolute": moss, "ambroxan": 200, "sweet-orange-oil": 200,
        "bergamot-oil-fcf": 50,
      ])
    #expect(report.violated.contains("IFRA_STD_067") && report.violated.contains("sum:mosses"))
  }

  @Test(arguments: UInt64(1)...200)
  func `What fits at 20 % fits at 15 %, and takes three quarters of each limit`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var formula = dice.formula(from: sample.catalogue, for: .eauDeParfum)
    formula.product.dosage = MassFraction(millionths: 200_000)
    let stronger = sample.book.report(on: formula)
    formula.product.dosage = MassFraction(millionths: 150_000)
    let weaker = sample.book.report(on: formula)
    #expect(Set(weaker.violated).isSubset(of: Set(stronger.violated)))
    for (one, other) in zip(stronger.verdicts, weaker.verdicts) {
      guard let full = one.percentOfLimit, let part = other.percentOfLimit else { continue }
      #expect(abs(part - 0.75 * full) <= 1e-9 * max(1, full))
    }
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
