import Perfumery
import Testing

@testable import FormulaRules

/// Holds the tables to counts and checksums that were made of the source tables themselves.
@Suite struct SourceDigestTests {
  let tables: RuleTables
  private let digest: [[String]]

  init() throws {
    tables = try RuleTables.embedded()
    digest = try TableFiles.rows("source_digest")
  }

  private func rows(_ kind: String) -> [[String]] { digest.filter { $0[0] == kind } }

  /// FNV-1a, 64 bits, of the parts joined by a vertical bar.
  private func checksum(_ parts: [String]) -> String {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in parts.joined(separator: "|").utf8 {
      value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  @Test func `The counts are those of the source`() throws {
    let counts = Dictionary(uniqueKeysWithValues: rows("count").map { ($0[1], Int($0[2])) })
    #expect(
      counts == [
        "standards": 263, "cas": 455, "numeric": 171, "prohibitions": 68, "shares": 1031,
        "naturals": 302,
      ])
    #expect(tables.standards.count == 263 && rows("standard").count == 263)
    #expect(tables.constituents.count == 302 && rows("natural").count == 302)
    #expect(try TableFiles.rows("standard_cas").count == 455)
    #expect(try TableFiles.rows("contributions").count == 1031)
  }

  @Test func `Every standard has the numbers, limits and dates of the source`() throws {
    let standards = try TableFiles.rows("standards")
    let numbers = Dictionary(grouping: try TableFiles.rows("standard_cas")) { $0[1] }
    let limits = Dictionary(grouping: try TableFiles.rows("limits")) { $0[1] }
    for row in standards {
      let cas = (numbers[row[1]] ?? []).map { $0[2] }.sorted()
      let cells = limits[row[1]]?.first.map { Array($0.dropFirst(6)) } ?? []
      let parts = [row[1], row[2], row[3], row[4], row[5], row[7]] + cas + cells
      let expected = try #require(rows("standard").first { $0[1] == row[1] })
      #expect(expected[2] == String(cas.count) && expected[3] == checksum(parts), "\(row[1])")
    }
  }

  @Test func `Every natural has the constituents of the source`() throws {
    let naturals = Dictionary(grouping: try TableFiles.rows("contributions")) { $0[1] }
    for (natural, shares) in naturals {
      let pairs = shares.map { [$0[3], $0[4]] }.sorted { $0.lexicographicallyPrecedes($1) }
      let expected = try #require(rows("natural").first { $0[1] == natural })
      #expect(expected[2] == String(pairs.count), "\(natural)")
      #expect(expected[3] == checksum(pairs.flatMap { $0 }), "\(natural)")
    }
  }

  @Test func `What the program judges by is what the tables print`() throws {
    for row in try TableFiles.rows("limits") {
      let place = try #require(tables.standardPlaces[row[1]])
      let standard = tables.standards[place]
      #expect(standard.edition.amendment == row[2])
      for (cell, limit) in zip(row.dropFirst(6), standard.limits) {
        switch limit {
        case .free: #expect(cell == "free")
        case .prohibited: #expect(cell == "prohibited")
        case .percent(let percent): #expect(Double(cell) == percent)
        }
      }
    }
    for row in try TableFiles.rows("standard_cas") {
      let place = try #require(tables.standardPlaces[row[1]])
      #expect(tables.standards[place].casNumbers.contains(row[2]))
    }
    for row in try TableFiles.rows("contributions") {
      let parts = try #require(tables.constituents[row[1]])
      #expect(parts.contains { $0.cas == row[3] && $0.percent == Double(row[4]) })
    }
  }

  @Test func `Every limit that can decide has an IFRA standard or names its law`() throws {
    let book = try Sample().book
    let ids = Set(tables.standards.map(\.id))
    for bound in book.bounds {
      #expect(ids.contains(bound.standard) || bound.standard.contains("Annex"), "\(bound.id)")
      #expect(bound.standards.allSatisfy(ids.contains))
      #expect((bound.edition == nil) == bound.standards.isEmpty)
      for limit in bound.limits.compactMap({ $0 }) {
        let isNamed =
          limit.basis.hasPrefix("IFRA Amendment 51, category ")
          || limit.basis.contains(/^(EU|EU\/GB) Annex I+ [0-9]+$/)
          || limit.basis.contains(/^Reg \(EU\) [0-9]{4}\/[0-9]+$/)
        #expect(isNamed, "\(limit.basis)")
      }
    }
    let sums = book.bounds.filter { $0.id.hasPrefix("sum:") }
    #expect(
      sums.map(\.standard) == ["IFRA_STD_067", "IFRA_STD_062", "IFRA_STD_089"]
        && sums[0].standards == ["IFRA_STD_067", "IFRA_STD_080"]
        && sums[2].standards.count == 9)
  }

  /// Each row of the law's table: its registry numbers, and its limit in fine fragrance.
  @Test func `All 39 rows of the law are applied`() throws {
    let sample = try Sample()
    #expect(rows("law").count == 39)
    for row in rows("law") {
      let limit = try #require(Double(row[2]), "\(row[1])")
      for cas in row[3].split(separator: " ").map(String.init) {
        for grade in limit == 0 ? ["crude", "oil", "erecta"] : ["minuta"] {
          let material = Sample.material("neat", kind: .natural, grade: grade, cas: [cas])
          // 0.001 % of the product breaks a ban; at 20 % a limit of 1 % is 50 parts.
          let parts = limit == 0 ? 0.05 : limit * 50 * 1.01
          let report = sample.report(on: material, partsPerThousand: parts)
          let isGraded = ["8007-00-9", "8024-12-2", "90131-43-4"].contains(cas)
          if !isGraded || ["8007-00-9": "crude", "8024-12-2": "oil"][cas] ?? "erecta" == grade {
            #expect(!report.isLegal, "\(row[1]) \(cas)")
          }
          guard limit > 0, row[1] != "Safrole" else { continue }
          let below = sample.report(on: material, partsPerThousand: limit * 50 * 0.19)
          #expect(below.isLegal, "\(row[1]) \(cas)")
        }
      }
    }
  }
}
