import SeededRandom

/// Objectives of parents and children, and who of them stays.
///
/// Rows of all slots: `populationSize` members and as many free slots for children.
final class Selection {
  let populationSize: Int
  let objectiveCount: Int

  /// `[slots × objectiveCount]`
  private let table: UnsafeMutableBufferPointer<Double>

  /// `[slots]`; 0 when constraints hold.
  let violations: UnsafeMutableBufferPointer<Double>

  /// Slots of the population, by rank, then as they stood in their front.
  private(set) var members: [Int]

  /// Slots the next children are written to.
  let freeSlots: UnsafeMutableBufferPointer<Int>

  /// Slots of the parents of each pair of children, `[2 × pairs]`.
  let parents: UnsafeMutableBufferPointer<Int>

  /// How much room a slot's member has in its front; `[slots]`
  private let crowding: UnsafeMutablePointer<Double>
  private let ranks: UnsafeMutablePointer<Int>
  private var sort: NondominatedSort
  private let rooms: Crowding

  init(populationSize: Int, objectiveCount: Int) {
    precondition(objectiveCount >= 1, "a search needs an objective")
    self.populationSize = populationSize
    self.objectiveCount = objectiveCount
    let slotCount = 2 * populationSize
    table = .allocate(capacity: slotCount * objectiveCount)
    table.initialize(repeating: 0)
    violations = .allocate(capacity: slotCount)
    violations.initialize(repeating: 0)
    members = Array(0..<populationSize)
    freeSlots = .allocate(capacity: populationSize)
    _ = freeSlots.initialize(from: populationSize..<slotCount)
    parents = .allocate(capacity: populationSize + populationSize % 2)
    parents.initialize(repeating: 0)
    crowding = .filled(slotCount, with: 0)
    ranks = .filled(slotCount, with: 0)
    sort = NondominatedSort(objectiveCount: objectiveCount, capacity: slotCount)
    rooms = Crowding(objectiveCount: objectiveCount, capacity: slotCount)
  }

  deinit {
    table.deallocate()
    violations.deallocate()
    freeSlots.deallocate()
    crowding.deallocate()
    ranks.deallocate()
    parents.deallocate()
  }

  /// Where a slot's objectives are written.
  func row(of slot: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(rebasing: table[slot * objectiveCount..<(slot + 1) * objectiveCount])
  }

  func objectives(of slot: Int) -> [Double] { Array(row(of: slot)) }

  /// Keeps a slot's violation, or an infinite one where anything is not finite.
  func record(_ violation: Double, of slot: Int) {
    let row = row(of: slot)
    if violation.isFinite, row.allSatisfy({ $0.isFinite }) {
      violations[slot] = max(0, violation)
    } else {
      row.update(repeating: .infinity)
      violations[slot] = .infinity
    }
  }

  /// Slots of the first front, ordered by objectives.
  var firstFront: [Int] {
    let front = members.filter { ranks[$0] == 0 }
    return front.sorted { first, second in
      row(of: first).lexicographicallyPrecedes(row(of: second))
    }
  }

  /// Ranks the first population, all of which stays.
  func selectFirst() { _ = select(among: members) }

  /// Keeps the best of members and children and frees the other slots.
  func select() {
    let dropped = select(among: members + freeSlots)
    _ = freeSlots.update(from: dropped)
  }

  /// Keeps whole fronts while there is room, then the members of the next with the most room.
  ///
  /// - Returns: the slots not kept.
  private func select(among slots: [Int]) -> [Int] {
    sort.sort(slots, UnsafeBufferPointer(table), UnsafeBufferPointer(violations))
    var (kept, dropped): ([Int], [Int]) = ([], [])
    kept.reserveCapacity(populationSize)
    dropped.reserveCapacity(populationSize)
    for (rank, range) in sort.fronts.enumerated() {
      let front = sort.order[range]
      let room = populationSize - kept.count
      guard room > 0 else {
        dropped += front
        continue
      }
      rooms.measure(front, keeping: room, UnsafeBufferPointer(table))
      for (place, slot) in front.enumerated() {
        guard rooms.isKept[place] else {
          dropped.append(slot)
          continue
        }
        ranks[slot] = rank
        crowding[slot] = rooms.values[place]
        kept.append(slot)
      }
    }
    members = kept
    return dropped
  }

  /// Binary tournaments by rank, then crowding; each member enters as many as any other.
  ///
  /// Two shuffles of the population give each member two tournaments, as in Deb's program.
  func pickParents(using generator: inout SplitMix64) {
    var entrants: [Int] = []
    func winner(_ first: Int, _ second: Int) -> Int {
      if ranks[first] != ranks[second] { return ranks[first] < ranks[second] ? first : second }
      return crowding[first] >= crowding[second] ? first : second
    }
    while entrants.count < 2 * parents.count {
      entrants += members.shuffled(using: &generator)
    }
    for index in parents.indices {
      parents[index] = winner(entrants[2 * index], entrants[2 * index + 1])
    }
  }
}
