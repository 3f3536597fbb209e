import Foundation
import PolicyLearning
import Synchronization

/// Ranks that are threads of one process, to try what several processes do.
package struct ThreadRanks: RankGroup {
  package let rank: Int
  package let count: Int
  private let table: MeetingTable
  private let calls = CallCounter()

  private init(rank: Int, count: Int, table: MeetingTable) {
    self.rank = rank
    self.count = count
    self.table = table
  }

  /// What each of some ranks comes to, by rank; each works on a thread of its own.
  package static func run<Value: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (ThreadRanks) throws -> Value
  ) -> [Result<Value, any Error>] {
    let table = MeetingTable(count: count)
    let results = ResultShelf<Value>()
    let group = DispatchGroup()
    for rank in 0..<count {
      group.enter()
      let thread = Thread {
        let result = Result {
          try work(ThreadRanks(rank: rank, count: count, table: table))
        }
        results.values.withLock { $0[rank] = result }
        group.leave()
      }
      thread.stackSize = 1 << 23
      thread.start()
    }
    group.wait()
    return results.values.withLock { values in
      values.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  package func sum(_ values: UnsafeMutableBufferPointer<Float>) {
    let all = gather(Array(UnsafeRawBufferPointer(values)))
    for index in values.indices {
      values[index] = all.reduce(0) { sum, bytes in
        sum + bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4 * index, as: Float.self) }
      }
    }
  }

  package func sum(_ values: UnsafeMutableBufferPointer<Double>) {
    let all = gather(Array(UnsafeRawBufferPointer(values)))
    for index in values.indices {
      values[index] = all.reduce(0) { sum, bytes in
        sum + bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8 * index, as: Double.self) }
      }
    }
  }

  package func gather(_ bytes: [UInt8]) -> [[UInt8]] {
    table.meet(call: calls.next(), rank: rank, bytes)
  }
}

private final class ResultShelf<Value: Sendable>: Sendable {
  let values = Mutex<[Int: Result<Value, any Error>]>([:])
}

private final class CallCounter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

/// Where ranks lay down what they bring to a call and wait for the others.
private final class MeetingTable: Sendable {
  private struct Meeting {
    var brought: [Int: [UInt8]] = [:]
    var left = 0
  }

  private let count: Int
  private let meetings = Mutex<[Int: Meeting]>([:])

  init(count: Int) { self.count = count }

  func meet(call: Int, rank: Int, _ bytes: [UInt8]) -> [[UInt8]] {
    meetings.withLock { $0[call, default: Meeting()].brought[rank] = bytes }
    while true {
      let found: [[UInt8]]? = meetings.withLock { meetings in
        guard var meeting = meetings[call], meeting.brought.count == count else { return nil }
        meeting.left += 1
        meetings[call] = meeting.left == count ? nil : meeting
        return meeting.brought.sorted { $0.key < $1.key }.map(\.value)
      }
      if let found { return found }
      sched_yield()
    }
  }
}
