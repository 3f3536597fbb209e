import Perfumery
import SeededRandom
import Testing

@testable import FormulaSearch

/// Small polytopes cut out of a real universe, and mixtures inside them.
struct SmallPolytope {
  let polytope: SharePolytope
  let target: FamilyVector

  /// One mixture that is inside for sure.
  let inside: [Double]
  private let universe: Universe

  /// - Parameter count: of materials beside the solvent.
  init(universe: Universe, seed: UInt64, count: Int, rowCount: Int) {
    var random = SplitMix64(seed: seed)
    var places: [Int] = []
    while places.count < count {
      let place = Int(random.next() % UInt64(universe.materials.count))
      if place != universe.solvent, !places.contains(place) { places.append(place) }
    }
    places = (places + [universe.solvent]).sorted()
    let solvent = places.firstIndex(of: universe.solvent) ?? 0
    let most = places.indices.map { $0 == solvent ? 0.9 : 0.15 + 0.5 * random.nextUnit() }
    var inside = most.map { 0.5 * $0 * random.nextUnit() / Double(count) }
    inside[solvent] = 0
    inside[solvent] = 1 - inside.reduce(0, +)
    for index in inside.indices where inside[solvent] > 0.9 && index != solvent {
      inside[index] += 0.1 / Double(count)
    }
    inside[solvent] = 0
    inside[solvent] = 1 - inside.reduce(0, +)
    let rows = (0..<rowCount).map { _ in
      let coefficients = places.indices.map { $0 == solvent ? 0 : random.nextUnit() * 2 - 0.5 }
      let value = zip(coefficients, inside).reduce(0) { $0 + $1.0 * $1.1 }
      return SharePolytope.Row(
        meaning: .whole, coefficients: coefficients, bound: value + 0.05 * random.nextUnit())
    }
    polytope = SharePolytope(
      universe: universe, eligible: places, rows: rows,
      least: places.indices.map { $0 == solvent ? 0.03 : 0 }, most: most)
    var target = FamilyVector()
    for (index, place) in places.enumerated() where place != universe.solvent {
      if index < 2 || random.nextUnit() < 0.6 {
        target = target + universe.materials[place].families * random.nextUnit()
      }
    }
    target[Family.allCases[Int(seed % 17)]] += 0.2
    self.target = target.normalised
    self.inside = inside
    self.universe = universe
  }

  func cosine(of shares: [Double]) -> Double {
    var odour = FamilyVector()
    for (place, share) in zip(polytope.eligible, shares) where place != universe.solvent {
      odour = odour + universe.materials[place].families * (share / universe.doses[place])
    }
    return odour.cosine(to: target)
  }

  /// A walk inside from `start`, each step as far along a random direction as a coin says.
  func walk(from start: [Double], seed: UInt64, steps: Int, _ visit: ([Double]) -> Void) {
    var random = SplitMix64(seed: seed)
    var point = start
    for _ in 0..<steps {
      var direction = point.map { _ in random.nextUnit() * random.nextUnit() - 0.25 }
      direction[polytope.solvent] -= direction.reduce(0, +)
      var reach = 1.0
      while reach > 1e-9 {
        let next = zip(point, direction).map { $0 + reach * $1 }
        if polytope.admits(next) {
          point = next
          visit(point)
          break
        }
        reach *= 0.4
      }
    }
  }
}

@Suite("The largest cosine of a polytope")
struct FitMaximiserTests {
  let universe: Universe

  init() throws { universe = try Workshop.shared.get().universe(.asking([.floral: 1])) }

  private func maximum(_ small: SmallPolytope) throws -> FitMaximiser.Maximum {
    let outcome = FitMaximiser(polytope: small.polytope, target: small.target).maximum()
    guard case .found(let maximum) = outcome else { throw NotFound() }
    return maximum
  }

  struct NotFound: Error {}

