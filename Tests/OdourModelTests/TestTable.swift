import Foundation

/// A table of tab-separated facts beside the tests, its first line naming the columns.
struct TestTable {
  let rows: [[String: String]]

  init(_ name: String, file: StaticString = #filePath) throws {
    let url = URL(fileURLWithPath: "\(file)").deletingLastPathComponent()
      .appendingPathComponent("tables/\(name).tsv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    rows = lines.dropFirst().map { fields in
      Dictionary(uniqueKeysWithValues: zip(lines[0], fields))
    }
  }
}
