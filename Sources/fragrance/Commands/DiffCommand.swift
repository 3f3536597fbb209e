import ArgumentParser
import FormulaRules
import FormulaSearch
import JobDocuments
import Perfumery
import ResultDocuments
import StrictJSON

/// `fragrance diff`: what changed from one formula to another.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compares two formulas: lines, odour over time, cost, law.",
    discussion: "Exits with 0, also when they differ; 65 when a file is wrong.")

  @OptionGroup var options: SettingsOptions

  @Argument(help: "The formula before.", completion: .file(extensions: ["json", "csv"]))
  var before: String

  @Argument(help: "The formula after.", completion: .file(extensions: ["json", "csv"]))
  var after: String

  func run() throws {
    let catalogue = try Catalogue.builtIn()
    let formulas = try [before, after].map { try FormulaFile.read($0, catalogue).formula }
    let difference = FormulaDifference(
      from: formulas[0], to: formulas[1], catalogue: catalogue,
      rules: try RuleBook.builtIn(catalogue: catalogue))
    if options.json {
      print(difference.json.canonicalText)
    } else {
      for line in Self.lines(difference) { print(line) }
    }
  }

  private static func lines(_ difference: FormulaDifference) -> [String] {
    let groups = [
      ("added", difference.added), ("removed", difference.removed), ("changed", difference.changed),
    ]
    let rows = groups.flatMap { name, lines in
      lines.map { line in
        [
          name, line.material.name, Terminal.decimal(line.partsBefore, 3),
          Terminal.decimal(line.partsAfter, 3), signed(line.partsAfter - line.partsBefore, 3),
        ]
      }
    }
    let families = Family.allCases.filter { family in
      difference.profile.contains { abs($0.change[family]) >= 0.5 }
    }
    let odour = families.map { family in
      [family.rawValue] + difference.profile.map { signed($0.change[family], 1) }
    }
    let times = difference.profile.map { ProfileTable.time($0.minutes) }
    var lines = Terminal.table(
      ["", "material", "before", "after", "change"], rows,
      alignment: [.left, .left, .right, .right, .right])
    if !odour.isEmpty {
      lines += ["", Terminal.bold("Odour") + " change of intensity"]
      lines += Terminal.table(
        ["family"] + times, odour, alignment: [.left] + times.map { _ in .right })
    }
    lines += [
      "", "likeness \(Terminal.decimal(difference.likeness, 3)) (cosine over time)",
      "cost \(Terminal.decimal(difference.dollarsBefore, 2)) → "
        + "\(Terminal.decimal(difference.dollarsAfter, 2)) USD/kg",
      "lasts \(Terminal.decimal(difference.hoursBefore, 1)) → "
        + "\(Terminal.decimal(difference.hoursAfter, 1)) h",
      "legal \(difference.isLegalBefore ? "yes" : "no") → "
        + "\(difference.isLegalAfter ? "yes" : "no")",
    ]
    return lines
  }

  private static func signed(_ number: Double, _ places: Int) -> String {
    (number > 0 ? "+" : "") + Terminal.decimal(number, places)
  }
}
