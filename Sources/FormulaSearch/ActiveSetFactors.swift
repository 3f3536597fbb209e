/// The two matrices the dual method carries from step to step.
///
/// With G = LL' and N the normals of the active rows as columns, `inverse` is J = L^-T Q and
/// `triangle` is R, where Q'L^-1 N = [R; 0]. The first `activeCount` columns of J span the active
/// rows in the metric of G, the others its complement. Both are kept up to date by plane rotations,
/// n² work a step.
struct ActiveSetFactors {
  private(set) var activeCount = 0
  private let size: Int

  /// J by columns: entry (row, column) at `column * size + row`.
  private var inverse: [Double]

  /// R by columns, upper triangular.
  private var triangle: [Double]

  /// - Returns: nil when `hessian` is not positive definite to working precision.
  init?(hessian: [Double], size: Int) {
    self.size = size
    triangle = Array(repeating: 0, count: size * size)
    inverse = Array(repeating: 0, count: size * size)
    if Self.isDiagonal(hessian, size: size) {
      for index in 0..<size {
        let value = hessian[index * size + index]
        guard value > 0, value.isFinite else { return nil }
        inverse[index * size + index] = 1 / value.squareRoot()
      }
      return
    }
    guard let factor = Self.choleskyFactor(hessian, size: size) else { return nil }
    // Column c of J solves L'v = e_c; L' is upper triangular, so v ends at row c.
    for column in 0..<size {
      for row in stride(from: column, through: 0, by: -1) {
        var value = row == column ? 1.0 : 0
        for inner in stride(from: row + 1, through: column, by: 1) {
          value -= factor[inner * size + row] * inverse[column * size + inner]
        }
        inverse[column * size + row] = value / factor[row * size + row]
      }
    }
  }

  /// J'·normal.
  func projected(_ normal: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: size)
    for column in 0..<size {
      var sum = 0.0
      for row in 0..<size { sum += inverse[column * size + row] * normal[row] }
      result[column] = sum
    }
    return result
  }

  /// J'·e for the unit vector of `variable`, times `sign`.
  func projectedUnit(_ variable: Int, sign: Double) -> [Double] {
    (0..<size).map { sign * inverse[$0 * size + variable] }
  }

  /// The step of the variables that raises a row with projection `d` and keeps the active rows.
  func primalDirection(_ d: [Double]) -> [Double] {
    var direction = [Double](repeating: 0, count: size)
    for column in activeCount..<max(activeCount, size) where d[column] != 0 {
      for row in 0..<size { direction[row] += inverse[column * size + row] * d[column] }
    }
    return direction
  }

  /// R^-1 d: how fast the active multipliers fall while the new one rises.
  func dualDirection(_ d: [Double]) -> [Double] {
    var direction = [Double](repeating: 0, count: activeCount)
    for row in stride(from: activeCount - 1, through: 0, by: -1) {
      var value = d[row]
      for column in stride(from: row + 1, to: activeCount, by: 1) {
        value -= triangle[column * size + row] * direction[column]
      }
      direction[row] = value / triangle[row * size + row]
    }
    return direction
  }

  /// Makes the row with projection `d` the last active one.
  mutating func append(_ d: [Double]) {
    var d = d
    for column in stride(from: size - 1, to: activeCount, by: -1) where d[column] != 0 {
      let length = hypotenuse(d[column - 1], d[column])
      rotate(column - 1, column, cosine: d[column - 1] / length, sine: d[column] / length)
      d[column - 1] = length
      d[column] = 0
    }
    for row in 0...activeCount { triangle[activeCount * size + row] = d[row] }
    activeCount += 1
  }

  /// Forgets the active row at `position` and closes the gap.
  mutating func remove(at position: Int) {
    for column in position..<(activeCount - 1) {
      for row in 0...(column + 1) {
        triangle[column * size + row] = triangle[(column + 1) * size + row]
      }
    }
    activeCount -= 1
    for row in position..<max(position, activeCount) {
      let upper = triangle[row * size + row]
      let lower = triangle[row * size + row + 1]
      guard lower != 0 else { continue }
      let length = hypotenuse(upper, lower)
      let (cosine, sine) = (upper / length, lower / length)
      for column in row..<activeCount {
        let first = triangle[column * size + row]
        let second = triangle[column * size + row + 1]
        triangle[column * size + row] = cosine * first + sine * second
        triangle[column * size + row + 1] = cosine * second - sine * first
      }
      rotate(row, row + 1, cosine: cosine, sine: sine)
    }
  }

  private mutating func rotate(_ left: Int, _ right: Int, cosine: Double, sine: Double) {
    for row in 0..<size {
      let first = inverse[left * size + row]
      let second = inverse[right * size + row]
      inverse[left * size + row] = cosine * first + sine * second
      inverse[right * size + row] = cosine * second - sine * first
    }
  }

  private func hypotenuse(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }

  private static func isDiagonal(_ matrix: [Double], size: Int) -> Bool {
    for index in matrix.indices where index % (size + 1) != 0 && matrix[index] != 0 {
      return false
    }
    return true
  }

  /// Lower factor by rows, or nil where a pivot is not clearly positive.
  private static func choleskyFactor(_ matrix: [Double], size: Int) -> [Double]? {
    var factor = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0...row {
        var value = matrix[row * size + column]
        for inner in 0..<column {
          value -= factor[row * size + inner] * factor[column * size + inner]
        }
        if row == column {
          // Below this share of its diagonal a pivot is rounding noise.
          guard value > 1e-14 * abs(matrix[row * size + row]), value.isFinite else { return nil }
          factor[row * size + row] = value.squareRoot()
        } else {
          factor[row * size + column] = value / factor[column * size + column]
        }
      }
    }
    return factor
  }
}
