import ArgumentParser
import CheckpointArchive
import FormulaPolicy
import FormulaRules
import JobWorker
import Perfumery
import StrictJSON

/// `fragrance policy`: what a trained policy is worth.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Judges trained policies.", subcommands: [Evaluate.self])

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
        for line in PolicyTable.lines(rows, trialCount: comparison.trials.count) { print(line) }
      }
    }
  }
}
