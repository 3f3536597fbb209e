import Testing

@testable import BriefReading

@Suite struct FigureTests {
  @Test(arguments: [
    ("150", 150, 3), ("1,500", 1500, 5), ("1,50", 1, 1), ("0.05", 0.05, 4), ("18.", 18, 2),
    ("12,345,678", 12_345_678, 10), ("7,123x", 7123, 5), ("0", 0, 1), ("1,2345", 1, 1),
  ])
  func `Figures are read as people write them`(_ text: String, _ value: Double, _ end: Int) {
    let (found, stop) = Figure.read(FoldedText(text).scalars, from: 0)
    #expect(found == value)
    #expect(stop == end)
  }

  @Test func `A figure of too many digits is refused by every bound`() {
    let digits = String(repeating: "9", count: 400)
    let (value, end) = Figure.read(FoldedText(digits).scalars, from: 0)
    #expect(value == .greatestFiniteMagnitude)
    #expect(end == 400)
  }
}
