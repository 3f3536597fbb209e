/// For each of some rows ordered by their first objective, a set of the rows that dominate it.
///
/// Bits are rows; a set is a line of words.
struct DominatorSets {
  let wordCount: Int
  private let rowCount: Int

  /// `[rowCount × wordCount]`
  private var words: [UInt64]

  /// Each set begins as all rows before the row: no other can dominate it.
  init(rowCount: Int) {
    self.rowCount = rowCount
    wordCount = (rowCount + 63) / 64
    words = Array(repeating: 0, count: rowCount * wordCount)
    for row in 0..<rowCount {
      let start = row * wordCount
      for word in 0..<row >> 6 { words[start + word] = .max }
      words[start + row >> 6] = (1 << UInt64(row & 63)) - 1
    }
  }

  /// Takes out of each set the rows that are larger in another objective; `values` by row.
  mutating func intersect(_ values: [Double]) {
    let sorted = (0..<rowCount).sorted { values[$0] < values[$1] }
    var noLarger = [UInt64](repeating: 0, count: wordCount)
    var start = 0
    while start < rowCount {
      var end = start
      while end < rowCount, values[sorted[end]] == values[sorted[start]] {
        noLarger[sorted[end] >> 6] |= 1 << UInt64(sorted[end] & 63)
        end += 1
      }
      for row in sorted[start..<end] {
        for word in 0...row >> 6 { words[row * wordCount + word] &= noLarger[word] }
      }
      start = end
    }
  }

  /// Whether a row's dominators and another set have a row in common.
  func meet(_ row: Int, _ set: [UInt64]) -> Bool {
    (0...row >> 6).contains { words[row * wordCount + $0] & set[$0] != 0 }
  }
}
