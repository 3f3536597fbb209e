import FormulaRules
import Perfumery

/// Turns exact shares into lines that can be weighed.
///
/// Shares are rounded down to three significant digits, never up, so no cap, budget or allergen
/// bound that held before can break; the solvent line takes what is left. Nothing is scaled
/// afterwards.
struct FormulaWriter {
  let universe: Universe

  /// Least share weighed neat, in millionths: 2 mg in a trial of 10 g.
  private static let leastNeat = 200

  /// Least share weighed at 10 %, in millionths; below it the line is weighed at 1 %.
  private static let leastTenth = 20

  /// - Parameter shares: the part of the concentrate of each place; the solvent's own share is
  ///   ignored.
  /// - Returns: the lines by their judged notes, the solvent last. Nil when the region refuses the
  ///   rounded shares, which would be a fault of this module.
  func formula(places: [Int], shares: [Double]) -> Formula? {
    var amounts: [(place: Int, millionths: Int)] = []
    for (place, share) in zip(places, shares) where place != universe.solvent {
      let rounded = Self.threeDigits(MassFraction(roundingDown: share).millionths)
      if rounded > 0 { amounts.append((place, rounded)) }
    }
    let rest = MassFraction.one.millionths - amounts.reduce(0) { $0 + $1.millionths }
    guard rest >= 0 else { return nil }
    var lines = amounts.map { amount in
      FormulaLine(
        material: universe.materials[amount.place],
        share: MassFraction(millionths: amount.millionths),
        dilutionPercent: Self.dilution(amount.millionths))
    }
    Self.fitDilutions(of: &lines, into: rest)
    if rest > 0 {
      lines.append(
        FormulaLine(
          material: universe.materials[universe.solvent], share: MassFraction(millionths: rest)))
    }
    let formula = Self.ordered(Formula(product: universe.product, lines: lines), by: [:])
    return isAdmitted(formula) ? formula : nil
  }

  /// Top, heart and base, each with the largest line first, then the solvent.
  ///
  /// - Parameter notes: where each material belongs; one that is not there goes by its judged note.
  static func ordered(_ formula: Formula, by notes: [MaterialID: Note]) -> Formula {
    func rank(_ material: Material) -> Int {
      guard material.kind != .solvent else { return 3 }
      return switch notes[material.id] ?? material.note {
      case .top: 0
      case .heart: 1
      case .base: 2
      }
    }
    var ordered = formula
    ordered.lines.sort { left, right in
      (rank(left.material), -left.share.millionths, left.material.id)
        < (rank(right.material), -right.share.millionths, right.material.id)
    }
    return ordered
  }

  private func isAdmitted(_ formula: Formula) -> Bool {
    var shares: [MaterialID: MassFraction] = [:]
    for line in formula.lines { shares[line.material.id] = line.share }
    return universe.region.admits(universe.region.materials.map { shares[$0.id] ?? .zero })
  }

  static func threeDigits(_ millionths: Int) -> Int {
    var unit = 1
    while millionths / unit >= 1000 { unit *= 10 }
    return millionths / unit * unit
  }

  static func dilution(_ millionths: Int) -> Double {
    millionths >= leastNeat ? 100 : millionths >= leastTenth ? 10 : 1
  }

  /// Weighs lines stronger until the solvent they bring is no more than the formula holds.
  static func fitDilutions(of lines: inout [FormulaLine], into solvent: Int) {
    func carried(_ line: FormulaLine) -> Double {
      Double(line.share.millionths) * (100 / line.dilutionPercent - 1)
    }
    var sum = lines.reduce(0) { $0 + carried($1) }
    for index in lines.indices.sorted(by: { carried(lines[$0]) > carried(lines[$1]) }) {
      guard sum > Double(solvent) else { return }
      sum -= carried(lines[index])
      lines[index].dilutionPercent = 100
    }
  }
}
