import Perfumery
import SeededRandom
import Testing

@testable import FormulaRules

/// The built-in catalogue and rules, and short ways to write formulas.
struct Sample {
  let catalogue: Catalogue
  let book: RuleBook

  init() throws {
    (catalogue, book) = try Self.shared.get()
  }

  private static let shared = Result {
    let catalogue = try Catalogue.builtIn()
    return (catalogue, try RuleBook.builtIn(catalogue: catalogue))
  }

  /// A formula of parts per thousand, filled up to 1000 with dipropylene glycol.
  func formula(
    _ category: ProductCategory, percent: Double, _ parts: KeyValuePairs<String, Double>
  ) throws -> Formula {
    var lines: [FormulaLine] = []
    for (id, amount) in parts {
      lines.append(
        FormulaLine(
          material: try #require(catalogue.material(MaterialID(rawValue: id)), "no \(id)"),
          share: MassFraction(roundingDown: amount / 1000)))
    }
    let solvent = try #require(catalogue.material(MaterialID(rawValue: "dipropylene-glycol")))
    let total = lines.reduce(MassFraction.zero) { $0 + $1.share }
    if total < .one { lines.append(FormulaLine(material: solvent, share: .one - total)) }
    return Formula(product: Self.product(category, percent: percent), lines: lines)
  }

  func report(
    _ category: ProductCategory, percent: Double, _ parts: KeyValuePairs<String, Double>
  ) throws -> LegalityReport {
    book.report(on: try formula(category, percent: percent, parts))
  }

  static func product(_ category: ProductCategory, percent: Double) -> Product {
    Product(category: category, dosage: MassFraction(roundingDown: percent / 100))
  }

  /// A material that is in no catalogue.
  static func material(
    _ id: String, kind: MaterialKind = .chemical, grade: String? = nil, cas: [String],
    annexName: String? = nil
  ) -> Material {
    Material(
      id: MaterialID(rawValue: id), name: id, kind: kind, grade: grade, casNumbers: cas,
      annexName: annexName, note: .heart, families: FamilyVector([.floral: 1]),
      usualPercent: SourcedValue(1, source: "judged"),
      highestPercent: SourcedValue(10, source: "judged"))
  }

  /// The report on a material at a share of an eau de parfum at 20 %, the rest solvent.
  func report(on material: Material, partsPerThousand: Double) -> LegalityReport {
    let share = MassFraction(roundingDown: partsPerThousand / 1000)
    let solvent = Self.material("solvent", kind: .solvent, cas: ["25265-71-8"])
    return book.report(
      on: Formula(
        product: Self.product(.eauDeParfum, percent: 20),
        lines: [
          FormulaLine(material: material, share: share),
          FormulaLine(material: solvent, share: .one - share),
        ]))
  }
}

extension LegalityReport {
  /// What is violated, sorted, each once: ids of limits that are passed, and the standards that
  /// materials are excluded by.
  var violated: [String] {
    Set(violations.map { $0.kind == .overLimit ? $0.verdict : $0.standard }).sorted()
  }

  /// The verdict on a limit, or the first on a material that the standard excludes.
  func verdict(_ id: String) -> Verdict? {
    verdicts.first { $0.id == id } ?? verdicts.first { $0.id.hasPrefix(id + ":") }
  }
}

extension SplitMix64 {
  /// A formula of 2 to 25 catalogue materials whose shares sum to everything.
  ///
  /// Doses spread over four powers of ten, so that both legal and illegal formulas come up.
  /// - Parameter analysed: whether some lots carry an analysis of their bergapten.
  mutating func formula(
    from catalogue: Catalogue, for product: ProductCategory? = nil, analysed: Bool = false
  ) -> Formula {
    let category =
      product ?? ProductCategory.allCases.randomElement(using: &self) ?? .eauDeParfum
    let dosage = MassFraction(millionths: Int.random(in: 1000...300_000, using: &self))
    let materials = catalogue.materials
    var places: [Int] = []
    let count = Int.random(in: 2...25, using: &self)
    while places.count < min(count, materials.count) {
      let place = Int.random(in: materials.indices, using: &self)
      if !places.contains(place) { places.append(place) }
    }
    var left = 1_000_000
    var lines: [FormulaLine] = []
    for place in places {
      let power = Double.random(in: 1...5, using: &self)
      var dose = 1.0
      for _ in 0..<Int(power) { dose *= 10 }
      let share = min(left, Int(dose * Double.random(in: 1...10, using: &self) / 5))
      var line = FormulaLine(
        material: materials[place], share: MassFraction(millionths: share))
      if analysed && materials[place].kind == .natural {
        line.bergaptenPpm = Double(Int.random(in: 0...3000, using: &self))
      }
      lines.append(line)
      left -= share
    }
    if let last = lines.indices.last { lines[last].share.millionths += left }
    return Formula(product: Product(category: category, dosage: dosage), lines: lines)
  }
}
