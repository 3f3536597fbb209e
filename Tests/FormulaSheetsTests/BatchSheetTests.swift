import FormulaRules
import Perfumery
import SeededRandom
import Testing

@testable import FormulaSheets

@Suite struct BatchSheetTests {
  private let sample: Sample
  private let scale = Scale(stepGrams: 0.01, leastGrams: 0.05)

  init() throws { sample = try Sample() }

  private func sheet(
    _ formula: Formula, grams: Double, limited: Set<String> = [],
    order: BatchSheet.Order = .largestFirst
  ) throws(SheetError) -> BatchSheet {
    try BatchSheet(
      formula, amount: .concentrate(grams: grams), scale: scale,
      limited: Set(limited.map(MaterialID.init)), order: order)
  }

  @Test func aFormulaThatFitsTheScaleIsWeighedExactly() throws {
    let formula = try sample.formula(["hedione": 600, "citral": 100, "dipropylene-glycol": 300])
    let found = try sheet(formula, grams: 50)
    #expect(found.lines.map(\.material.id.rawValue) == ["hedione", "citral", "dipropylene-glycol"])
    #expect(found.lines.map(\.grams) == [30, 5, 15])
    #expect(found.lines.allSatisfy { $0.deviationPercent == 0 && $0.dilutionPercent == 100 })
    #expect(found.weighed == formula)
    #expect(found.productLines.isEmpty)
  }

