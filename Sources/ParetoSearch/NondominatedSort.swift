/// Sorts rows of objectives into fronts: the first dominated by none, the next only by the first.
///
/// Constraint domination (Deb 2002): who holds the constraints comes before who does not, and who
/// breaks them less before who breaks them more; the objectives count among the former only.
///
/// Rows are first ordered by their objectives, one after the other; whoever dominates a row stands
/// before it, and equal rows side by side, where they are treated as one. Then each row's front is
/// found by bisection, for a row that a front dominates is dominated by all fronts before it:
///
/// - with two objectives a front dominates a row when its last row has no larger second objective;
/// - with others, a row's dominators are a set of bits, the intersection over the objectives of the
///   rows that are no larger in it, and a front dominates a row when the two sets meet. That is
///   O(objectives × rows² / 64).
struct NondominatedSort {
  private let objectiveCount: Int

  /// The sorted slots by front, in a front by objectives.
  private(set) var order: [Int] = []

  /// Ranges of `order`.
  private(set) var fronts: [Range<Int>] = []

  /// Slots as they are arranged, and the front of each.
  private var rows: [Int] = []
  private var frontOfRow: [Int] = []
  private let sorting: KeyedSort
  private let dominators: DominatorSets

  /// - Parameter capacity: how many rows there are at most.
  init(objectiveCount: Int, capacity: Int) {
    self.objectiveCount = objectiveCount
    sorting = KeyedSort(capacity: capacity)
    dominators = DominatorSets(capacity: objectiveCount == 2 ? 0 : capacity)
  }

  /// - Parameters:
  ///   - slots: the rows to sort.
  ///   - table: `[all slots × objectives]`, finite where the violation is.
  ///   - violations: `[all slots]`
  mutating func sort(
    _ slots: [Int], _ table: UnsafeBufferPointer<Double>, _ violations: UnsafeBufferPointer<Double>
  ) {
    order.removeAll(keepingCapacity: true)
    fronts.removeAll(keepingCapacity: true)
    sortHolding(slots.filter { violations[$0] == 0 }, table)
    sortBreaking(slots.filter { violations[$0] > 0 }, violations)
  }

  private mutating func sortBreaking(_ slots: [Int], _ violations: UnsafeBufferPointer<Double>) {
    let sorted = slots.sorted { (violations[$0], $0) < (violations[$1], $1) }
    var start = order.count
    order += sorted
    for end in order.indices where end >= start {
      guard end + 1 == order.count || violations[order[end + 1]] != violations[order[end]] else {
        continue
      }
      fronts.append(start..<end + 1)
      start = end + 1
    }
  }

  private mutating func sortHolding(_ slots: [Int], _ table: UnsafeBufferPointer<Double>) {
    guard !slots.isEmpty else { return }
    arrange(slots, table)
    frontOfRow.removeAll(keepingCapacity: true)
    let frontCount =
      objectiveCount == 2 ? assignByLastRows(table) : assignByDominators(table)
    gather(frontCount)
  }

  /// Orders the rows by their objectives, equal ones as they come.
  private mutating func arrange(_ slots: [Int], _ table: UnsafeBufferPointer<Double>) {
    let entries = sorting.sort(slots.count) {
      KeyedSort.Entry(key: table[slots[$0] * objectiveCount], place: slots[$0])
    }
    rows.removeAll(keepingCapacity: true)
    for entry in entries { rows.append(entry.place) }
    var start = 0
    while start < rows.count {
      var end = start + 1
      while end < rows.count, entries[end].key == entries[start].key { end += 1 }
      if end > start + 1 { arrangeEqual(start..<end, table) }
      start = end
    }
  }

  /// Orders rows whose first objectives are equal by the others.
  private mutating func arrangeEqual(_ range: Range<Int>, _ table: UnsafeBufferPointer<Double>) {
    let count = objectiveCount
    rows[range].sort { left, right in
      for index in 1..<count {
        let (a, b) = (table[left * count + index], table[right * count + index])
        if a != b { return a < b }
      }
      return false
    }
  }

  /// Two objectives: the last row of each front has the smallest second objective in it.
  private mutating func assignByLastRows(_ table: UnsafeBufferPointer<Double>) -> Int {
    var lasts: [Double] = []
    for (place, slot) in rows.enumerated() {
      if place > 0, areEqual(place - 1, place, table) {
        frontOfRow.append(frontOfRow[place - 1])
        continue
      }
      let second = table[slot * 2 + 1]
      let front = bisect(lasts.count) { lasts[$0] <= second }
      if front == lasts.count { lasts.append(second) } else { lasts[front] = second }
      frontOfRow.append(front)
    }
    return lasts.count
  }

  private mutating func assignByDominators(_ table: UnsafeBufferPointer<Double>) -> Int {
    dominators.begin(rowCount: rows.count)
    for index in 1..<max(1, objectiveCount) {
      dominators.intersect { table[rows[$0] * objectiveCount + index] }
    }
    // The fronts as sets of rows, one after the other.
    let width = dominators.wordCount
    var sets: [UInt64] = []
    for place in rows.indices {
      if place > 0, areEqual(place - 1, place, table) {
        frontOfRow.append(frontOfRow[place - 1])
        continue
      }
      let front = bisect(sets.count / width) {
        dominators.meet(place, sets[$0 * width..<($0 + 1) * width])
      }
      if front * width == sets.count { sets.append(contentsOf: repeatElement(0, count: width)) }
      sets[front * width + place >> 6] |= 1 << UInt64(place & 63)
      frontOfRow.append(front)
    }
    return sets.count / width
  }

  private func areEqual(_ left: Int, _ right: Int, _ table: UnsafeBufferPointer<Double>) -> Bool {
    let (a, b) = (rows[left] * objectiveCount, rows[right] * objectiveCount)
    for index in 0..<objectiveCount where table[a + index] != table[b + index] { return false }
    return true
  }

  /// The first front that does not dominate.
  private func bisect(_ count: Int, _ dominates: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if dominates(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Lays the rows out front by front, keeping their order inside each.
  private mutating func gather(_ frontCount: Int) {
    var ends = Array(repeating: 0, count: frontCount)
    for front in frontOfRow { ends[front] += 1 }
    var start = 0
    for front in 0..<frontCount {
      fronts.append(start..<start + ends[front])
      (start, ends[front]) = (start + ends[front], start)
    }
    order = Array(repeating: 0, count: rows.count)
    for (place, front) in frontOfRow.enumerated() {
      order[ends[front]] = rows[place]
      ends[front] += 1
    }
  }
}
