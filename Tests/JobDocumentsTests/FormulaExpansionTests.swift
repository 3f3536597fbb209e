import Perfumery
import SeededRandom
import StrictJSON
import Testing

@testable import JobDocuments

@Suite struct FormulaExpansionTests {
  private let reading: FormulaReading

  init() throws { reading = try FormulaReading() }

  @Test func aSubFormulaIsExpandedByItsProportions() throws {
    let lines = try reading.lines(
      """
      {"name": "Citral", "partsPerThousand": 800},
      {"formula": {"name": "Rose base", "lines": [
         {"name": "Geraniol", "partsPerThousand": 37},
         {"name": "Citronellol", "partsPerThousand": 31},
         {"name": "Phenylacetaldehyde", "partsPerThousand": 6, "dilutionPercent": 10}]},
       "partsPerThousand": 74}
      """)
    #expect(
      lines.summary == [
        "citral:800000", "geraniol:37000", "citronellol:31000", "phenylacetaldehyde:600",
        "dipropylene-glycol:5400",
      ])
  }

  @Test func aDilutedSubFormulaBringsItsSolvent() throws {
    let lines = try reading.lines(
      """
      {"formula": {"lines": [{"name": "Citral", "partsPerThousand": 1},
                             {"name": "Hedione", "partsPerThousand": 1}]},
       "partsPerThousand": 100, "dilutionPercent": 20, "dilutionSolvent": "TEC"}
      """)
    #expect(lines.summary == ["citral:10000", "hedione:10000", "triethyl-citrate:80000"])
  }

  @Test func aLotsBergaptenStaysWithItsLine() throws {
    let lines = try reading.lines(
      """
      {"formula": {"lines": [{"material": "bergamot-oil-expressed", "partsPerThousand": 1,
                              "bergaptenPpm": 1800}]}, "partsPerThousand": 5}
      """)
    #expect(lines.map(\.bergaptenPpm) == [1800])
  }

  private func nested(_ depth: Int, _ innermost: String) -> String {
    (0..<depth).reduce(innermost) { text, _ in
      #"{"formula": {"lines": [\#(text)]}, "partsPerThousand": 10}"#
    }
  }

  @Test func fourSubFormulasMayStandInOneAnotherAndNoMore() throws {
    let citral = #"{"name": "Citral", "partsPerThousand": 3}"#
    #expect(try reading.lines(nested(4, citral)).summary == ["citral:10000"])
    let problem = #expect(throws: JSONProblem.self) { try reading.lines(nested(5, citral)) }
    #expect(problem?.allowed.contains("at most 4 deep") == true)
  }

  @Test func expandedLinesAreBounded() throws {
    let citral = Array(repeating: #"{"name": "Citral", "partsPerThousand": 3}"#, count: 300)
    let base = nested(1, citral.joined(separator: ","))
    #expect(try reading.lines([base, base, base].joined(separator: ",")).count == 900)
    let problem = #expect(throws: JSONProblem.self) {
      try reading.lines([base, base, base, base].joined(separator: ","))
    }
    #expect(problem?.field == "/lines/3")
  }

  @Test func aSubFormulaNeedsMassAndRoomForAllItsMaterials() {
    let empty = #expect(throws: JSONProblem.self) {
      try reading.lines(nested(1, #"{"name": "Citral", "partsPerThousand": 0}"#))
    }
    #expect(empty?.found == "a sub-formula without mass")
    let narrow = #expect(throws: JSONProblem.self) {
      try reading.lines(
        """
        {"formula": {"lines": [{"name": "Citral", "partsPerThousand": 1},
                               {"name": "Hedione", "partsPerThousand": 1}]},
         "partsPerThousand": 0.001}
        """)
    }
    #expect(narrow?.allowed == "at least 0.002 parts")
  }

  @Test func aLineIsAMaterialOrASubFormula() {
    let problem = #expect(throws: JSONProblem.self) {
      try reading.lines(
        """
        {"name": "Rose", "formula": {"lines": [{"name": "Citral", "partsPerThousand": 1}]},
         "partsPerThousand": 1}
        """)
    }
    #expect(problem?.field == "/lines/0/name")
  }

  /// Random nesting and dilutions: mass is whole, and citral gets what plain arithmetic says.
  @Test(arguments: 0..<200) func massIsWholeAndEachMaterialHasItsShare(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var citral = 0.0
    func list(depth: Int, weight: Double) -> (text: String, total: Double) {
      let parts = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        Double(Int.random(in: 1...900, using: &random))
      }
      let total = parts.reduce(0, +)
      var texts: [String] = []
      for part in parts {
        let dilutions: [Double] = [100, 50, 10]
        let dilution = dilutions[Int.random(in: 0..<3, using: &random)]
        let share = weight * part / (depth == 0 ? 1 : total) * dilution / 100
        var content = #""name": "Hedione""#
        if depth < 3, Bool.random(using: &random) {
          content = #""formula": {"lines": [\#(list(depth: depth + 1, weight: share).text)]}"#
        } else if Bool.random(using: &random) {
          content = #""name": "Citral""#
          citral += share
        }
        texts.append(
          #"{\#(content), "partsPerThousand": \#(part), "dilutionPercent": \#(dilution)}"#)
      }
      return (texts.joined(separator: ","), total)
    }
    let (text, total) = list(depth: 0, weight: 1)
    let lines = try reading.lines(text)
    #expect(lines.reduce(0) { $0 + $1.share.millionths } == Int(total) * 1000)
    let found = lines.filter { $0.material.id.rawValue == "citral" }
      .reduce(0) { $0 + $1.share.millionths }
    // Each line may be a millionth off.
    #expect(abs(Double(found) - citral * 1000) <= Double(lines.count) + 1)
  }
}
