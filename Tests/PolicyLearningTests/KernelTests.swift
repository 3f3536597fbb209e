import Glibc
import PolicyKernels
import SeededRandom
import Testing

@testable import PolicyLearning

/// The loops in C against the same arithmetic in double precision.
@Suite struct KernelTests {
  private func draw(_ count: Int, seed: UInt64, scale: Double = 1) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float(scale * (2 * generator.nextUnit() - 1)) }
  }

  @Test(arguments: [1, 15, 16, 17, 40, 64])
  func tanhOfRowsIsTanh(columns: Int) {
    let start = draw(3 * 70, seed: UInt64(columns), scale: 12)
    let bias = draw(columns, seed: 9)
    var y = start
    policy_tanh_rows(&y, 70, bias, 3, columns)
    for row in 0..<3 {
      for column in 0..<70 {
        let place = row * 70 + column
        let wanted =
          column < columns ? Float(tanh(Double(start[place] + bias[column]))) : start[place]
        #expect(abs(y[place] - wanted) < 5e-7)
      }
    }
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 7), (64, 64, 64), (33, 17, 40)])
  func productsAreProducts(rows: Int, columns: Int, inner: Int) throws {
    _ = try BLAS.core()
    let a = draw(rows * inner, seed: 1)
    let b = draw(inner * columns, seed: 2)
    let turnedA = (0..<inner).flatMap { k in (0..<rows).map { a[$0 * inner + k] } }
    let turnedB = (0..<columns).flatMap { j in (0..<inner).map { b[$0 * columns + j] } }
    var products = (0..<3).map { _ in [Float](repeating: 7, count: rows * columns) }
    policy_multiply(a, inner, b, columns, &products[0], columns, rows, columns, inner)
    policy_multiply_left_transposed(
      turnedA, rows, b, columns, &products[1], columns, rows, columns, inner)
    policy_multiply_right_transposed(
      a, inner, turnedB, inner, &products[2], columns, rows, columns, inner)
    for row in 0..<rows {
      for column in 0..<columns {
        let wanted = (0..<inner).reduce(0.0) {
          $0 + Double(a[row * inner + $1]) * Double(b[$1 * columns + column])
        }
        for product in products {
          #expect(abs(Double(product[row * columns + column]) - wanted) < 1e-5)
        }
      }
    }
  }

  @Test func normalDeviatesAreNormalAndPlacedWhereverTheyAreAskedFor() {
    var all = [Float](repeating: 0, count: 100_000)
    policy_normals(3, 0, &all, all.count)
    let values = all.map(Double.init)
    let mean = values.reduce(0, +) / 1e5
    let variance = values.reduce(0) { $0 + $1 * $1 } / 1e5 - mean * mean
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 1e5
    // Five deviations of each estimate.
    #expect(abs(mean) < 0.016 && abs(variance - 1) < 0.023 && abs(fourth - 3) < 0.16)
    #expect(values.count { abs($0) > 1.96 } > 4600 && values.count { abs($0) > 1.96 } < 5400)
    for (start, count) in [(0, 5), (7, 61), (31, 2), (4099, 333)] {
      var part = [Float](repeating: 0, count: count)
      policy_normals(3, UInt64(start), &part, count)
      #expect(part == Array(all[start..<start + count]))
    }
  }

  @Test func uniformNumbersFillTheUnitEvenly() {
    var all = [Float](repeating: 0, count: 64_000)
    policy_uniforms(5, 0, &all, all.count)
    #expect(all.allSatisfy { $0 > 0 && $0 < 1 })
    var counts = [Int](repeating: 0, count: 16)
    for value in all { counts[Int(value * 16)] += 1 }
    let square = counts.reduce(0.0) { $0 + (Double($1) - 4000) * (Double($1) - 4000) / 4000 }
    // Chi squared with 15 degrees of freedom; one in a thousand is above 37.7.
    #expect(square < 37.7)
    var part = [Float](repeating: 0, count: 50)
    policy_uniforms(5, 13, &part, 50)
    #expect(part == Array(all[13..<63]))
  }

  @Test(arguments: [UInt64](1...20))
  func choicesAreDrawnAsOftenAsTheirProbabilities(seed: UInt64) {
    let count = 7
    let logits = draw(count, seed: seed, scale: 2)
    var mask = [UInt8](repeating: 1, count: count)
    mask[Int(seed) % count] = 0
    let powers = logits.indices.map { mask[$0] == 0 ? 0 : exp(Double(logits[$0])) }
    let total = powers.reduce(0, +)
    let distribution = Distribution(.discrete(count), capacity: 4000)
    var outputs = Array((0..<4000).map { _ in logits }.joined())
    let masks = Array((0..<4000).map { _ in mask }.joined())
    var rows = [Float](repeating: 0, count: 8000)
    rows.withUnsafeMutableBufferPointer { rows in
      guard let start = rows.baseAddress else { return }
      distribution.sample(
        &outputs, masks: masks, logDeviations: nil, seed: seed, place: 0,
        into: Distribution.Rows(start: start, stride: 2, count: 4000),
        logProbabilities: start + 1)
    }
    for choice in 0..<count {
      let wanted = powers[choice] / total
      let found = (0..<4000).count { rows[2 * $0] == Float(choice) }
      #expect(
        abs(Double(found) / 4000 - wanted) < 5 * (wanted * (1 - wanted) / 4000).squareRoot() + 1e-9)
    }
    for row in 0..<4000 {
      let wanted = log(powers[Int(rows[2 * row])] / total)
      #expect(abs(Double(rows[2 * row + 1]) - wanted) < 1e-5)
    }
  }

  @Test func aLayerAtWorkIsTheLayerOfTraining() throws {
    _ = try BLAS.core()
    let (inputs, outputs) = (37, 21)
    let x = draw(inputs, seed: 1)
    let w = draw(inputs * outputs, seed: 2, scale: 0.3)
    let bias = draw(outputs, seed: 3)
    var trained = [Float](repeating: 0, count: outputs)
    policy_multiply(x, inputs, w, outputs, &trained, outputs, 1, outputs, inputs)
    policy_tanh_rows(&trained, outputs, bias, 1, outputs)
    var atWork = [Float](repeating: 0, count: outputs)
    policy_portable_layer(x, w, outputs, bias, &atWork, inputs, outputs, 1)
    for (one, other) in zip(trained, atWork) { #expect(abs(one - other) < 1e-5) }
  }

  @Test(arguments: [UInt64](1...10))
  func mergedMomentsAreThoseOfAll(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var scale = ObservationScale(size: 2)
    var all: [[Double]] = []
    for _ in 0..<5 {
      var sums = ObservationScale.Sums(size: 2)
      for _ in 0..<Int(1 + generator.next() % 40) {
        let row = [Float(generator.nextUnit() * 3 + 100), Float(generator.nextUnit() - 5)]
        sums.add(row, means: scale.means)
        all.append(row.map(Double.init))
      }
      scale = scale.merged(with: sums)
    }
    for column in 0..<2 {
      let mean = all.reduce(0) { $0 + $1[column] } / Double(all.count)
      let squares = all.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) }
      #expect(abs(scale.means[column] - mean) < 1e-9)
      #expect(abs(scale.squares[column] - squares) < 1e-6 * max(1, squares))
    }
  }
}
