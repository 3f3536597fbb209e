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
  private(set) var freeSlots: [Int]

  /// Slots of the parents of each pair of children, `[2 × pairs]`.
  private(set) var parents: [Int]

  /// How much room a slot's member has in its front; `[slots]`
  private var crowding: [Double]
  private var ranks: [Int]
  private var sort: NondominatedSort
  private var rooms: Crowding

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
    freeSlots = Array(populationSize..<slotCount)
    parents = Array(repeating: 0, count: populationSize + populationSize % 2)
    crowding = Array(repeating: 0, count: slotCount)
    ranks = Array(repeating: 0, count: slotCount)
    sort = NondominatedSort(objectiveCount: objectiveCount)
    rooms = Crowding(objectiveCount: objectiveCount)
  }

  deinit {
    table.deallocate()
    violations.deallocate()
  }

  /// Where a slot's objectives are written.
  func row(of slot: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(rebasing: table[slot * objectiveCount..<(slot + 1) * objectiveCount])
  }

  func objectives(of slot: Int) -> [Double] { Array(row(of: slot)) }

  /// Keeps a slot's violation, or an infinite one where anything is not finite.
  func record(_ violation: Double, of slot: Int) {
    let row = row(of: slot)
    if row.allSatisfy(\.isFinite), violation.isFinite {
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

  /// Ranks the first population, which stays as it is.
  func selectFirst() { select(among: members) }

  /// Keeps the best of members and children.
  func select() { select(among: members + freeSlots) }

  private func select(among slots: [Int]) {
    sort.sort(slots, UnsafeBufferPointer(table), UnsafeBufferPointer(violations))
    members.removeAll(keepingCapacity: true)
    freeSlots.removeAll(keepingCapacity: true)
    for slot in 0..<2 * populationSize where slots.count == populationSize && slot >= slots.count {
      freeSlots.append(slot)
    }
    for (rank, front) in sort.fronts.enumerated() {
      let room = populationSize - members.count
      guard room > 0 else {
        freeSlots.append(contentsOf: sort.order[front])
        continue
      }
      rooms.measure(sort.order[front], keeping: room, UnsafeBufferPointer(table))
      for (place, slot) in sort.order[front].enumerated() {
        guard rooms.isKept[place] else {
          freeSlots.append(slot)
          continue
        }
        ranks[slot] = rank
        crowding[slot] = rooms.values[place]
        members.append(slot)
      }
    }
  }

  /// Binary tournaments by rank, then crowding; each member enters as many as any other.
  ///
  /// Two shuffles of the population give each member two tournaments, as in Deb's program.
  func pickParents(using generator: inout SplitMix64) {
    var entrants: [Int] = []
    while entrants.count < 2 * parents.count {
      entrants += members.shuffled(using: &generator)
    }
    for index in parents.indices {
      parents[index] = winner(entrants[2 * index], entrants[2 * index + 1])
    }
  }

  private func winner(_ first: Int, _ second: Int) -> Int {
    if ranks[first] != ranks[second] { return ranks[first] < ranks[second] ? first : second }
    return crowding[first] >= crowding[second] ? first : second
  }
}
