import ArgumentParser
import FormulaRules
import FormulaSearch
import JobDocuments
import Perfumery
import ResultDocuments
import StrictJSON

/// `fragrance substitute`: what could stand in a material's place, legally and most alike.
struct SubstituteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "substitute",
    abstract: "Lists the nearest legal substitutes for a material of a formula.",
    discussion: "Exits with 0, 1 when there is none, 65 when the file or the material is wrong.")

  @OptionGroup var options: SettingsOptions
  @OptionGroup var input: FormulaFile

  @Option(help: "The material to replace: its id, a name or a CAS number.")
  var material: String

  @Option(help: "How many to list, 1 to 20.")
  var count = 5

  func run() throws {
    let catalogue = try Catalogue.builtIn()
    let formula = try input.read(catalogue).formula
    let rules = try RuleBook.builtIn(catalogue: catalogue)
    let found: [Substitute]
    do {
      let isCAS = CASNumber.isValid(material)
      let replaced = try catalogue.find(
        material: catalogue.material(MaterialID(rawValue: material))?.id.rawValue,
        cas: isCAS ? [material] : [], grade: nil, name: isCAS ? nil : material)
      found = try Substitution(catalogue: catalogue, rules: rules)
        .candidates(in: formula, replacing: replaced.id, count: count)
    } catch {
      Terminal.writeError("\(error)")
      throw Exit.invalidInput
    }
    if options.json {
      print(JSONValue.object(["substitutes": .array(found.map(\.json))]).canonicalText)
    } else {
      for line in Self.lines(found) { print(line) }
    }
    guard !found.isEmpty else { throw Exit.answerIsNo }
  }

  private static func lines(_ found: [Substitute]) -> [String] {
    guard !found.isEmpty else { return ["Nothing legal comes near."] }
    let rows: [[String]] = found.map { substitute in
      let parts = substitute.parts.map {
        "\($0.material.name) \(Terminal.decimal($0.share.partsPerThousand, 3))"
      }
      let cost = substitute.costChange.map { Terminal.decimal($0, 2) }
      return [
        parts.joined(separator: " + "), Terminal.decimal(substitute.profileDistance, 3),
        Terminal.decimal(substitute.fitChange, 4), cost ?? "?",
        substitute.isLegal ? Terminal.green("yes") : Terminal.red("no"),
      ]
    }
    return Terminal.table(
      ["parts per 1000", "distance", "Δ fit", "Δ USD/kg", "whole legal"], rows,
      alignment: [.left, .right, .right, .right, .left])
      + found.flatMap(\.parts).map { Terminal.dim("\($0.material.name): \($0.reason)") }
  }
}
