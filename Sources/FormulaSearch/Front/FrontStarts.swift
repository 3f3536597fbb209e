import Perfumery
import SeededRandom

/// Composed formulas a search starts from: other palettes, slightly other targets and tighter
/// wishes than the brief's own.
struct FrontStarts {
  let commission: Commission
  let space: BlendSpace

  /// Up to `count` blends, the first composed from the brief as it is.
  ///
  /// - Parameters:
  ///   - dollarsPerKilogram: cost of the composed formula; some starts are to be cheaper.
  ///   - seed: decides palettes and variations.
  func blends(count: Int, dollarsPerKilogram: Double, seed: UInt64) -> [Blend] {
    var random = SplitMix64(seed: seed)
    var blends: [Blend] = []
    for number in 0..<count {
      let variation = number == 0 ? commission.target : varied(&random)
      var wishes = commission.wishes
      // Every third is composed for less money, every third for longer.
      let dollars = dollarsPerKilogram * (0.4 + 0.5 * random.nextUnit())
      if number % 3 == 1, dollars > 0 {
        wishes.removeAll { if case .budget = $0 { true } else { false } }
        wishes.append(.budget(dollarsPerKilogram: dollars, said: Money(dollars, .usd)))
      } else if number % 3 == 2 {
        wishes.append(.lasting(hours: 6 + 10 * random.nextUnit()))
      }
      let palette = random.next()
      if let blend = blend(for: variation, under: wishes, seed: palette) { blends.append(blend) }
    }
    return blends
  }

  private func blend(for target: BriefTarget, under wishes: [Wish], seed: UInt64) -> Blend? {
    let formulation = commission.formulation(seed: seed, target: target, wishes: wishes)
    // A variation that cannot be solved is one start fewer, nothing else.
    guard let solved = try? formulation.solve() else { return nil }
    let entries = solved.problem.entries
    let shares = solved.problem.shares(of: solved.solution.x)
    return space.settled(
      zip(entries, shares).compactMap { entry, share in
        guard share > 0 else { return nil }
        return space.index(of: entry.place).map { (index: $0, share: share) }
      })
  }

  private func varied(_ random: inout SplitMix64) -> BriefTarget {
    var target = commission.target
    for family in Family.allCases where target.profile[family] > 0 {
      target.profile[family] *= 0.5 + random.nextUnit()
    }
    target.profile = target.profile.normalised
    return target
  }
}
