import ArgumentParser
import JobDocuments
import OdourModel
import Perfumery
import ResultDocuments
import StrictJSON

/// `fragrance profile`: how a formula file smells over time.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Shows how a formula smells over time: 17 families at 0, 15 min, 1, 4, 8 and 24 h.",
    discussion: "Exits with 0, or 65 when the file is wrong.")

  @OptionGroup var options: SettingsOptions
  @OptionGroup var input: FormulaFile

  func run() throws {
    let catalogue = try Catalogue.builtIn()
    let formula = try input.read(catalogue).formula
    let odour = formula.odour(catalogue: catalogue)
    guard !options.json else {
      print(
        JSONValue.object([
          "profile": odour.json, "odour": odour.summaryJSON,
          "pyramid": .object(
            Dictionary(
              uniqueKeysWithValues: odour.pyramid.map {
                ($0.key.rawValue, JSONValue.string($0.value.rawValue))
              })),
        ]).canonicalText)
      return
    }
    for line in ProfileTable(points: odour.json.items, summary: odour.summaryJSON).lines {
      print(line)
    }
    for note in Note.allCases {
      let names = formula.lines.map(\.material).filter { odour.pyramid[$0.id] == note }.map(\.name)
      if !names.isEmpty {
        print("\(Terminal.bold(note.rawValue)): \(names.joined(separator: ", "))")
      }
    }
  }
}
