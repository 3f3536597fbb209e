/// The members of a front by rising room, of equals the first, as a binary heap.
///
/// Rooms that a `PlacedNumber` cannot tell apart count as equal.
final class RoomHeap {
  /// The bits of placed numbers.
  private let keys: UnsafeMutablePointer<UInt64>
  private var count = 0

  /// - Parameter capacity: how many members there are at most, up to `PlacedNumber.placeCount`.
  init(capacity: Int) { keys = .filled(capacity + 1, with: 0) }

  deinit { keys.deallocate() }

  func fill(_ rooms: UnsafeMutablePointer<Double>, _ count: Int) {
    self.count = count
    for place in 0..<count { keys[place] = Self.key(rooms[place], place) }
    // One more, so that each child has a sibling to be compared with.
    keys[count] = .max
    for index in stride(from: count / 2 - 1, through: 0, by: -1) { sink(keys[index], from: index) }
  }

  /// The place with the least room; there must be one.
  var least: Int { PlacedNumber(bits: keys[0]).place }

  /// Gives the place with the least room a larger one.
  func raiseLeast(to room: Double) { sink(Self.key(room, least), from: 0) }

  func removeLeast() {
    count -= 1
    let last = keys[count]
    keys[count] = .max
    if count > 0 { sink(last, from: 0) }
  }

  private func sink(_ key: UInt64, from start: Int) {
    let count = count
    var index = start
    var child = 2 * index + 1
    while child < count {
      child += keys[child + 1] < keys[child] ? 1 : 0
      guard keys[child] < key else { break }
      keys[index] = keys[child]
      index = child
      child = 2 * index + 1
    }
    keys[index] = key
  }

  private static func key(_ room: Double, _ place: Int) -> UInt64 {
    PlacedNumber(room, at: place).bits
  }
}
