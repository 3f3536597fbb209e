import PolicyLearning

/// The course of a run as a table of comma-separated values, a row for each update.
///
/// Everything in it repeats from seed and settings; speed is not in it.
package struct LearningCurve: Sendable {
  /// One column: its name, the text of its cell, and whether it can be the text of one.
  private struct Column: Sendable {
    let name: String
    let text: @Sendable (TrainingUpdate) -> String
    let reads: @Sendable (Substring) -> Bool

    static func count(
      _ name: String, _ value: @escaping @Sendable (TrainingUpdate) -> Int
    ) -> Column {
      Column(name: name, text: { String(value($0)) }, reads: { Int($0).map { $0 >= 0 } ?? false })
    }

    static func number(
      _ name: String, _ value: @escaping @Sendable (TrainingUpdate) -> Double
    ) -> Column {
      Column(name: name, text: { "\(value($0))" }, reads: { Double($0) != nil })
    }

    /// Empty where there is none.
    static func optional(
      _ name: String, _ value: @escaping @Sendable (TrainingUpdate) -> Double?
    ) -> Column {
      Column(
        name: name, text: { LearningCurve.text(value($0)) },
        reads: { $0.isEmpty || Double($0) != nil })
    }
  }

  private static let columns: [Column] = [
    .count("update", \.number), .count("steps", \.totalSteps),
    .count("episodes", \.episodeCount), .optional("mean_return", \.meanReturn),
    .optional("mean_length", \.meanLength), .number("mean_reward", \.meanReward),
    .number("approx_kl", \.approximateKL), .number("clip_fraction", \.clipFraction),
    .number("entropy", \.entropy), .number("entropy_coefficient", \.entropyCoefficient),
    .optional("explained_variance", \.explainedVariance),
    .number("learning_rate", \.learningRate), .number("loss", \.loss),
    .number("policy_loss", \.policyLoss), .number("value_loss", \.valueLoss),
    .number("gradient_norm", \.gradientNorm), .optional("deviation", \.deviation),
    .count("epochs", \.epochs),
    Column(
      name: "rollback", text: { $0.rollback?.rawValue ?? "" },
      reads: { $0.isEmpty || RollbackReason(rawValue: String($0)) != nil }),
    .count("rollbacks", \.rollbackCount),
  ]

  /// Columns of an evaluation, after those of the update.
  private static let evaluationColumn = "score"

  package static var header: String {
    (columns.map(\.name) + [evaluationColumn]).joined(separator: ",")
  }

  private static func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  static func row(_ update: TrainingUpdate, _ evaluation: TrainingEvaluation?) -> String {
    (columns.map { $0.text(update) } + [text(evaluation?.score)]).joined(separator: ",")
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
      let isWhole =
        cells.count == columns.count + 1 && zip(columns, cells).allSatisfy { $0.reads($1) }
      let score = cells.last.flatMap { Double($0) }
      guard isWhole, let steps = Int(cells[1]), score != nil || cells.last == "" else {
        throw .foreign(path: path, line: index + 2, found: String(line.prefix(80)))
      }
      points.append(
        Point(steps: steps, meanReturn: Double(cells[3]), score: score))
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
