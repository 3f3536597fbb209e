import FoundationEssentials

/// A text recorded in `golden/` beside the tests, to compare a new one with.
package struct GoldenFile {
  private let file: URL

  /// - Parameter tests: a file of the suite; its folder holds `golden`.
  package init(_ name: String, beside tests: String = #filePath) {
    file = URL(filePath: tests).deletingLastPathComponent().appending(path: "golden")
      .appending(path: name)
  }

  /// What is recorded.
  ///
  /// With `FRAGRANCE_RECORD_GOLDEN=1` the new text is recorded instead and nil comes back, so that
  /// run fails.
  package func recorded(insteadOf text: String) throws -> String? {
    if ProcessInfo.processInfo.environment["FRAGRANCE_RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return nil
    }
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}
