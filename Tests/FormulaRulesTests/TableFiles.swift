import Foundation

/// The table files of the rules in this source tree, read as plain text.
enum TableFiles {
  static let names = [
    "allergen_shares", "allergens", "allergens_korea", "amendments", "bans", "categories",
    "contributions", "grades", "law_limits", "limits", "members", "products", "schiff_bases",
    "specifications", "standard_cas", "standards", "sums",
  ]

  static func header(_ name: String) throws -> [String] { try lines(name).first ?? [] }

  static func rows(_ name: String) throws -> [[String]] { Array(try lines(name).dropFirst()) }

  private static func lines(_ name: String) throws -> [[String]] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "Sources/PerfumeryTables/tables/\(name).tsv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.components(separatedBy: "\t") }
  }
}
