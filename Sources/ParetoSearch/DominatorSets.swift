/// For each of some rows ordered by their first objective, a set of the rows that dominate it.
///
/// Bits are rows; a set is a line of words. Memory is taken once for up to `capacity` rows.
final class DominatorSets {
  private(set) var wordCount = 0
  private let capacity: Int
  private var rowCount = 0

  /// `[rows × wordCount]`
  private let words: UnsafeMutablePointer<UInt64>

  /// The rows no larger than the one looked at, `[wordCount]`.
  private let noLarger: UnsafeMutablePointer<UInt64>
  private let sorting: KeyedSort

  init(capacity: Int) {
    self.capacity = capacity
    let wordCapacity = (capacity + 63) / 64
    words = .filled(capacity * wordCapacity, with: 0)
    noLarger = .filled(wordCapacity, with: 0)
    sorting = KeyedSort(capacity: capacity)
  }

  deinit {
    words.deallocate()
    noLarger.deallocate()
  }

  /// Each set becomes all rows before the row: no other can dominate it.
  func begin(rowCount: Int) {
    precondition(rowCount <= capacity, "more rows than there is memory for")
    self.rowCount = rowCount
    wordCount = (rowCount + 63) / 64
    for row in 0..<rowCount {
      let set = words + row * wordCount
      for word in 0..<row >> 6 { set[word] = .max }
      set[row >> 6] = (1 << UInt64(row & 63)) - 1
    }
  }

  /// Takes out of each set the rows that are larger in another objective.
  func intersect(_ value: (_ row: Int) -> Double) {
    let entries = sorting.sort(rowCount) { KeyedSort.Entry(key: value($0), place: $0) }
    noLarger.update(repeating: 0, count: wordCount)
    var start = 0
    while start < rowCount {
      var end = start
      while end < rowCount, entries[end].key == entries[start].key {
        noLarger[entries[end].place >> 6] |= 1 << UInt64(entries[end].place & 63)
        end += 1
      }
      for entry in entries[start..<end] {
        let set = words + entry.place * wordCount
        for word in 0...entry.place >> 6 { set[word] &= noLarger[word] }
      }
      start = end
    }
  }

  /// Whether a row's dominators and another set have a row in common.
  func meet(_ row: Int, _ other: ArraySlice<UInt64>) -> Bool {
    let set = words + row * wordCount
    for (word, bits) in zip(0...row >> 6, other) where set[word] & bits != 0 { return true }
    return false
  }
}