  @Test(
    "is reached inside, proven, and over every mixture met on a walk",
    arguments: 1...200 as ClosedRange<UInt64>)
  func boundsWalks(seed: UInt64) throws {
    let small = SmallPolytope(
      universe: universe, seed: seed, count: 3 + Int(seed % 7), rowCount: Int(seed % 5))
    try #require(small.polytope.admits(small.inside))
    let maximum = try maximum(small)
    #expect(small.polytope.admits(maximum.shares, tolerance: 1e-8))
    #expect(abs(small.cosine(of: maximum.shares) - maximum.cosine) < 1e-9)
    #expect(maximum.upperBound >= maximum.cosine)
    #expect(maximum.upperBound - maximum.cosine < 1e-6)
    for start in [small.inside, maximum.shares] {
      small.walk(from: start, seed: seed, steps: 30) { point in
        // Admitted to 1e-9 of a bound; a steep price makes a little more of that.
        #expect(small.cosine(of: point) <= maximum.upperBound + 1e-7)
      }
    }
  }

  @Test("is what a fine grid over three materials finds", arguments: 1...8 as ClosedRange<UInt64>)
  func agreesWithGrid(seed: UInt64) throws {
    let small = SmallPolytope(universe: universe, seed: seed, count: 3, rowCount: 2)
    let lines = small.polytope.eligible.indices.filter { $0 != small.polytope.solvent }
    var best = 0.0
    let steps = 30
    for first in 0...steps {
      for second in 0...steps {
        for third in 0...steps {
          var shares = [Double](repeating: 0, count: 4)
          for (line, count) in zip(lines, [first, second, third]) {
            let part = Double(count) / Double(steps)
            shares[line] = small.polytope.most[line] * part * part * part
          }
          shares[small.polytope.solvent] = 1 - shares.reduce(0, +)
          if small.polytope.admits(shares) { best = max(best, small.cosine(of: shares)) }
        }
      }
    }
    let maximum = try maximum(small)
    #expect(best <= maximum.upperBound + 1e-9)
    #expect(best > maximum.upperBound - 0.05)
  }

  @Test(
    "is bounded by any direction and weights, good or bad",
    arguments: 1...200 as ClosedRange<UInt64>)
  func weakDuality(seed: UInt64) throws {
    let small = SmallPolytope(universe: universe, seed: seed, count: 6, rowCount: 4)
    var random = SplitMix64(seed: seed)
    let length = small.target.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let direction = small.target.values.map { ($0 + 0.1 * random.nextUnit()) / length }
    let weights = small.polytope.rows.map { _ in random.nextUnit() }
    let bound = FitMaximiser(polytope: small.polytope, target: small.target)
      .upperBound(direction: direction, rowWeights: weights)
    #expect(small.cosine(of: small.inside) <= bound)
  }

  @Test(
    "grows by a row's price when the row gives way", arguments: 1...40 as ClosedRange<UInt64>)
  func rowPrices(seed: UInt64) throws {
    let small = SmallPolytope(universe: universe, seed: seed, count: 6, rowCount: 4)
    let maximum = try maximum(small)
    let step = 1e-5
    for index in small.polytope.rows.indices {
      var rows = small.polytope.rows
      rows[index].bound += step
      let polytope = small.polytope
      let wider = SharePolytope(
        universe: universe, eligible: polytope.eligible, rows: rows, least: polytope.least,
        most: polytope.most)
      let outcome = FitMaximiser(polytope: wider, target: small.target).maximum()
      guard case .found(let found) = outcome else { throw NotFound() }
      let growth = found.cosine - maximum.cosine
      // A price is a slope; what the solves leave open is 1e-7 each.
      #expect(growth <= 1.05 * step * maximum.rowPrices[index] + 3e-7)
      #expect(growth >= -3e-7)
      if maximum.rowPrices[index] > 0.5 { #expect(growth > 0) }
    }
  }

  @Test("is nothing where nothing has the wished families")
  func nothing() throws {
    let places = universe.materials.indices.filter {
      $0 == universe.solvent || universe.materials[$0].families[.animalic] == 0
    }
    let polytope = SharePolytope(
      universe: universe, eligible: places, rows: [], least: places.map { _ in 0 },
      most: places.map { _ in 0.5 })
    let target = FamilyVector([.animalic: 1])
    guard case .none(let bound) = FitMaximiser(polytope: polytope, target: target).maximum()
    else {
      Issue.record("a fit was found")
      return
    }
    #expect(bound >= 0 && bound < 1e-6)
  }
}
