import ArgumentParser
import CheckpointArchive
import FormulaPolicy
import FormulaRules
import JobWorker
import Perfumery
import StrictJSON
import TrainingCurves

/// `fragrance policy`: what a trained policy is worth.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Judges trained policies.",
    subcommands: [Evaluate.self, Plot.self])

  struct Plot: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Draws the learning curves of runs, with their median, as SVG.")

    @Argument(help: "Folders of runs, each with its curve.csv.") var runs: [String]
    @Option(help: "The file to write.") var output: String
    @Option(help: "Above the drawing.") var title = "Learning curves"

    @Option(parsing: .singleValue, help: "A level to compare with, as NAME=VALUE.")
    var level: [String] = []

    func run() throws {
      let curves = try runs.map { folder in
        let path = "\(folder)/curve.csv"
        let text = String(decoding: try InputFile.read(path, limit: 1 << 28), as: UTF8.self)
        do {
          return CurvePlot.Run(
            points: try LearningCurve.points(text, path: path).compactMap { point in
              point.score.map { (steps: point.steps, value: $0) }
            })
        } catch {
          Terminal.writeError("\(error)")
          throw Exit.invalidInput
        }
      }
      let levels = try level.map { text in
        let parts = text.split(separator: "=")
        guard parts.count == 2, let value = Double(parts[1]) else {
          throw ValidationError("--level takes NAME=VALUE, found \(text)")
        }
        return CurvePlot.Level(name: String(parts[0]), value: value)
      }
      try OutputFile.write(
        CurvePlot(title: title, quantity: "score of evaluations", runs: curves, levels: levels).svg,
        to: output)
    }
  }

  struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Compares random, greedy, policy and NSGA-II at equal calls, beside the exact bound.")

    @Argument(help: "The checkpoint file.") var file: String
    @Option(help: "Unseen briefs to compare on, 1 to 500.") var briefs = 50
    @Flag(help: "Answer as JSON.") var json = false

    func validate() throws {
      guard (1...500).contains(briefs) else {
        throw ValidationError("There are \(briefs) briefs; allowed are 1 to 500.")
      }
    }

    func run() throws {
      let checkpoint = try CheckpointCommand.read(file)
      let policy = try checkpoint.policy()
      let catalogue = try Catalogue.builtIn()
      let bench = try DosingBench(
        palette: checkpoint.header.palette.map(MaterialID.init(rawValue:)), catalogue: catalogue,
        rules: try RuleBook.builtIn(catalogue: catalogue))
      guard FragranceEnvironment.fits(policy, bench: bench) else {
        Terminal.writeError("\(file) holds a policy of another environment.")
        throw Exit.invalidInput
      }
      let comparison = try PolicyComparison(bench: bench, count: briefs)
      let rows = try TrainingResult.Row.all(of: comparison, policy)
      if json {
        print(JSONValue.array(rows.map(\.json)).indentedText)
      } else {
        let lines = PolicyTable.lines(
          rows, trialCount: comparison.trials.count, paletteRatio: comparison.paletteRatio)
        for line in lines { print(line) }
      }
    }
  }
}