  @Test func smallAmountsArePrescribedAsDilutions() throws {
    let formula = try sample.formula([
      "hedione": 600, "citral": 0.5, "indole": 0.05, "skatole": 0.01, "dipropylene-glycol": 399.44,
    ])
    let found = try sheet(formula, grams: 50)
    let lines = Dictionary(uniqueKeysWithValues: found.lines.map { ($0.material.id.rawValue, $0) })
    // 25 mg, 2.5 mg and 0.5 mg: 0.25 g at 10 %, 0.25 g at 1 %, 0.05 g at 1 %.
    #expect(lines["citral"]?.dilutionPercent == 10 && lines["citral"]?.grams == 0.25)
    #expect(lines["indole"]?.dilutionPercent == 1 && lines["indole"]?.grams == 0.25)
    #expect(lines["skatole"]?.dilutionPercent == 1 && lines["skatole"]?.grams == 0.05)
    #expect(lines["dipropylene-glycol"]?.grams == 19.45)
    #expect(
      found.weighed.lines.first { $0.material.id.rawValue == "citral" }?.share.millionths == 500)
    #expect(found.weighed.total == .one)
  }

  @Test func theFilesDilutionIsKeptWhereTheSolventAllows() throws {
    var formula = try sample.formula(["citral": 100, "dipropylene-glycol": 900])
    formula.lines[0].dilutionPercent = 20
    #expect(try sheet(formula, grams: 10).lines.map(\.grams) == [5, 5])
    formula.lines[0].dilutionPercent = 5
    // At 5 % it would bring twice the solvent there is, so it is weighed neat.
    #expect(try sheet(formula, grams: 10).lines.map(\.grams) == [1, 9])
  }

  @Test func aLimitedLineIsNeverRoundedUp() throws {
    let formula = try sample.formula(["citral": 333.8, "hedione": 333.8, "linalool": 332.4])
    let free = try sheet(formula, grams: 1)
    #expect(free.lines.map(\.grams) == [0.34, 0.33, 0.33])
    let limited = try sheet(formula, grams: 1, limited: ["citral"])
    let citral = try #require(limited.lines.first { $0.material.id.rawValue == "citral" })
    #expect(citral.grams == 0.33)
    #expect(limited.lines.reduce(0) { $0 + Int(($1.grams * 100).rounded()) } == 100)
    let problem = #expect(throws: SheetError.self) {
      try sheet(formula, grams: 1, limited: ["citral", "hedione", "linalool"])
    }
    #expect(problem == .nothingToFillUp)
  }

  @Test func aBatchThatIsTooSmallNamesOneThatIsLargeEnough() throws {
    let formula = try sample.formula(["hedione": 990, "citral": 10])
    let problem = #expect(throws: SheetError.self) { try sheet(formula, grams: 1) }
    #expect(
      problem == .batchTooSmall(material: "Citral", grams: 1, sufficientGrams: 5))
    #expect(problem?.description.contains("5 g would be enough") == true)
    #expect(try sheet(formula, grams: 5).lines.map(\.grams) == [4.95, 0.05])
    var diluted = formula
    diluted.lines[1].dilutionPercent = 10
    diluted.lines[1].share = MassFraction(millionths: 1)
    let hopeless = #expect(throws: SheetError.self) {
      try BatchSheet(
        diluted, amount: .concentrate(grams: 1), scale: Scale(stepGrams: 1, leastGrams: 1000),
        limited: [])
    }
    #expect(
      hopeless == .batchTooSmall(material: "Hedione", grams: 1, sufficientGrams: nil))
  }

  @Test func linesOfOneMaterialAreWeighedTogetherAndLotsApart() throws {
    var formula = try sample.formula(["citral": 100, "hedione": 800, "bergamot-oil-fcf": 100])
    formula.lines.append(formula.lines[0])
    formula.lines.append(formula.lines[2])
    formula.lines[4].bergaptenPpm = 5
    let found = try sheet(formula, grams: 12)
    #expect(found.lines.map(\.grams) == [8, 2, 1, 1])
    #expect(found.lines.map(\.bergaptenPpm) == [nil, nil, nil, 5])
  }

  @Test func theOrderIsByAmountOrByNote() throws {
    let formula = try sample.formula([
      "galaxolide": 500, "limonene": 100, "hedione": 250, "triethyl-citrate": 50,
      "dipropylene-glycol": 100,
    ])
    func order(_ order: BatchSheet.Order) throws -> [String] {
      try sheet(formula, grams: 10, order: order).lines.map(\.material.id.rawValue)
    }
    #expect(
      try order(.largestFirst) == [
        "galaxolide", "hedione", "limonene", "triethyl-citrate", "dipropylene-glycol",
      ])
    #expect(
      try order(.byNote) == [
        "limonene", "hedione", "galaxolide", "triethyl-citrate", "dipropylene-glycol",
      ])
  }

  @Test func aProductIsMadeUpToItsWeight() throws {
    var formula = try sample.formula(["hedione": 700, "dipropylene-glycol": 300])
    formula.product.dosage = MassFraction(millionths: 123_400)
    let found = try BatchSheet(
      formula, amount: .product(grams: 50), scale: scale, limited: [])
    #expect(found.concentrateGrams == 6.17)
    let sum = (found.lines.map(\.grams) + found.productLines.map(\.grams))
      .reduce(0) { $0 + Int(($1 * 100).rounded()) }
    #expect(sum == 5000)
    #expect(
      found.productLines.map(\.line.role) == [.alcohol, .water, .antioxidant, .ultravioletFilter])
    #expect(found.productLines.map(\.isBelowLeast) == [false, false, false, false])
    #expect(found.weighed.product.dosage.millionths == 123_400)
    let table = found.table(in: .korean)
    #expect(table.rows[0] == ["1", "헤디온", "원액", "4.32", "0.02", "미들"])
    #expect(table.rows.allSatisfy { $0.count == table.header.count })
  }

  @Test(arguments: [
    (0.0, 0.05), (-1, 1), (0.01, 0.001), (.nan, 1), (0.01, .infinity), (0.0000001, 1),
  ])
  func aScaleNeedsAStepAndALeastAmount(step: Double, least: Double) throws {
    let formula = try sample.formula(["hedione": 1000])
    #expect(throws: SheetError.self) {
      try BatchSheet(
        formula, amount: .concentrate(grams: 1),
        scale: Scale(stepGrams: step, leastGrams: least), limited: [])
    }
  }

  @Test(arguments: [0, -1, 0.001, .infinity, 1e9]) func anAmountIsBounded(grams: Double) throws {
    let formula = try sample.formula(["hedione": 1000])
    let problem = #expect(throws: SheetError.self) { try sheet(formula, grams: grams) }
    #expect(problem == .invalidAmount(grams: grams, stepGrams: 0.01))
  }

  @Test func withoutMassThereIsNothingToWeigh() throws {
    let problem = #expect(throws: SheetError.self) {
      try sheet(try sample.formula(["hedione": 0]), grams: 1)
    }
    #expect(problem == .emptyFormula)
  }

  /// The sum is exact, limited lines never weigh more than their share, and what held still holds.
  @Test(arguments: 0..<200) func weighingKeepsTheSumAndTheLimits(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let formula = try sample.randomFormula(&random)
    let limited = BatchSheet.limitedMaterials(in: formula, rules: sample.rules)
    let grams = [5.0, 12.34, 50, 1000][Int.random(in: 0..<4, using: &random)]
    let amount: BatchSheet.Amount =
      Bool.random(using: &random) ? .concentrate(grams: grams) : .product(grams: 10 * grams)
    let found: BatchSheet
    do throws(SheetError) {
      found = try BatchSheet(formula, amount: amount, scale: scale, limited: limited)
    } catch {
      guard case .batchTooSmall(_, _, let sufficient?) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(sufficient > amount.grams)
      return
    }
    let steps = found.lines.map { Int(($0.grams * 100).rounded()) }
    #expect(steps.reduce(0, +) == Int((found.concentrateGrams * 100).rounded()))
    #expect(found.weighed.total == .one)
    let shares = Dictionary(
      formula.lines.map { ($0.material.id, $0.share.fraction) }, uniquingKeysWith: +)
    for (line, count) in zip(found.lines, steps) where line.material.kind != .solvent {
      #expect(count >= 5)
      let ideal = (shares[line.material.id] ?? 0) * found.concentrateGrams
      let neat = line.grams * line.dilutionPercent / 100
      if limited.contains(line.material.id) { #expect(neat <= ideal * (1 + 1e-9)) }
      #expect(abs(neat - ideal) <= 0.01 * line.dilutionPercent / 100 + 1e-9)
      #expect(abs(line.deviationPercent - 100 * (neat / ideal - 1)) < 1e-6)
    }
    let before = sample.rules.report(on: formula)
    let after = sample.rules.report(on: found.weighed)
    #expect(Set(after.violations.map(\.standard)).isSubset(of: before.violations.map(\.standard)))
  }
}
