import SeededRandom
import Testing

@testable import ParetoSearch

@Suite struct NondominatedSortTests {
  /// Rows of a search in one, two, three or four objectives, on a coarse grid so that there are
  /// ties and duplicates, and some that break constraints.
  private struct Rows {
    var objectives: [[Double]] = []
    var violations: [Double] = []

    init(seed: UInt64, objectiveCount: Int) {
      var generator = SplitMix64(seed: seed)
      let levels = [3, 8, 1_000_000][Int.random(in: 0..<3, using: &generator)]
      for _ in 0..<Int.random(in: 1...90, using: &generator) {
        objectives.append(
          (0..<objectiveCount).map { _ in Double(Int.random(in: 0..<levels, using: &generator)) })
        let isBroken = Int.random(in: 0..<4, using: &generator) == 0
        violations.append(isBroken ? Double(Int.random(in: 1...3, using: &generator)) : 0)
      }
    }

    func dominates(_ first: Int, _ second: Int) -> Bool {
      if violations[first] != violations[second] { return violations[first] < violations[second] }
      guard violations[first] == 0 else { return false }
      let pairs = zip(objectives[first], objectives[second])
      return pairs.allSatisfy { $0 <= $1 } && objectives[first] != objectives[second]
    }

    /// Takes away front after front, each found by comparing all with all.
    var peeled: [Set<Int>] {
      var fronts: [Set<Int>] = []
      var rest = Set(objectives.indices)
      while !rest.isEmpty {
        let front = rest.filter { row in !rest.contains { dominates($0, row) } }
        fronts.append(front)
        rest.subtract(front)
      }
      return fronts
    }
  }

  private func sorted(_ rows: Rows, _ objectiveCount: Int) -> NondominatedSort {
    var sort = NondominatedSort(
      objectiveCount: objectiveCount, capacity: rows.violations.count)
    rows.objectives.flatMap { $0 }.withUnsafeBufferPointer { table in
      rows.violations.withUnsafeBufferPointer { violations in
        sort.sort(Array(rows.violations.indices), table, violations)
      }
    }
    return sort
  }

  @Test(arguments: UInt64(0)..<200)
  func frontsAreThoseFoundByComparingAllWithAll(seed: UInt64) {
    for objectiveCount in 1...4 {
      let rows = Rows(seed: seed, objectiveCount: objectiveCount)
      let sort = sorted(rows, objectiveCount)
      #expect(sort.fronts.map { Set(sort.order[$0]) } == rows.peeled)
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func frontsThatHoldTheConstraintsAreOrderedByTheirObjectives(seed: UInt64) {
    let rows = Rows(seed: seed, objectiveCount: 3)
    let sort = sorted(rows, 3)
    for front in sort.fronts where rows.violations[sort.order[front.lowerBound]] == 0 {
      for (left, right) in zip(sort.order[front], sort.order[front].dropFirst()) {
        #expect(!rows.objectives[right].lexicographicallyPrecedes(rows.objectives[left]))
      }
    }
  }

  @Test func anInfiniteViolationComesLast() {
    var rows = Rows(seed: 1, objectiveCount: 2)
    rows.objectives = [[.infinity, .infinity], [5, 5], [1, 2]]
    rows.violations = [.infinity, 100, 0]
    #expect(sorted(rows, 2).order == [2, 1, 0])
  }
}
