import Perfumery
import StrictJSON

/// Turns written lines into lines of neat material and solvent that keep the mass whole.
///
/// A written line weighs a whole number of millionths. What it is made of, through dilutions and
/// nested sub-formulas, shares exactly that number by largest remainders, and nothing that is in
/// it gets less than one millionth: a trace of something prohibited stays in sight.
struct FormulaExpansion {
  private struct Part {
    var line: FormulaLine
    var weight: Double
    var isSolvent: Bool
  }

  private let catalogue: Catalogue
  private var found: [FormulaLine] = []
  private var solvents: [FormulaLine] = []

  init(catalogue: Catalogue) {
    self.catalogue = catalogue
  }

  /// The lines in the order of the file, then the solvents of its dilutions that had no line yet.
  mutating func lines(of written: [WrittenLine]) throws(JSONProblem) -> [FormulaLine] {
    found = []
    solvents = []
    for line in written {
      let parts = try self.parts(of: line, weight: 1)
      let millionths = line.parts > 0 ? max(1, Int((line.parts * 1000).rounded())) : 0
      let shares = try Self.apportion(millionths, among: parts, of: line)
      for (part, share) in zip(parts, shares) {
        var line = part.line
        line.share = MassFraction(millionths: share)
        if part.isSolvent { addSolvent(line) } else { found.append(line) }
      }
      guard found.count <= FormulaDocument.expandedLineCountLimit else {
        throw line.problem(
          found: "more than \(FormulaDocument.expandedLineCountLimit) lines in all",
          allowed: "sub-formulas with fewer lines")
      }
    }
    for solvent in solvents {
      let place = found.firstIndex {
        $0.material == solvent.material && $0.dilutionPercent == 100 && $0.bergaptenPpm == nil
      }
      if let place {
        found[place].share = found[place].share + solvent.share
      } else {
        found.append(solvent)
      }
    }
    return found
  }

  private mutating func addSolvent(_ line: FormulaLine) {
    if let place = solvents.firstIndex(where: { $0.material == line.material }) {
      solvents[place].share = solvents[place].share + line.share
    } else {
      solvents.append(line)
    }
  }

  /// What a weight of a line consists of; the weights sum to `weight`.
  private func parts(of line: WrittenLine, weight: Double) throws(JSONProblem) -> [Part] {
    let neat = try Self.neatFraction(of: line)
    var parts: [Part] = []
    switch line.content {
    case .material(let material, let bergapten):
      let neatLine = FormulaLine(
        material: material, share: .zero, dilutionPercent: line.dilutionPercent,
        bergaptenPpm: bergapten)
      parts.append(Part(line: neatLine, weight: weight * neat, isSolvent: false))
    case .formula(let lines):
      let total = lines.reduce(0) { $0 + $1.parts }
      guard total > 0 else {
        throw line.problem(found: "a sub-formula without mass", allowed: "parts above 0")
      }
      for inner in lines {
        parts += try self.parts(of: inner, weight: weight * neat * inner.parts / total)
        guard parts.count <= 2 * FormulaDocument.expandedLineCountLimit else {
          throw line.problem(
            found: "more than \(FormulaDocument.expandedLineCountLimit) lines in a sub-formula",
            allowed: "sub-formulas with fewer lines")
        }
      }
    }
    if neat < 1 {
      let solvent = FormulaLine(material: try solvent(of: line), share: .zero)
      parts.append(Part(line: solvent, weight: weight * (1 - neat), isSolvent: true))
    }
    return parts
  }

  private func solvent(of line: WrittenLine) throws(JSONProblem) -> Material {
    let usual = MaterialID(rawValue: "dipropylene-glycol")
    guard let solvent = line.solvent ?? catalogue.material(usual) else {
      throw line.problem(found: "a dilution", allowed: "a dilution with its dilutionSolvent")
    }
    return solvent
  }

  /// The part of a line's parts that is neat, 0...1.
  private static func neatFraction(of line: WrittenLine) throws(JSONProblem) -> Double {
    let diluted = line.dilutionPercent / 100
    guard diluted < 1, let percent = line.neatPercent else { return diluted }
    let tolerance = 1e-4 + line.parts * 1e-3
    if abs(percent * 10 - line.parts) <= tolerance { return 1 }
    if abs(percent * 10 - line.parts * diluted) <= tolerance { return diluted }
    throw line.problem(
      found: "\(line.parts) parts at \(line.dilutionPercent) % as \(percent) % of the concentrate",
      allowed: "a percentage of the whole of the parts, or of their neat part")
  }

  /// Whole millionths in proportion to the weights, at least 1 for each weight above 0.
  private static func apportion(
    _ millionths: Int, among parts: [Part], of line: WrittenLine
  ) throws(JSONProblem) -> [Int] {
    let total = parts.reduce(0) { $0 + $1.weight }
    guard millionths > 0, total > 0 else { return parts.map { _ in 0 } }
    let count = parts.count { $0.weight > 0 }
    guard millionths >= count else {
      throw line.problem(
        found: "\(count) materials in \(line.parts) parts",
        allowed: "at least \(Double(count) / 1000) parts")
    }
    let exact = parts.map { $0.weight / total * Double(millionths) }
    var shares = exact.map { $0 > 0 ? max(1, Int($0)) : 0 }
    let byRemainder = exact.indices.sorted {
      let left = exact[$0] - Double(shares[$0])
      let right = exact[$1] - Double(shares[$1])
      return left != right ? left > right : $0 < $1
    }
    var missing = millionths - shares.reduce(0, +)
    for place in byRemainder where missing > 0 && exact[place] > 0 {
      shares[place] += 1
      missing -= 1
    }
    // What was raised to one millionth is taken from the largest, where it matters least.
    while missing < 0, let largest = shares.indices.max(by: { shares[$0] < shares[$1] }) {
      shares[largest] -= 1
      missing += 1
    }
    return shares
  }
}
