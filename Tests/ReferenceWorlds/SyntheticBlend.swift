package import PolicyLearning
import SeededRandom

/// Forty abstract materials blended towards a wished profile, for measuring speed.
///
/// It has the arithmetic of formulating and none of its meaning: softmax of 40 numbers, a 40 × 24
/// matrix, four further sums, two penalties, 32 steps. Tables are drawn from a seed.
package struct SyntheticBlend: Environment {
  package static let materialCount = 40
  package static let descriptorCount = 24
  package static let horizon = 32

  package let observationSize = 64
  package let actionSpace = ActionSpace.continuous(size: materialCount, bounds: -3...3)

  /// The materials: descriptors of length 1, and five numbers each.
  package final class Tables: Sendable {
    /// 40 × 3 vectors of eight.
    let descriptors: [SIMD8<Float>]
    let cost: [SIMD8<Float>]
    let volatility: [SIMD8<Float>]
    let limit: [SIMD8<Float>]
    let toxicity: [SIMD8<Float>]
    let substantivity: [SIMD8<Float>]

    package init(seed: UInt64) {
      var generator = SplitMix64(seed: seed)
      var rows: [SIMD8<Float>] = []
      for _ in 0..<materialCount {
        // Squares of uniform numbers: a few strong descriptors among many weak ones.
        var values = (0..<descriptorCount).map { _ in
          let unit = generator.nextUnit()
          return Float(unit * unit * unit)
        }
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for index in values.indices { values[index] /= length }
        for part in 0..<3 { rows.append(SIMD8(values[part * 8..<part * 8 + 8])) }
      }
      descriptors = rows
      func column(_ low: Float, _ high: Float) -> [SIMD8<Float>] {
        (0..<materialCount / 8).map { _ in
          var vector = SIMD8<Float>()
          for lane in 0..<8 { vector[lane] = low + (high - low) * Float(generator.nextUnit()) }
          return vector
        }
      }
      cost = column(0.1, 1)
      volatility = column(0, 1)
      limit = column(0.05, 0.4)
      toxicity = column(0, 0.3)
      substantivity = column(0, 1)
    }
  }

  /// Descriptors by material, then the five columns, as the peers read them.
  package static func numbers(_ tables: Tables) -> [Float] {
    let columns = [
      tables.descriptors, tables.cost, tables.volatility, tables.limit, tables.toxicity,
      tables.substantivity,
    ]
    return columns.joined().flatMap { vector in (0..<8).map { vector[$0] } }
  }

  private let tables: Tables
  private var generator: SplitMix64
  private var position = [SIMD8<Float>](repeating: .zero, count: materialCount / 8)
  private var weights = [SIMD8<Float>](repeating: .zero, count: materialCount / 8)
  private var profile = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
  private var target = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
  private var wishedVolatility: Float = 0
  private var sums = SIMD4<Float>.zero
  private var excess: Float = 0
  private var steps = 0

  package init(tables: Tables, seed: UInt64) {
    self.tables = tables
    generator = SplitMix64(seed: seed)
  }

  package mutating func reset(into view: EnvironmentView) {
    // Powers of uniform numbers make sparse mixtures to aim at.
    var total: Float = 0
    for part in weights.indices {
      for lane in 0..<8 {
        let unit = Float(generator.nextUnit())
        let share = unit * unit * unit * unit
        weights[part][lane] = share
        total += share
      }
    }
    for part in weights.indices { weights[part] /= total }
    mix()
    let length = max(1e-8, Self.dot(profile, profile).squareRoot())
    target = (profile.0 / length, profile.1 / length, profile.2 / length)
    wishedVolatility = sums[1]
    for part in position.indices { position[part] = .zero }
    steps = 0
    settle()
    describe(into: view)
  }

  package mutating func step(
    _ action: UnsafePointer<Float>, into view: EnvironmentView
  ) -> Transition {
    steps += 1
    let moves = UnsafeRawPointer(action)
    for part in position.indices {
      let move = moves.loadUnaligned(fromByteOffset: part * 32, as: SIMD8<Float>.self)
      let moved = position[part] + 0.25 * move
      position[part] = Self.larger(-Self.larger(-moved, -6), -6)
    }
    settle()
    describe(into: view)
    let cosine =
      Self.dot(profile, target) / (Self.dot(profile, profile).squareRoot() + 1e-8)
    let penalty = excess + max(0, sums[2] - 0.12)
    let reward =
      cosine - 0.2 * sums[0] - 0.3 * abs(sums[1] - wishedVolatility) + 0.1 * sums[3]
      - 2 * penalty
    return Transition(reward: reward, end: steps >= Self.horizon ? .truncated : nil)
  }

  /// Softmax of the position, and what follows from it.
  private mutating func settle() {
    var most = position[0]
    for part in position.indices.dropFirst() { most = Self.larger(most, position[part]) }
    let top = most.max()
    var total = SIMD8<Float>.zero
    for part in position.indices {
      weights[part] = Self.exponential(position[part] - top)
      total += weights[part]
    }
    let scale = 1 / total.sum()
    for part in weights.indices { weights[part] *= scale }
    mix()
  }

  /// Profile, sums and excess of the weights.
  private mutating func mix() {
    profile = (.zero, .zero, .zero)
    var columns = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    var over = SIMD8<Float>.zero
    tables.descriptors.withUnsafeBufferPointer { rows in
      for part in weights.indices {
        let eight = weights[part]
        for lane in 0..<8 {
          let weight = eight[lane]
          let row = (part * 8 + lane) * 3
          profile.0 += weight * rows[row]
          profile.1 += weight * rows[row + 1]
          profile.2 += weight * rows[row + 2]
        }
        columns.0 += eight * tables.cost[part]
        columns.1 += eight * tables.volatility[part]
        columns.2 += eight * tables.toxicity[part]
        columns.3 += eight * tables.substantivity[part]
        over += Self.larger(eight - tables.limit[part], 0)
      }
    }
    sums = SIMD4(columns.0.sum(), columns.1.sum(), columns.2.sum(), columns.3.sum())
    excess = over.sum()
  }

  private static func dot(
    _ a: (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>), _ b: (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>)
  ) -> Float {
    (a.0 * b.0 + a.1 * b.1 + a.2 * b.2).sum()
  }

  private static func larger(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
    a.replacing(with: b, where: b .> a)
  }

  private static func larger(_ a: SIMD8<Float>, _ b: Float) -> SIMD8<Float> {
    larger(a, SIMD8(repeating: b))
  }

  /// e to the power of numbers of -12 to 0: a power of two and a Taylor polynomial.
  private static func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
    // Added to 1.5 · 2^23 a number is rounded to a whole one, which its low bits then hold.
    let shifted = x * 1.442_695_04 + 12_582_912
    let turns = shifted - 12_582_912
    let r = x - turns * 0.693_147_18
    var p = SIMD8<Float>(repeating: 1.0 / 720)
    p = p * r + 1.0 / 120
    p = p * r + 1.0 / 24
    p = p * r + 1.0 / 6
    p = p * r + 0.5
    p = p * r + 1
    p = p * r + 1
    var power = SIMD8<Float>()
    for lane in 0..<8 { power[lane] = Float(bitPattern: (shifted[lane].bitPattern &+ 127) &<< 23) }
    return p * power
  }

  package func describe(into view: EnvironmentView) {
    let observation = view.observation
    let raw = UnsafeMutableRawPointer(observation)
    raw.storeBytes(of: profile.0, as: SIMD8<Float>.self)
    raw.storeBytes(of: profile.1, toByteOffset: 32, as: SIMD8<Float>.self)
    raw.storeBytes(of: profile.2, toByteOffset: 64, as: SIMD8<Float>.self)
    raw.storeBytes(of: target.0, toByteOffset: 96, as: SIMD8<Float>.self)
    raw.storeBytes(of: target.1, toByteOffset: 128, as: SIMD8<Float>.self)
    raw.storeBytes(of: target.2, toByteOffset: 160, as: SIMD8<Float>.self)
    for index in 0..<4 { observation[48 + index] = sums[index] }
    var most = weights[0]
    for part in weights.indices.dropFirst() { most = Self.larger(most, weights[part]) }
    observation[52] = Float(steps) / Float(Self.horizon)
    observation[53] = most.max()
    observation[54] = Self.dot(profile, target)
    observation[55] = wishedVolatility
    raw.storeBytes(of: position[0], toByteOffset: 224, as: SIMD8<Float>.self)
  }

  package func save(into writer: inout StateWriter) {
    writer.write(generator.state)
    for part in position { for lane in 0..<8 { writer.write(part[lane]) } }
    for part in [target.0, target.1, target.2] { for lane in 0..<8 { writer.write(part[lane]) } }
    writer.write(wishedVolatility)
    writer.write(steps)
  }

  package mutating func restore(from reader: inout StateReader) throws(StateError) {
    generator = SplitMix64(seed: try reader.readWord())
    for part in position.indices { position[part] = try Self.eight(&reader) }
    target = (try Self.eight(&reader), try Self.eight(&reader), try Self.eight(&reader))
    wishedVolatility = try reader.readFloat()
    steps = try reader.readInt(in: 0...Self.horizon)
    settle()
  }

  private static func eight(_ reader: inout StateReader) throws(StateError) -> SIMD8<Float> {
    var vector = SIMD8<Float>()
    for lane in 0..<8 { vector[lane] = try reader.readFloat() }
    return vector
  }
}
