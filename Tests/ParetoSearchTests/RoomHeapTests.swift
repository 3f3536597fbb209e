import SeededRandom
import Testing

@testable import ParetoSearch

@Suite struct RoomHeapTests {
  @Test(arguments: UInt64(0)..<200)
  func theLeastRoomComesFirstAndOfEqualsTheFirstPlace(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var rooms = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
      [0, 0.5, .infinity, generator.nextUnit()][Int.random(in: 0..<4, using: &generator)]
    }
    let heap = RoomHeap(capacity: rooms.count)
    rooms.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { heap.fill(base, buffer.count) }
    }
    var left = Set(rooms.indices)
    while let expected = left.min(by: { (rooms[$0], $0) < (rooms[$1], $1) }) {
      #expect(heap.least == expected)
      if rooms[expected] < 1, Int.random(in: 0..<3, using: &generator) == 0 {
        rooms[expected] += generator.nextUnit()
        heap.raiseLeast(to: rooms[expected])
      } else {
        heap.removeLeast()
        left.remove(expected)
      }
    }
  }
}
