import Foundation

/// Writes tables and lines to the standard output.
package enum Report {
  /// Writes one line.
  package static func line(_ text: String = "") {
    FileHandle.standardOutput.write(Data("\(text)\n".utf8))
  }

  /// Columns as wide as their widest cell; the first to the left, the others to the right.
  package static func table(_ header: [String], _ rows: [[String]]) {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    for row in [header] + rows {
      let cells = zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + space : space + cell.0
      }
      line(cells.joined(separator: "  "))
    }
  }
}

/// Minimum, median and maximum of repeated measurements.
package struct Spread {
  /// The least value.
  package let minimum: Double

  /// The middle one, or the mean of the middle two.
  package let median: Double

  /// The largest value.
  package let maximum: Double

  /// - Parameter values: at least one.
  package init(_ values: [Double]) {
    let sorted = values.sorted()
    minimum = sorted[0]
    median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    maximum = sorted[sorted.count - 1]
  }

  /// The three as texts with so many decimals.
  package func cells(_ decimals: Int) -> [String] {
    [minimum, median, maximum].map { String(format: "%.\(decimals)f", $0) }
  }
}

/// Seconds that some work takes by the wall clock, and its result.
package func timed<Result>(_ work: () throws -> Result) rethrows -> (
  seconds: Double, result: Result
) {
  let clock = ContinuousClock()
  let start = clock.now
  let result = try work()
  return ((clock.now - start) / .seconds(1), result)
}
