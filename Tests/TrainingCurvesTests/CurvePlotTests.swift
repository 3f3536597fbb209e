import Foundation
import SeededRandom
import Testing

@testable import TrainingCurves

@Suite struct CurvePlotTests {
  private func plot(seed: UInt64) -> CurvePlot {
    var generator = SplitMix64(seed: seed)
    let scale = [1e-3, 1, 500, -200][Int(seed % 4)]
    let runs = (0..<Int(seed % 5)).map { _ in
      CurvePlot.Run(
        points: (0..<Int(generator.next() % 20)).map {
          (steps: $0 * 4096, value: scale * generator.nextUnit())
        })
    }
    return CurvePlot(
      title: "장미 <향> & \"rose\"", quantity: "fit", runs: runs,
      levels: [CurvePlot.Level(name: "random", value: scale * 0.1)])
  }

  @Test(arguments: [UInt64](0..<60))
  func everyPlaceIsInsideTheDrawing(seed: UInt64) throws {
    let svg = plot(seed: seed).svg
    #expect(!svg.contains("nan") && !svg.contains("inf"))
    for match in svg.matches(of: /points="([^"]*)"/) {
      for pair in match.1.split(separator: " ") {
        let numbers = pair.split(separator: ",").compactMap { Double($0) }
        try #require(numbers.count == 2)
        #expect((70...610).contains(numbers[0]) && (46...368).contains(numbers[1]))
      }
    }
  }

  @Test func whatNoAxisHoldsIsLeftOut() {
    let values = [0.5, .infinity, 1e308, -1e308, .nan, 0.75]
    let runs = [
      CurvePlot.Run(points: values.enumerated().map { (steps: $0.offset, value: $0.element) })
    ]
    let svg = CurvePlot(title: "t", quantity: "q", runs: runs).svg
    let drawn = svg.matches(of: /points="([^"]*)"/).map { $0.1.split(separator: " ").count }
    #expect(drawn == [2])
  }

  @Test func textIsEscapedAndWellFormed() throws {
    let svg = plot(seed: 3).svg
    #expect(svg.contains("장미 &lt;향&gt; &amp; &quot;rose&quot;"))
    let parser = XMLCheck(svg)
    #expect(parser.isBalanced)
  }

  @Test func theMedianOfThreeRunsIsTheMiddleOne() {
    let runs = [1.0, 5, 2].map { CurvePlot.Run(points: [(steps: 0, value: 0), (10, $0)]) }
    let svg = CurvePlot(title: "t", quantity: "q", runs: runs).svg
    let lines = svg.matches(of: /class="(run|median)" points="([^"]*)"/).map { $0.output }
    #expect(lines.map { String($0.1) } == ["run", "run", "run", "median"])
    #expect(lines[3].2 == lines[2].2)
  }

  /// Whether every element that is opened is closed, in order.
  private struct XMLCheck {
    let isBalanced: Bool

    init(_ text: String) {
      var open: [Substring] = []
      var balanced = true
      for match in text.matches(of: /<(\/?)([a-z]+)[^>]*?(\/?)>/) {
        if !match.1.isEmpty {
          balanced = balanced && open.popLast() == match.2
        } else if match.3.isEmpty {
          open.append(match.2)
        }
      }
      isBalanced = balanced && open.isEmpty
    }
  }
}
