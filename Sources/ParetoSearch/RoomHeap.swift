/// The members of a front by rising room, of equals the first, as a binary heap.
///
/// A key is a room with its place in the last bits; numbers that are not negative are ordered as
/// their bits are. Rooms that agree in their first 38 bits count as equal.
final class RoomHeap {
  static let placeCount = 1 << 14
  private static let mask = UInt64(placeCount - 1)

  private let keys: UnsafeMutablePointer<UInt64>
  private var count = 0

  /// - Parameter capacity: how many members there are at most, up to `placeCount`.
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
  var least: Int { Int(truncatingIfNeeded: keys[0] & Self.mask) }

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
    room.bitPattern & ~mask | UInt64(truncatingIfNeeded: place)
  }
}
