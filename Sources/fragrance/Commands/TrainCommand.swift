import ArgumentParser
import CheckpointArchive
import FormulaPolicy
import Foundation
import Glibc
import JobDocuments
import JobSpool
import JobWorker
import MessagePassing
import PolicyLearning
import Settings
import StrictJSON
import Synchronization
import TrainingCurves
import TrainingRuns

/// Set by SIGINT and SIGTERM: a run ends after its update, with a checkpoint.
private let stopRequested = Atomic<Bool>(false)

/// `fragrance train`: trains a policy here and now.
struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Trains a policy that composes formulas.",
    discussion: """
      A run keeps checkpoints, curve.csv, curve.svg and TensorBoard events in checkpoints/NAME of \
      the spool's folder. Begun again under the same name it goes on from its last checkpoint. \
      Ctrl-C ends it after the update it is in. Built with the package trait MPI, \
      `mpirun -n 2 fragrance train` deals environments and minibatches out to two processes.
      """)

  @OptionGroup var options: SettingsOptions

  @Option(help: "Name of the run and of its folder.")
  var name = "policy"

  @Option(help: "Seed; the setting rl.seed when not given.") var seed: UInt64?
  @Option(help: "Environment steps; the setting rl.total_steps when not given.") var steps: Int?
  @Option(help: "Updates in place of steps.") var iterations: Int?
  @Option(help: "Materials of the palette.") var ingredients: Int?

  @Flag(help: "Begin anew, over a run of this name.")
  var anew = false

  func validate() throws {
    guard !name.isEmpty, name.count <= 100, !name.contains("/"), !name.hasPrefix(".") else {
      throw ValidationError("A run's name has 1 to 100 characters, no slash, no leading dot.")
    }
  }

  func run() async throws {
    let settings = try options.load()
    let trainer = try Assembly.trainPolicy(settings)
    let folder = "\(Assembly.runsFolder(settings))/\(name)"
    let launched = try Self.ranks()
    let ranks: any RankGroup = launched ?? SingleRank()
    let isFirst = ranks.rank == 0
    if anew, isFirst { try Self.remove(folder) }
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in stopRequested.store(true, ordering: .relaxed) }
    }
    let order = try order()
    let bar = ProgressLine()
    do {
      let result = try trainer.train(
        order, run: name, ranks: ranks,
        isStopped: { stopRequested.load(ordering: .relaxed) },
        progress: { if isFirst { bar.show($0) } })
      // A rank that failed must not: its end without it is what ends the others.
      launched?.end()
      guard let result else { return }
      bar.end()
      print(options.json ? result.json.indentedText : Self.describe(result, folder: folder))
    } catch let failure as AttemptFailure {
      bar.end()
      Terminal.writeError("\(failure.failure.code): \(failure.failure.message)")
      throw Exit.answerIsNo
    } catch let error as CheckpointError {
      Terminal.writeError("\(error)")
      throw Exit.unavailable
    }
  }

  /// Deletes the folder of a run that is not at work.
  private static func remove(_ folder: String) throws {
    guard FileManager.default.fileExists(atPath: folder) else { return }
    do {
      let lock = try RunLock(folder: folder)
      try withExtendedLifetime(lock) { try FileManager.default.removeItem(atPath: folder) }
    } catch let error as TrainingRunError {
      Terminal.writeError("\(error.code): \(error)")
      throw Exit.answerIsNo
    }
  }

  /// Those `mpirun` started; nil for a process of its own.
  private static func ranks() throws -> (any LaunchedRanks)? {
    do {
      return try Launch.ranks(environment: ProcessInfo.processInfo.environment)
    } catch {
      Terminal.writeError("\(error)")
      throw Exit.unavailable
    }
  }

  /// The order as a job would carry it, so that the same ranges hold.
  private func order() throws -> TrainingOrder {
    var members: [String: JSONValue] = [:]
    members["seed"] = seed.map { .int(Int(clamping: $0)) }
    members["totalSteps"] = steps.map { .int($0) }
    members["iterations"] = iterations.map { .int($0) }
    members["ingredients"] = ingredients.map { .int($0) }
    do {
      let document = try JobDocument.readTraining(JSONValue.object(members).canonicalBytes)
      if case .training(let order) = document.order { return order }
    } catch {
      Terminal.writeError("\(error)")
    }
    throw Exit.invalidInput
  }

  static func describe(_ result: TrainingResult, folder: String) -> String {
    var lines = [
      "\(Terminal.bold(result.outcome.end.rawValue)) after \(result.outcome.updates) updates, "
        + "\(result.outcome.totalSteps) steps, \(result.outcome.rollbacks.count) rollbacks",
      "checkpoint \(result.best.path), kernels \(result.best.kernels)",
      "curve      \(folder)/curve.csv, \(folder)/curve.svg; TensorBoard: --logdir \(folder)",
    ]
    lines += result.notices.map { "notice: \($0)" }
    if result.outcome.end == .stopped {
      lines.append("The same command goes on from here.")
    } else {
      lines += PolicyTable.lines(
        result.comparison, trialCount: result.trialCount, paletteRatio: result.paletteRatio)
    }
    return lines.joined(separator: "\n")
  }
}

/// The comparison of a policy with other ways to compose, as a table.
enum PolicyTable {
  static func lines(
    _ rows: [TrainingResult.Row], trialCount: Int, paletteRatio: Double
  ) -> [String] {
    let cells = rows.map { row in
      [
        String(row.calls), row.method.rawValue, Terminal.decimal(row.staticRatio, 3),
        Terminal.decimal(row.fit, 3), Terminal.decimal(row.worth, 3),
      ]
    }
    return [
      "means over \(trialCount) unseen briefs; static fit as a part of the exact bound,",
      "of which the best mixtures of the palette reach \(Terminal.decimal(paletteRatio, 3))",
    ]
      + Terminal.table(
        ["calls", "method", "static fit", "fit over time", "worth"], cells,
        alignment: [.right, .left, .right, .right, .right])
  }
}

/// How far a run is, on standard error: one line that is written over on terminals, else a line for
/// each tenth.
final class ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var tenth = -1

  func show(_ progress: RunProgress) {
    let percent = Int(progress.fraction * 100)
    if isTerminal {
      let filled = percent / 5
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
      let text = "\r\u{1B}[K\(bar) \(percent) % \(progress.words)"
      let bytes = Array(text.utf8)
      _ = write(STDERR_FILENO, bytes, bytes.count)
    } else if percent / 10 > tenth || progress.update.rollback != nil {
      tenth = percent / 10
      let score = progress.evaluation.map { ", score \(Terminal.decimal($0.score, 3))" } ?? ""
      let taken = progress.update.rollback.map { ", taken back: \($0.rawValue)" } ?? ""
      Terminal.writeError("\(percent) % \(progress.words)\(score)\(taken)")
    }
  }

  func end() {
    if isTerminal { Terminal.writeError("") }
  }
}
