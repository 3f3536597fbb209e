import PolicyLearning

/// The course of a run as a table of comma-separated values, a row for each update.
///
/// Everything in it repeats from seed and settings; speed is not in it.
package struct LearningCurve: Sendable {
  /// One column: its name and the text of its cell, empty where there is none.
  private static let columns: [(name: String, cell: @Sendable (TrainingUpdate) -> String)] = [
    ("update", { String($0.number) }), ("steps", { String($0.totalSteps) }),
    ("episodes", { String($0.episodeCount) }), ("mean_return", { text($0.meanReturn) }),
    ("mean_length", { text($0.meanLength) }), ("mean_reward", { text($0.meanReward) }),
    ("approx_kl", { text($0.approximateKL) }), ("clip_fraction", { text($0.clipFraction) }),
    ("entropy", { text($0.entropy) }), ("entropy_coefficient", { text($0.entropyCoefficient) }),
    ("explained_variance", { text($0.explainedVariance) }),
    ("learning_rate", { text($0.learningRate) }), ("loss", { text($0.loss) }),
    ("policy_loss", { text($0.policyLoss) }), ("value_loss", { text($0.valueLoss) }),
    ("gradient_norm", { text($0.gradientNorm) }), ("deviation", { text($0.deviation) }),
    ("epochs", { String($0.epochs) }), ("rollback", { $0.rollback?.rawValue ?? "" }),
    ("rollbacks", { String($0.rollbackCount) }),
  ]

  /// Columns of an evaluation, after those of the update.
  private static let evaluationColumn = "score"

  package static var header: String {
    (columns.map(\.name) + [evaluationColumn]).joined(separator: ",")
  }

  private static func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  static func row(_ update: TrainingUpdate, _ evaluation: TrainingEvaluation?) -> String {
    (columns.map { $0.cell(update) } + [text(evaluation?.score)]).joined(separator: ",")
  }

  /// A point of the curve as plots need it.
  package struct Point: Sendable, Equatable {
    package var steps: Int

    /// Nil before an episode had ended.
    package var meanReturn: Double?

    /// Nil where nothing was evaluated.
    package var score: Double?
  }

  /// The rows of a curve, in order, without a last one that is torn.
  ///
  /// - Throws: `foreign` for text that no run wrote.
  package static func points(_ text: String, path: String) throws(CurveError) -> [Point] {
    let lines = try wholeLines(text, path: path)
    var points: [Point] = []
    for (index, line) in lines.enumerated() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == columns.count + 1, let steps = Int(cells[1]) else {
        throw .foreign(path: path, line: index + 2, found: String(line.prefix(80)))
      }
      points.append(
        Point(steps: steps, meanReturn: Double(cells[3]), score: Double(cells[columns.count])))
    }
    return points
  }

  /// The rows up to an update, that a resumed run goes on from.
  ///
  /// - Parameter row: count of rows the run had written when its state was kept.
  static func kept(_ text: String, rows: Int, path: String) throws(CurveError) -> String {
    let lines = try wholeLines(text, path: path)
    guard lines.count >= rows else {
      throw .foreign(path: path, line: lines.count + 1, found: "it ends before row \(rows)")
    }
    return ([header[...]] + lines.prefix(rows)).map { "\($0)\n" }.joined()
  }

  private static func wholeLines(
    _ text: String, path: String
  ) throws(CurveError) -> ArraySlice<Substring> {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // What follows the last line feed is nothing, or a torn row.
    lines.removeLast()
    guard lines.first.map({ $0 == header }) ?? false else {
      throw .foreign(
        path: path, line: 1, found: String((lines.first ?? "an empty file").prefix(80)))
    }
    return lines.dropFirst()
  }
}
