import Perfumery
import Testing

@testable import OdourModel

/// The published formulas beside the tests, as shares of materials of the catalogue.
///
/// A line that is a solution brings its strength of the material and the rest of its carrier; a
/// line `formula:NAME` brings another formula of the same book, which prints such bases by name.
struct Textbook {
  struct Entry {
    var name: String

    /// As printed.
    var type: String
    var shares: [MaterialID: Double]
  }

  let entries: [Entry]

  init() throws {
    let table = try TestTable("textbook_formulas")
    var names: [String] = []
    var lines: [String: [[String: String]]] = [:]
    for row in table.rows {
      let name = try #require(row["formula"])
      if lines[name] == nil { names.append(name) }
      lines[name, default: []].append(row)
    }
    entries = try names.map { name in
      Entry(
        name: name, type: try #require(lines[name]?.first?["family"]),
        shares: try Self.shares(of: name, lines))
    }
  }

  private static func shares(
    of name: String, _ lines: [String: [[String: String]]]
  ) throws -> [MaterialID: Double] {
    var shares: [MaterialID: Double] = [:]
    for row in try #require(lines[name]) {
      let parts = try #require(row["parts"].flatMap(Double.init))
      let material = try #require(row["material"])
      if material.hasPrefix("formula:") {
        let base = try Self.shares(of: String(material.dropFirst(8)), lines)
        let whole = base.keys.sorted().reduce(0) { $0 + (base[$1] ?? 0) }
        for (id, share) in base { shares[id, default: 0] += parts * share / whole }
      } else {
        let strength = try #require(row["strength"].flatMap(Double.init)) / 100
        shares[MaterialID(rawValue: material), default: 0] += parts * strength
        if strength < 1, let carrier = row["carrier"] {
          shares[MaterialID(rawValue: carrier), default: 0] += parts * (1 - strength)
        }
      }
    }
    return shares
  }

  /// The families that count as the printed type.
  static func families(of type: String) -> Set<Family> {
    switch type {
    case "spicy floral": [.spicy, .floral]
    case "powdery floral": [.powdery, .floral]
    case "chypre": [.mossy]
    case "fougere": [.aromatic]
    case "citrus cologne": [.citrus]
    default: Set(Family(rawValue: type).map { [$0] } ?? [])
    }
  }
}
