package import FormulaRules
package import Perfumery

/// What to put on the scale, line by line, for a batch of a formula.
///
/// The weighed lines sum to exactly the batch. Amounts under the least the scale can weigh are
/// prescribed as dilutions of 10, 1 or 0.1 % in the formula's solvent, which is reduced by what
/// they bring. `weighed` is the formula that is really in the beaker, to be judged again.
package struct BatchSheet: Sendable, Hashable {
  /// How much is made.
  package enum Amount: Sendable, Hashable {
    case concentrate(grams: Double)
    case product(grams: Double)
  }

  /// In which order it is weighed; the solvent comes last.
  package enum Order: String, Sendable, CaseIterable { case largestFirst, byNote }

  /// One weighing.
  package struct Line: Sendable, Hashable {
    package var material: Material
    package var bergaptenPpm: Double?

    /// Strength in which it is weighed, in percent; 100 is neat.
    package var dilutionPercent: Double

    /// What the scale shows at the end.
    package var grams: Double

    /// Of the material itself against the formula: 0 is exact.
    package var deviationPercent: Double
  }

  /// One addition to the concentrate on the way to the product.
  package struct ProductLine: Sendable, Hashable {
    package var line: ProductSheet.Line
    package var grams: Double

    /// Whether the scale cannot weigh it well; a larger batch or a stock solution can.
    package var isBelowLeast: Bool
  }

  /// Largest batch, in grams.
  package static let largestGrams = 10_000_000.0

  package let lines: [Line]

  /// Empty when only concentrate is made.
  package let productLines: [ProductLine]
  package let concentrateGrams: Double

  /// The formula as weighed, of shares that sum to everything.
  package let weighed: Formula
  private let decimals: Int

  /// Works out the weighings.
  ///
  /// - Parameters:
  ///   - formula: lines of one material and lot are weighed together.
  ///   - limited: materials that are never weighed above their share, such as `limitedMaterials`.
  /// - Throws: `invalidScale`, `invalidAmount`, `emptyFormula`, `batchTooSmall` with an amount that
  ///   is large enough, or `nothingToFillUp`.
  package init(
    _ formula: Formula, amount: Amount, scale: Scale, limited: Set<MaterialID>,
    order: Order = .largestFirst
  ) throws(SheetError) {
    let (stepMicrograms, leastSteps) = try scale.counts()
    let request = BatchRequest(
      formula: formula, amount: amount, scale: scale, stepMicrograms: stepMicrograms,
      leastSteps: leastSteps, limited: limited)
    let steps = try request.steps(of: amount)
    let plan: BatchPlan
    do throws(SheetError) {
      plan = try request.plan(steps, grams: amount.grams)
    } catch .batchTooSmall(let material, let grams, _) {
      throw .batchTooSmall(
        material: material, grams: grams, sufficientGrams: request.sufficientGrams())
    } catch {
      throw error
    }
    func grams(_ count: Int) -> Double { Double(count * stepMicrograms) / 1_000_000 }
    let items = Self.sorted(plan.items, by: order)
    lines =
      items.map { item in
        Line(
          material: item.line.material, bergaptenPpm: item.line.bergaptenPpm,
          dilutionPercent: Double(item.strength) / 1000, grams: grams(item.stepCount),
          deviationPercent: plan.deviationPercent(item))
      }
      + [plan.solvent].compactMap(\.self).filter { $0.stepCount > 0 }.map { item in
        Line(
          material: item.line.material, bergaptenPpm: nil, dilutionPercent: 100,
          grams: grams(item.stepCount), deviationPercent: plan.solventDeviationPercent)
      }
    concentrateGrams = grams(steps.concentrate)
    productLines = request.productSteps(steps).map { line, count in
      ProductLine(line: line, grams: grams(count), isBelowLeast: count < leastSteps)
    }
    var product = formula.product
    if steps.whole > steps.concentrate {
      let share =
        (1_000_000 * Int128(steps.concentrate) + Int128(steps.whole) - 1)
        / Int128(steps.whole)
      product.dosage = MassFraction(millionths: Int(share))
    }
    weighed = Formula(product: product, lines: plan.weighedLines)
    decimals =
      (0...6).first { place in
        stepMicrograms % (1...6).reduce(1) { $1 > place ? $0 * 10 : $0 } == 0
      } ?? 6
  }

  private static func sorted(_ items: [BatchPlan.Item], by order: Order) -> [BatchPlan.Item] {
    func rank(_ item: BatchPlan.Item) -> Int {
      guard order == .byNote else { return 0 }
      guard item.line.material.kind != .solvent else { return 3 }
      return Note.allCases.firstIndex(of: item.line.material.note) ?? 0
    }
    return items.enumerated().sorted {
      (rank($0.element), -$0.element.stepCount, $0.offset)
        < (rank($1.element), -$1.element.stepCount, $1.offset)
    }.map(\.element)
  }

  /// The materials of a formula that some limit of its product counts.
  package static func limitedMaterials(in formula: Formula, rules: RuleBook) -> Set<MaterialID> {
    let region = rules.region(for: formula.lines.map(\.material), product: formula.product)
    var limited = Set(region.excluded.keys)
    for cap in region.caps {
      for (material, coefficient) in zip(region.materials, cap.coefficients) where coefficient > 0 {
        limited.insert(material.id)
      }
    }
    return limited
  }

  /// The weighings in their order, then the additions to the product.
  package func table(in language: BriefLanguage) -> SheetTable {
    let isKorean = language == .korean
    var rows = lines.enumerated().map { index, line in
      [
        String(index + 1), line.material.name(in: language),
        line.dilutionPercent < 100
          ? "\(line.dilutionPercent.text(places: 3)) %" : isKorean ? "원액" : "neat",
        text(line.grams), line.deviationPercent.text(places: 2),
        line.material.noteName(in: language),
      ]
    }
    for (index, line) in productLines.enumerated() {
      let remark = line.isBelowLeast ? isKorean ? "최소 계량량 미만" : "below the least weighable" : ""
      rows.append([
        String(lines.count + index + 1), isKorean ? line.line.koreanName : line.line.name, "",
        text(line.grams), "", remark,
      ])
    }
    return SheetTable(
      header: isKorean
        ? ["순서", "재료", "희석", "그램", "편차 %", "노트"]
        : ["no", "material", "dilution", "grams", "deviation %", "note"],
      rows: rows)
  }

  /// Grams with all the decimals the scale shows.
  private func text(_ grams: Double) -> String {
    let text = grams.text(places: decimals)
    guard decimals > 0 else { return text }
    let shown = text.split(separator: ".").dropFirst().first?.count ?? 0
    return text + (shown == 0 ? "." : "") + String(repeating: "0", count: decimals - shown)
  }
}

extension BatchSheet.Amount {
  /// Of the concentrate or of the product.
  var grams: Double {
    switch self {
    case .concentrate(let grams), .product(let grams): grams
    }
  }
}
