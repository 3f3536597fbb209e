import Dispatch
import SeededRandom

/// The state of a search between generations.
///
/// Candidates stay where they are: there are two slots for each member of the population, and what
/// `Selection` drops leaves its slot to a child of the next generation. Every random number comes
/// from a generator of its own purpose (seed, generation, pair), so that breeding and evaluation
/// can be spread over threads: no thread reads what another writes.
final class Evolution<Problem: SearchProblem> {
  private let problem: Problem
  private let settings: SearchSettings
  private let candidates: UnsafeMutableBufferPointer<Problem.Candidate>
  private let scratches: UnsafeMutableBufferPointer<Problem.Scratch>
  private let selection: Selection

  /// Takes the second child of an odd last pair, which nobody wants.
  private var spareSlot: Int { 2 * settings.populationSize }

  /// Samples and evaluates the first population.
  init(_ problem: Problem, _ settings: SearchSettings) {
    self.problem = problem
    self.settings = settings
    let size = settings.populationSize
    let sampled = (0..<size).map { index in
      var generator = SplitMix64(seed: settings.seed, generation: 0, index: index)
      return problem.sample(index, using: &generator)
    }
    candidates = .allocate(capacity: 2 * size + 1)
    _ = candidates.initialize(from: sampled + sampled + sampled.prefix(1))
    scratches = .allocate(capacity: settings.threadCount)
    _ = scratches.initialize(from: (0..<settings.threadCount).map { _ in problem.makeScratch() })
    selection = Selection(populationSize: size, objectiveCount: problem.objectiveCount)
    spread(size) { slot, thread in self.evaluate(slot, on: thread) }
    selection.selectFirst()
  }

  deinit {
    candidates.deinitialize().deallocate()
    scratches.deinitialize().deallocate()
  }

  /// Breeds a generation of children and selects among them and their parents.
  func step(_ generation: Int) {
    var generator = SplitMix64(seed: settings.seed, generation: generation, index: -1)
    selection.pickParents(using: &generator)
    spread((settings.populationSize + 1) / 2) { pair, thread in
      self.breed(pair, generation, on: thread)
    }
    selection.select()
  }

  /// The members of the first front, ordered by objectives.
  var front: [FrontMember<Problem.Candidate>] {
    selection.firstFront.map { slot in
      FrontMember(
        candidate: candidates[slot], objectives: selection.objectives(of: slot),
        violation: selection.violations[slot])
    }
  }

  /// Two children of a pair of parents, varied and evaluated; of an odd last pair one.
  private func breed(_ pair: Int, _ generation: Int, on thread: Int) {
    var generator = SplitMix64(seed: settings.seed, generation: generation, index: pair)
    let mother = selection.parents[2 * pair]
    let father = selection.parents[2 * pair + 1]
    let isWhole = 2 * pair + 1 < settings.populationSize
    let first = selection.freeSlots[2 * pair]
    let second = isWhole ? selection.freeSlots[2 * pair + 1] : spareSlot
    if generator.nextUnit() < settings.crossoverRate {
      problem.cross(
        candidates[mother], candidates[father], into: &candidates[first], &candidates[second],
        using: &generator)
    } else {
      candidates[first] = candidates[mother]
      candidates[second] = candidates[father]
    }
    problem.mutate(&candidates[first], using: &generator)
    evaluate(first, on: thread)
    guard isWhole else { return }
    problem.mutate(&candidates[second], using: &generator)
    evaluate(second, on: thread)
  }

  private func evaluate(_ slot: Int, on thread: Int) {
    let row = selection.row(of: slot)
    var objectives = row.mutableSpan
    let violation = problem.evaluate(
      candidates[slot], into: &objectives, scratch: &scratches[thread])
    selection.record(violation, of: slot)
  }

  /// Calls `work` with each index and the number of the thread it is on, and waits for all.
  private func spread(_ count: Int, _ work: (_ index: Int, _ thread: Int) -> Void) {
    let threadCount = settings.threadCount
    guard threadCount > 1 else {
      for index in 0..<count { work(index, 0) }
      return
    }
    // Threads write to slots and scratches of their own alone, which the compiler cannot see.
    nonisolated(unsafe) let work = work
    DispatchQueue.concurrentPerform(iterations: threadCount) { thread in
      for index in count * thread / threadCount..<count * (thread + 1) / threadCount {
        work(index, thread)
      }
    }
  }
}

extension SplitMix64 {
  /// The generator of one purpose in one generation.
  init(seed: UInt64, generation: Int, index: Int) {
    var whole = SplitMix64(seed: seed)
    var ofGeneration = SplitMix64(seed: whole.next() ^ UInt64(truncatingIfNeeded: generation))
    self.init(seed: ofGeneration.next() ^ UInt64(truncatingIfNeeded: index))
  }
}
