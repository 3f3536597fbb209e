/// Sorts numbers together with whose they are; equal ones keep their order.
///
/// A counting sort into as many buckets of equal width as there are numbers, then insertion: what a
/// comparison sort loses to mispredicted branches is most of its time. Numbers that crowd in few
/// buckets are left to the standard library's sort.
final class KeyedSort {
  struct Entry {
    /// Not a NaN.
    var key: Double
    var place: Int
  }

  /// Comparisons that insertion may need for each number.
  private static let insertionLimit = 16
  private let given: UnsafeMutablePointer<Entry>
  private let sorted: UnsafeMutablePointer<Entry>

  /// Where the next entry of each bucket goes.
  private let next: UnsafeMutablePointer<Int>

  /// - Parameter capacity: how many numbers there are at most.
  init(capacity: Int) {
    given = .filled(capacity, with: Entry(key: 0, place: 0))
    sorted = .filled(capacity, with: Entry(key: 0, place: 0))
    next = .filled(capacity, with: 0)
  }

  deinit {
    given.deallocate()
    sorted.deallocate()
    next.deallocate()
  }

  /// The entries of 0..<count by rising keys; valid until the next call.
  func sort(_ count: Int, _ entry: (Int) -> Entry) -> UnsafeMutableBufferPointer<Entry> {
    var (low, high) = (Double.infinity, -Double.infinity)
    for index in 0..<count {
      given[index] = entry(index)
      low = min(low, given[index].key)
      high = max(high, given[index].key)
    }
    var result = UnsafeMutableBufferPointer(start: sorted, count: count)
    let scale = Double(count - 1) / (high - low)
    if scale > 0, scale.isFinite,
      distribute(count, low, scale) <= Self.insertionLimit * count
    {
      insert(count)
    } else {
      _ = result.update(from: UnsafeMutableBufferPointer(start: given, count: count))
      result.sort { $0.key < $1.key }
    }
    return result
  }

  /// Puts the entries in the order of their buckets and returns the squared sizes of those, summed.
  private func distribute(_ count: Int, _ low: Double, _ scale: Double) -> Int {
    func bucket(_ entry: Entry) -> Int { min(Int((entry.key - low) * scale), count - 1) }
    next.update(repeating: 0, count: count)
    for index in 0..<count { next[bucket(given[index])] += 1 }
    var (start, squares) = (0, 0)
    for index in 0..<count {
      let size = next[index]
      next[index] = start
      start += size
      squares += size * size
    }
    for index in 0..<count {
      let bucket = bucket(given[index])
      sorted[next[bucket]] = given[index]
      next[bucket] += 1
    }
    return squares
  }

  /// Insertion sort; no entry moves farther than its bucket is wide.
  private func insert(_ count: Int) {
    for index in 1..<max(1, count) {
      let entry = sorted[index]
      var place = index
      while place > 0, sorted[place - 1].key > entry.key {
        sorted[place] = sorted[place - 1]
        place -= 1
      }
      sorted[place] = entry
    }
  }
}
