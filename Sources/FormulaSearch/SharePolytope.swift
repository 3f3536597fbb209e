import Perfumery

/// All concentrates that the law and a brief's wishes admit, as half-spaces over shares.
///
/// A share is the part of the concentrate, 0...1; the shares of all lines, the solvent's included,
/// sum to 1.
struct SharePolytope: Sendable {
  /// `sum of coefficients times shares <= bound`.
  struct Row: Sendable {
    var meaning: Demand.Meaning

    /// Parallel to `eligible`.
    var coefficients: [Double]
    var bound: Double
  }

  let universe: Universe

  /// Places in the universe of the materials that may take part, ascending, the solvent included.
  let eligible: [Int]

  /// Position of the solvent in `eligible`.
  let solvent: Int
  let rows: [Row]

  /// Least share of each eligible material: 0 but for the solvent.
  let least: [Double]

  /// Highest share of each eligible material.
  let most: [Double]

  /// - Parameters:
  ///   - balance: profile whose usual shares of top, heart and base are to be kept as well.
  ///   - keepsMargins: keeps a little away from every bound, as a formula that is to be rounded
  ///     must; without it the rows are those of law and wishes themselves.
  init(
    universe: Universe, wishes: [Wish], catalogue: Catalogue, balance: FamilyVector? = nil,
    keepsMargins: Bool = true
  ) {
    let places = universe.eligible(under: wishes, catalogue: catalogue)
    self.universe = universe
    eligible = places
    solvent = places.firstIndex(of: universe.solvent) ?? 0
    let demands =
      wishes.flatMap { Demand.rows(of: $0, in: universe, catalogue: catalogue) }
      + (balance.map { Demand.balance(for: $0, in: universe) } ?? []) + Demand.law(of: universe)
    rows = demands.compactMap { demand in
      let coefficients = places.map { -demand.perDose($0) / universe.doses[$0] }
      let bound = -demand.bound - (keepsMargins ? demand.margin : 0)
      // A limit on materials that have no part here holds by itself.
      if coefficients.allSatisfy({ $0 <= 0 }), bound >= 0 { return nil }
      return Row(meaning: demand.meaning, coefficients: coefficients, bound: bound)
    }
    least = places.map { $0 == universe.solvent ? Solvent.shares.lowerBound : 0 }
    most = places.map { place in
      place == universe.solvent
        ? Solvent.shares.upperBound : min(1, universe.materials[place].highestPercent.value / 100)
    }
  }

  /// - Parameters:
  ///   - eligible: holds the universe's solvent.
  ///   - rows: with coefficients, as `least` and `most`, in the order of `eligible`.
  init(
    universe: Universe, eligible: [Int], rows: [Row], least: [Double], most: [Double]
  ) {
    self.universe = universe
    self.eligible = eligible
    solvent = eligible.firstIndex(of: universe.solvent) ?? 0
    self.rows = rows
    self.least = least
    self.most = most
  }

  /// The same without the rows of one meaning.
  func without(_ meaning: Demand.Meaning) -> SharePolytope {
    SharePolytope(
      universe: universe, eligible: eligible, rows: rows.filter { $0.meaning != meaning },
      least: least, most: most)
  }

  /// Whether shares, one for each eligible material, lie within all rows and bounds and sum to 1.
  ///
  /// - Parameter tolerance: relative to each bound, for the rounding of sums.
  func admits(_ shares: [Double], tolerance: Double = 1e-9) -> Bool {
    guard shares.count == eligible.count, abs(shares.reduce(0, +) - 1) <= tolerance else {
      return false
    }
    for (index, share) in shares.enumerated() {
      let slack = tolerance * max(1e-3, most[index])
      guard share >= least[index] - slack, share <= most[index] + slack else { return false }
    }
    return rows.allSatisfy { row in
      var sum = 0.0
      var size = abs(row.bound)
      for (coefficient, share) in zip(row.coefficients, shares) where share != 0 {
        sum += coefficient * share
        size = max(size, abs(coefficient * share))
      }
      return sum <= row.bound + tolerance * size
    }
  }
}
